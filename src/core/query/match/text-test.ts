import type { TextCase } from "../ast.js";
import { escapeRegExp, fold, hasCapital, isAscii } from "./fold.js";

/** A stretch of a text, [start, end) in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/** Whether a text asked for in this way is looked for without regard to case. */
export function ignoresCase(text: string, textCase: TextCase): boolean {
  return textCase === "ignore" || (textCase === "smart" && !hasCapital(text));
}

/** A test for "the haystack holds this text". The empty text is in everything. */
export function compileTextTest(text: string, textCase: TextCase): (haystack: string) => boolean {
  if (!ignoresCase(text, textCase) || !hasCasedLetter(text)) return (haystack) => haystack.includes(text);
  if (isAscii(text)) {
    // An escaped literal: half the time of lower-casing every haystack, and nothing in it can backtrack.
    const pattern = new RegExp(escapeRegExp(text), "i");
    return (haystack) => pattern.test(haystack);
  }
  const folded = fold(text);
  return (haystack) => fold(haystack).includes(folded);
}

/** Where the text occurs, left to right, without overlaps. */
export function compileTextFinder(text: string, textCase: TextCase): (haystack: string) => readonly Span[] {
  if (text === "") return () => [];
  const folds = ignoresCase(text, textCase);
  const needle = folds ? fold(text) : text;
  return (haystack) => {
    const where = folds ? fold(haystack) : haystack;
    const spans: Span[] = [];
    for (let at = where.indexOf(needle); at >= 0; at = where.indexOf(needle, at + needle.length)) {
      spans.push([at, at + needle.length]);
    }
    return spans;
  };
}

function hasCasedLetter(text: string): boolean {
  return !/^[\0-@[-`{-\x7f]*$/.test(text);
}
