import type { Level } from "../level.js";
import type { Micros } from "../time.js";

/**
 * What somebody asked for, as data. Frozen, printable (`printQuery`) and comparable; the same query gives the same
 * entries live, from the store and from files.
 */
export type Query =
  | { readonly kind: "all" }
  | { readonly kind: "and"; readonly parts: readonly Query[] }
  | { readonly kind: "or"; readonly parts: readonly Query[] }
  | { readonly kind: "not"; readonly part: Query }
  /** A word or quoted phrase anywhere in the text. */
  | { readonly kind: "text"; readonly text: string; readonly case: TextCase }
  /** `/source/flags`; runs on a linear-time engine. Flags: i s m. */
  | { readonly kind: "regex"; readonly source: string; readonly flags: string; readonly field: string | undefined }
  /** `field:value`, `*` in the value matches any run of characters; compared without regard to case. */
  | { readonly kind: "field"; readonly field: string; readonly pattern: string }
  /** `field>=value`; numbers compare as numbers, else as text. */
  | { readonly kind: "compare"; readonly field: string; readonly operator: Comparison; readonly value: string }
  /** `level:warning`, `level>=warning` ("at least as severe"), `level:none`. */
  | { readonly kind: "level"; readonly operator: Comparison | "="; readonly level: Level | "none" }
  /** Event time within [from, to). */
  | { readonly kind: "time"; readonly from: Micros | undefined; readonly to: Micros | undefined };

export type Comparison = "<" | "<=" | ">" | ">=";

/** Smart: ignores case unless the text itself has a capital, as `journalctl -g` and `rg -S` do. */
export type TextCase = "smart" | "exact" | "ignore";

export const EVERYTHING: Query = { kind: "all" };
