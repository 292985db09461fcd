import type { Automaton } from "../../../core/query/match/automaton.js";
import type { Needs } from "../../../core/query/match/needs.js";
import { type Found, NO } from "../../../core/query/match/verdict.js";
import { needleOf } from "./needle.js";
import { runShapes } from "./run-shapes.js";
import { isCrossing, narrowShapes, type SearchedTexts, shapesWithin } from "./search-texts.js";
import { mayHold } from "./trigram-set.js";

/** A question that an automaton answers, and what a text must hold for it to say yes. */
export type TextPattern = { readonly automaton: Automaton; readonly needs: Needs };

/**
 * What the automaton says of the texts that may hold what it needs; the others do not match. Only rows that have a 1 in
 * `within` are asked for.
 */
export function matchTexts(
  texts: SearchedTexts,
  { automaton, needs }: TextPattern,
  within: Uint8Array | undefined,
): Found {
  if (!allows(texts.filter(), needs)) return NO;
  const left = narrow(texts, needs, () => shapesWithin(texts.heads(), within));
  if (left?.includes(1) !== true) return NO;
  const verdicts = new Uint8Array(texts.count).fill(NO);
  runShapes(texts.parts(), automaton, left, verdicts);
  return verdicts;
}

/** False when the filter says that no text holds what is needed. */
export function allows(filter: Uint8Array, needs: Needs): boolean {
  switch (needs.kind) {
    case "anything":
      return true;
    case "literal":
      return mayHold(filter, needleOf(needs).bytes);
    case "all":
      return needs.parts.every((part) => allows(filter, part));
    case "one":
      return needs.parts.some((part) => allows(filter, part));
  }
}

/** The shapes that are left of those given; undefined for none. */
function narrow(texts: SearchedTexts, needs: Needs, from: () => Uint8Array): Uint8Array | undefined {
  switch (needs.kind) {
    case "anything":
      return from();
    case "literal": {
      const marked = from();
      return narrowShapes(texts, needs, marked) ? marked : undefined;
    }
    case "all": {
      let marked: Uint8Array | undefined = from();
      for (const part of cheapestFirst(texts, needs.parts)) {
        const before: Uint8Array = marked;
        marked = narrow(texts, part, () => before);
        if (marked?.includes(1) !== true) return undefined;
      }
      return marked;
    }
    case "one":
      return needs.parts
        .map((part) => narrow(texts, part, () => from().slice()))
        .reduce((one, other) => union(one, other));
  }
}

/** What no slot can hold is looked for in shapes alone; that leaves few for the rest. */
function cheapestFirst(texts: SearchedTexts, parts: readonly Needs[]): readonly Needs[] {
  const costs = new Map(parts.map((part) => [part, part.kind === "literal" ? Number(isCrossing(texts, part)) : 2]));
  return parts.toSorted((one, other) => (costs.get(one) ?? 0) - (costs.get(other) ?? 0));
}

function union(one: Uint8Array | undefined, other: Uint8Array | undefined): Uint8Array | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.map((bit, at) => bit | (other[at] ?? 0));
}
