import type { RawBatch } from "../core/batch.js";
import { Mark } from "../core/entry.js";
import { type Columns, type Row, rowAt } from "./columns.js";

/** Entries that may still grow, kept from one batch to the next with their text. */
export type Carry = {
  readonly rows: readonly Row[];
  /** From the first row's start to the last one's end. */
  readonly bytes: Uint8Array;
  /** The line end that followed them. */
  readonly lineEnd: "\n" | "\r\n";
};

export const NOTHING: Carry = { rows: [], bytes: new Uint8Array(0), lineEnd: "\n" };

const LF = 10;
const CR = 13;

/** Takes the entries from `first` on out of the columns, with a copy of their text: the rest of the memory goes. */
export function carryFrom(columns: Columns, first: number, bytes: Uint8Array): Carry {
  if (first >= columns.count) return NOTHING;
  const start = columns.starts[first] ?? 0;
  const end = columns.ends[columns.count - 1] ?? start;
  const rows = Array.from({ length: columns.count - first }, (_, index) => rowAt(columns, first + index, start));
  return { rows, bytes: bytes.slice(start, end), lineEnd: bytes[end] === CR ? "\r\n" : "\n" };
}

/** The text of what is carried; a CR of the last line's end goes with it, so that it is not forgotten. */
export function heldOf({ bytes, lineEnd }: Carry): Uint8Array {
  if (lineEnd === "\n") return bytes;
  const held = new Uint8Array(bytes.length + 1);
  held.set(bytes);
  held[bytes.length] = CR;
  return held;
}

/** The batch's bytes behind those that were carried, and by how much the batch's own offsets move. */
export function prepend(carry: Carry, batch: RawBatch): { readonly bytes: Uint8Array; readonly shift: number } {
  if (carry.rows.length === 0) return { bytes: batch.bytes, shift: 0 };
  const shift = carry.bytes.length + carry.lineEnd.length;
  const bytes = new Uint8Array(shift + batch.bytes.length);
  bytes.set(carry.bytes);
  if (carry.lineEnd === "\r\n") bytes[shift - 2] = CR;
  bytes[shift - 1] = LF;
  bytes.set(batch.bytes, shift);
  return { bytes, shift };
}

/** The batch itself where only line ends lie between its records, else a copy in which that is so. */
export function contiguous(batch: RawBatch): RawBatch {
  for (let index = 1; index < batch.count; index += 1) if (!isAdjacent(batch, index)) return compact(batch);
  return batch;
}

function isAdjacent(batch: RawBatch, index: number): boolean {
  const end = batch.ends[index - 1] ?? 0;
  const gap = (batch.starts[index] ?? 0) - end;
  if (gap === 1) return batch.bytes[end] === LF;
  if (gap === 2) return batch.bytes[end] === CR && batch.bytes[end + 1] === LF;
  return gap === 0 && isOpenEnded(batch, index - 1);
}

/** The record's line goes on, or had no end: nothing lies between it and the next. */
function isOpenEnded(batch: RawBatch, index: number): boolean {
  return ((batch.marks?.[index] ?? 0) & (Mark.continues | Mark.partial)) !== 0;
}

function compact(batch: RawBatch): RawBatch {
  const starts = new Uint32Array(batch.count);
  const ends = new Uint32Array(batch.count);
  const bytes = new Uint8Array(totalOf(batch));
  let at = 0;
  for (let index = 0; index < batch.count; index += 1) {
    const record = batch.bytes.subarray(batch.starts[index], batch.ends[index]);
    bytes.set(record, at);
    starts[index] = at;
    at += record.length;
    ends[index] = at;
    if (isOpenEnded(batch, index)) continue;
    bytes[at] = LF;
    at += 1;
  }
  return { ...batch, bytes: bytes.subarray(0, at), starts, ends };
}

function totalOf(batch: RawBatch): number {
  let total = batch.count;
  for (let index = 0; index < batch.count; index += 1) total += (batch.ends[index] ?? 0) - (batch.starts[index] ?? 0);
  return total;
}
