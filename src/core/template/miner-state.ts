import type { Template } from "./template.js";

/** Everything a miner knows, as plain data: what goes on from it learns as if it had never stopped. */
export type MinerState = {
  readonly version: 1;
  /** Texts learnt, of all runs: the clock by which the oldest is forgotten. */
  readonly tick: number;
  readonly templates: readonly (Template & { readonly usedAt: number })[];
  readonly families: readonly FamilyState[];
  /** Masked texts and the template of each. */
  readonly forms: readonly FormState[];
  /** Ids of before, and what became of each. */
  readonly redirects: readonly (readonly [from: string, to: string])[];
  readonly forgotten: number;
};

export type FamilyState = {
  readonly space: string;
  readonly places: readonly { readonly token: string; readonly isOpen: boolean; readonly words: readonly string[] }[];
  /** By the tokens of the template, which a template that two families have come to share keeps twice. */
  readonly templates: readonly (readonly [tokens: string, id: string])[];
};

type FormState = {
  readonly space: string;
  readonly tokens: string;
  readonly id: string;
  readonly usedAt: number;
};
