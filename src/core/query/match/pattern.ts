import { fold } from "./fold.js";

/*
 * The value of `field:value` as the AST keeps it: `*` is any run of characters, `\*` a star, `\\` a backslash; a
 * backslash before anything else is itself, so `dev-disk-by\x2did` may be typed as it is.
 */

/** The literal stretches between the wildcards of a pattern, as written; one stretch means "no wildcard". */
export function patternPieces(pattern: string): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === "\\" && (next === "*" || next === "\\")) {
      piece += next;
      at += 1;
    } else if (char === "*") {
      pieces.push(piece);
      piece = "";
    } else piece += char;
  }
  pieces.push(piece);
  return pieces;
}

/** The pattern that matches exactly this value: for queries made from what is on the screen. */
export function literalPattern(value: string): string {
  return value.replace(/[\\*]/g, "\\$&");
}

/** The one way to write a pattern: what the parser gives and the printer takes. */
export function normalPattern(pattern: string): string {
  return patternPieces(pattern).map(literalPattern).join("*");
}

/** Whether a whole value matches, without regard to case. */
export function compileWhole(pattern: string): (value: string) => boolean {
  const pieces = patternPieces(pattern).map(fold);
  const first = pieces[0] ?? "";
  if (pieces.length === 1) return (value) => value.length === first.length && fold(value) === first;
  const last = pieces.at(-1) ?? "";
  const middle = pieces.slice(1, -1);
  return (value) => {
    const folded = fold(value);
    const stop = folded.length - last.length;
    if (stop < first.length || !folded.startsWith(first) || !folded.endsWith(last)) return false;
    const end = endOfPieces(folded, middle, first.length);
    return end >= 0 && end <= stop;
  };
}

/** Whether the pattern occurs anywhere in a value, without regard to case. */
export function compileAnywhere(pattern: string): (value: string) => boolean {
  const pieces = patternPieces(pattern).map(fold);
  return (value) => endOfPieces(fold(value), pieces, 0) >= 0;
}

/** Where the last of the pieces ends when each is taken as early as possible; -1 when one is missing. */
function endOfPieces(folded: string, pieces: readonly string[], from: number): number {
  let at = from;
  for (const piece of pieces) {
    const found = folded.indexOf(piece, at);
    if (found < 0) return -1;
    at = found + piece.length;
  }
  return at;
}
