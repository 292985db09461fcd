import { newShapeTable, type ShapeTable } from "./shape-table.js";
import { newStampFinder, type StampFinder } from "./stamp-finder.js";
import { CLASS, PART, Slot } from "./token-class.js";
import { addTrigrams, type TrigramSet } from "./trigram-set.js";

/** A text longer than this has no shape of its own. */
const LONGEST = 4_096;
const PRIME = 0x0100_0193;
const START = 0x811c_9dc5 | 0;

/** Texts being taken apart. The shapes and stamps go on from block to block, as a mere speed-up. */
export type RowCoder = {
  readonly shapes: ShapeTable;
  readonly stamps: StampFinder;
  /** The values of all texts so far: [start, end) of each. */
  values: Uint32Array;
  valueCount: number;
  /** Where the stamp of the last text begins; -1 for none. */
  stampAt: number;
  /** The shape being put together, and its hash. */
  readonly shape: Uint8Array;
  length: number;
  hash: number;
  /** The classes of all bytes of the last token. */
  seen: number;
};

export function newRowCoder(): RowCoder {
  return {
    shapes: newShapeTable(),
    stamps: newStampFinder(),
    values: new Uint32Array(1 << 16),
    valueCount: 0,
    stampAt: -1,
    shape: new Uint8Array(LONGEST + 3),
    length: 0,
    hash: 0,
    seen: 0,
  };
}

/** A text, and what other columns have of it already. */
export type CodedRow = {
  text: Uint8Array;
  start: number;
  end: number;
  at: number;
  pid: number;
  host: Uint8Array;
  identifier: Uint8Array;
};

/** The number of a text's shape, -1 for none; its values are appended, and what touches a slot goes into `touching`. */
export function codeRow(coder: RowCoder, row: CodedRow, touching: TrigramSet): number {
  const { text, start, end } = row;
  if (end - start > LONGEST) return -1;
  reserveValues(coder, end - start);
  coder.length = 0;
  coder.hash = START;
  const stampAt = coder.stamps.find(text, start, end, row.at);
  coder.stampAt = stampAt;
  let from = start;
  let at = start;
  while (at < end) {
    if (at === stampAt) {
      putStatic(coder, text, from, at);
      putStamp(coder);
      at = coder.stamps.end;
      from = at;
    } else if ((CLASS[text[at] ?? 0] ?? 0) === 0) {
      at += 1;
    } else {
      const token = at;
      at = endOfToken(coder, text, at, end);
      const slot = slotOf(row, token, at, coder.seen);
      if (slot < 0) continue;
      putStatic(coder, text, from, token);
      putSlot(coder, slot, token, at);
      addTrigrams(touching, text, token - 2 < start ? start : token - 2, at + 2 > end ? end : at + 2);
      from = at;
    }
  }
  putStatic(coder, text, from, end);
  return coder.shapes.number(coder.shape, coder.length, coder.hash);
}

function endOfToken(coder: RowCoder, text: Uint8Array, from: number, end: number): number {
  let seen = 0;
  let at = from;
  for (; at < end; at += 1) {
    const kind = CLASS[text[at] ?? 0] ?? 0;
    if (kind === 0) break;
    seen |= kind;
  }
  coder.seen = seen;
  return at;
}

function putStatic(coder: RowCoder, text: Uint8Array, from: number, to: number): void {
  const { shape } = coder;
  let { length, hash } = coder;
  for (let at = from; at < to; at += 1) {
    const byte = text[at] ?? 0;
    shape[length++] = byte;
    hash = Math.imul(hash ^ byte, PRIME);
  }
  coder.length = length;
  coder.hash = hash;
}

function putStamp(coder: RowCoder): void {
  const { style } = coder.stamps;
  coder.shape[coder.length++] = Slot.stamp;
  coder.shape[coder.length++] = style >>> 3;
  coder.shape[coder.length++] = style & 7;
  coder.hash = Math.imul(coder.hash ^ (style + 256), PRIME);
}

function putSlot(coder: RowCoder, slot: number, from: number, to: number): void {
  coder.shape[coder.length++] = slot;
  coder.hash = Math.imul(coder.hash ^ slot, PRIME);
  if (slot !== Slot.variable) return;
  coder.values[coder.valueCount++] = from;
  coder.values[coder.valueCount++] = to;
}

/** What a token is kept as; -1 where it stands for itself. */
function slotOf({ text, pid, host, identifier }: CodedRow, from: number, to: number, seen: number): number {
  if (isSame(text, from, to, host)) return Slot.host;
  if (seen === PART) return -1;
  if (pid !== 0 && to - from <= 10 && isNumber(text, from, to, pid)) return Slot.pid;
  return isSame(text, from, to, identifier) ? Slot.identifier : Slot.variable;
}

function isSame(text: Uint8Array, from: number, to: number, name: Uint8Array): boolean {
  if (to - from !== name.length || text[from] !== name[0]) return false;
  for (let index = 1; index < name.length; index += 1) if (text[from + index] !== name[index]) return false;
  return true;
}

/** Whether the token is the number in decimal, without zeros in front. */
function isNumber(text: Uint8Array, from: number, to: number, number: number): boolean {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (text[at] ?? 0) - 48;
    if (digit < 0 || digit > 9 || (value === 0 && at > from)) return false;
    value = value * 10 + digit;
  }
  return value === number;
}

function reserveValues(coder: RowCoder, bytes: number): void {
  // A variable has at least one byte and another one before the next.
  const need = coder.valueCount + bytes + 2;
  if (need <= coder.values.length) return;
  const grown = new Uint32Array(Math.max(need, coder.values.length * 2));
  grown.set(coder.values);
  coder.values = grown;
}
