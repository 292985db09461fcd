import { type ByteSearch, openSearchRoom, type SearchRoom } from "../../../bytes/byte-search.js";
import type { Literal } from "../../../core/query/match/needs.js";

/** The first place from `from` on where a literal begins, or -1. */
type Finder = (from: number) => number;

const LEAST_ROOM = 2 << 20;
const LEAST_NEEDLE = 1 << 10;
/** One memory for all that is searched. */
let shared: SearchRoom | undefined;
/** What lies in it: of one block's bytes several literals are asked. They never change. */
let lying: Buffer | undefined;
let finders = new WeakMap<Literal, ByteSearch["find"]>();

/** Looks for a literal in bytes as they are; to be used before the next bytes are searched for anything. */
function findIn(bytes: Buffer, literal: Literal): Finder {
  const { length } = bytes;
  const room = roomFor(length, Buffer.byteLength(literal.text));
  let find = finders.get(literal);
  if (find === undefined) finders.set(literal, (find = room.finder(literal)));
  if (lying !== bytes) bytes.copy(room.bytes);
  lying = bytes;
  const found = find;
  return (from) => found(from, length);
}

function roomFor(bytes: number, needle: number): SearchRoom {
  if (shared !== undefined && shared.bytes.length >= bytes && shared.needleBytes >= needle) return shared;
  shared = openSearchRoom(
    roundUp(Math.max(LEAST_ROOM, bytes, shared?.bytes.length ?? 0)),
    roundUp(Math.max(LEAST_NEEDLE, needle, shared?.needleBytes ?? 0)),
  );
  lying = undefined;
  finders = new WeakMap();
  return shared;
}

function roundUp(size: number): number {
  return 2 ** Math.ceil(Math.log2(size));
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
