import { type ByteSearch, openByteSearch } from "../../../bytes/byte-search.js";
import type { Literal } from "../../../core/query/match/needs.js";

/** The first place from `from` on where a literal begins, or -1. */
type Finder = (from: number) => number;

const LEAST_ROOM = 1 << 20;
/** Each has a memory of its own; the one that was not used for longest makes room. */
const MOST_SEARCHES = 16;
const searches = new Map<Literal, ByteSearch>();

/** Looks for a literal in bytes as they are; to be used before the next bytes are searched for it. */
function findIn(bytes: Buffer, literal: Literal): Finder {
  let search = searches.get(literal);
  if (search === undefined || search.room.length < bytes.length) {
    search = openByteSearch(literal, Math.max(LEAST_ROOM, 2 ** Math.ceil(Math.log2(bytes.length + 1))));
  }
  searches.delete(literal);
  searches.set(literal, search);
  const oldest = searches.keys().next().value;
  if (searches.size > MOST_SEARCHES && oldest !== undefined) searches.delete(oldest);
  const { room, find } = search;
  bytes.copy(room);
  return (from) => find(from, bytes.length);
}

/** Whether some piece holds the literal, at its start and at its end where that is asked for. */
export function holdsPiece(
  bytes: Buffer,
  endsOf: () => Uint32Array,
  literal: Literal,
  { atStart, atEnd }: { readonly atStart: boolean; readonly atEnd: boolean },
): boolean {
  const find = findIn(bytes, literal);
  const length = Buffer.byteLength(literal.text);
  let piece = 0;
  for (let found = find(0); found >= 0; found = find(found + 1)) {
    const ends = endsOf();
    piece = firstEndAfter(ends, found, piece);
    const start = piece === 0 ? 0 : (ends[piece - 1] ?? 0);
    const end = ends[piece] ?? 0;
    if (found + length <= end && (!atStart || found === start) && (!atEnd || found + length === end)) return true;
  }
  return false;
}

/**
 * Calls `hit` with the index of every piece that holds the literal; piece i is `bytes[end of i - 1, end of i)`, the first
 * one begins at 0. What reaches over the end of a piece is no hit. Ends are asked for when something is found.
 */
export function findPieces(
  bytes: Buffer,
  endsOf: () => Uint32Array,
  literal: Literal,
  hit: (piece: number) => void,
): void {
  const find = findIn(bytes, literal);
  const length = Buffer.byteLength(literal.text);
  let piece = 0;
  let found = find(0);
  if (found < 0) return;
  const ends = endsOf();
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
