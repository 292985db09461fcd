import { escapeRegExp } from "../../../core/query/match/fold.js";
import type { Literal } from "../../../core/query/match/needs.js";

/** The first place from `from` on where a literal begins, or -1. */
type Finder = (from: number) => number;

/** Looks for a literal in bytes as they are. */
function findIn(bytes: Buffer, { text, ignoreCase }: Literal): Finder {
  if (!ignoreCase) {
    const needle = Buffer.from(text);
    return (from) => bytes.indexOf(needle, from);
  }
  // The literal is ASCII: seen as Latin-1, no other byte of UTF-8 folds to one of its letters.
  const haystack = bytes.toString("latin1");
  const pattern = new RegExp(escapeRegExp(text), "gi");
  return (from) => {
    pattern.lastIndex = from;
    return pattern.test(haystack) ? pattern.lastIndex - text.length : -1;
  };
}

/**
 * Calls `hit` with the index of every piece that holds the literal; piece i is `bytes[end of i - 1, ends[i])`, the first
 * one begins at 0. What reaches over the end of a piece is no hit.
 */
export function findPieces(bytes: Buffer, ends: Uint32Array, literal: Literal, hit: (piece: number) => void): void {
  const find = findIn(bytes, literal);
  const length = Buffer.byteLength(literal.text);
  let piece = 0;
  let found = find(0);
  while (found >= 0) {
    piece = firstEndAfter(ends, found, piece);
    if (piece >= ends.length) return;
    const end = ends[piece] ?? 0;
    const isInside = found + length <= end;
    if (isInside) hit(piece);
    found = find(isInside ? end : found + 1);
  }
}

/** Galloping: hits are near each other, or far. */
function firstEndAfter(ends: Uint32Array, offset: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < ends.length && (ends[low + step] ?? 0) <= offset) {
    low += step;
    step *= 2;
  }
  let high = Math.min(ends.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
