import { fold } from "./fold.js";

/**
 * What the text of a record must hold if the record matches; a record that does not hold it need not be looked at.
 * Literals are well-formed, have no U+FFFD (which may stand for any bytes) and, where case does not count, are folded
 * and pure ASCII: `ignoreCase` then means A–Z only, so they may be looked for in raw bytes of UTF-8, valid or not.
 * "all" and "one" have at least two parts; nothing is deeper than the query.
 */
export type Needs =
  /** Anything may match. */
  | { readonly kind: "anything" }
  | Literal
  | { readonly kind: "all"; readonly parts: readonly Needs[] }
  | { readonly kind: "one"; readonly parts: readonly Needs[] };

export type Literal = { readonly kind: "literal"; readonly text: string; readonly ignoreCase: boolean };

export const ANYTHING: Needs = { kind: "anything" };

/** All of them are needed; what needs nothing drops out. */
export function allOf(parts: readonly Needs[]): Needs {
  const telling = parts.filter((part) => part.kind !== "anything");
  const [only] = telling;
  if (only === undefined) return ANYTHING;
  return telling.length === 1 ? only : { kind: "all", parts: telling };
}

/** One of them is enough; if one needs nothing, nothing is needed. */
export function oneOf(parts: readonly Needs[]): Needs {
  const [only] = parts;
  if (only === undefined || parts.some((part) => part.kind === "anything")) return ANYTHING;
  return parts.length === 1 ? only : { kind: "one", parts };
}

/** Stretches that every encoding of the text has: no replacement characters and no lone surrogates. */
const UNSAFE = /[\ufffd\ud800-\udfff]/u;
const UNSAFE_OR_FOREIGN = /[^\0-\x7f]+/;

/** What is left of a text that must occur: its longest safe stretch. */
export function needsOfText(text: string, ignoreCase: boolean): Needs {
  const pieces = (ignoreCase ? fold(text) : text).split(ignoreCase ? UNSAFE_OR_FOREIGN : UNSAFE);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), "");
  if (longest === "") return ANYTHING;
  return { kind: "literal", text: longest, ignoreCase: ignoreCase && /[a-z]/.test(longest) };
}
