import type { RowBuffer } from "../row-buffer.js";
import { newSink, writeByte, writeBytes, writeText, writeVarint, written } from "../varint.js";
import { type CodedRow, codeRow, newRowCoder, type RowCoder } from "./row-coder.js";
import { addTrigrams, newTrigramSet, packTrigrams, type TrigramSet } from "./trigram-set.js";

/**
 * The texts of a block, taken apart (after CLP, Rodrigues et al., OSDI 2021, with values by column as in Loghub's
 * successors): shapes once, each row as the number of its shape, and values by shape and slot, so that like lies beside
 * like. `lengths` are those of the values. The filter says which trigrams can be found: first in the texts, then in what
 * touches a slot.
 */
type ShapedTexts = {
  readonly shapes: Buffer;
  readonly rows: Buffer;
  readonly lengths: Buffer;
  readonly values: Buffer;
  readonly filter: Buffer;
};

export type TextEncoder = { encode(rows: RowBuffer): ShapedTexts };

/** Where more than this share of the rows begins a shape, shapes only cost: texts stay whole. */
const TOO_MANY = 0.5;
/** So many rows are enough to see that. */
const ENOUGH = 1_024;
/** Number of the shape that is one slot for any text; it has no place in the dictionary. */
const WHOLE = 0;
/** Offsets of stamps are whole quarters of an hour, counted from here. */
export const QUARTER = 900e6;
export const OFFSET_BASE = 128;
const MOST_KNOWN = 24_000;
const MOST_STYLES = 48;

/** One encoder serves all sources of a writer; what it remembers of earlier blocks only makes it faster. */
export function createTextEncoder(): TextEncoder {
  let coder = newRowCoder();
  return {
    encode(rows) {
      if (coder.shapes.size() > MOST_KNOWN || coder.stamps.styles.length > MOST_STYLES) coder = newRowCoder();
      return encodeTexts(coder, rows);
    },
  };
}

/** The rows of one block on their way. Shapes are numbered anew in each block, in the order of their first row. */
type Coded = {
  readonly coder: RowCoder;
  readonly rows: RowBuffer;
  /** The coder's number of each shape of the block. */
  readonly known: number[];
  readonly shapeOf: Uint16Array;
  /** The first value of each row. */
  readonly valueOf: Uint32Array;
  readonly held: TrigramSet;
  readonly touching: TrigramSet;
};

function encodeTexts(coder: RowCoder, rows: RowBuffer): ShapedTexts {
  const shaped = codeRows(coder, rows);
  const coded = shaped.known.length > rows.count * TOO_MANY ? keepWhole(coder, rows) : shaped;
  const { held, touching } = coded;
  for (let index = 0; index < held.length; index += 1) held[index] = (held[index] ?? 0) | (touching[index] ?? 0);
  return {
    shapes: encodeShapes(coded),
    rows: encodeRows(coded),
    ...encodeValues(coded),
    filter: Buffer.concat([packTrigrams(held), packTrigrams(touching)]),
  };
}

function newCoded(coder: RowCoder, rows: RowBuffer): Coded {
  coder.valueCount = 0;
  return {
    coder,
    rows,
    known: [-1],
    shapeOf: new Uint16Array(rows.count),
    valueOf: new Uint32Array(rows.count),
    held: newTrigramSet(),
    touching: newTrigramSet(),
  };
}

function codeRows(coder: RowCoder, rows: RowBuffer): Coded {
  const coded = newCoded(coder, rows);
  const { known, shapeOf, valueOf } = coded;
  const numbers = new Int32Array(1 << 16).fill(-1);
  const days = new Float64Array(1 << 16).fill(Number.NaN);
  const seat = seatRows(rows);
  for (let index = 0; index < rows.count; index += 1) {
    if (index === ENOUGH && known.length > ENOUGH * 0.75) {
      known.length = rows.count;
      break;
    }
    const row = seat(index);
    valueOf[index] = coder.valueCount >>> 1;
    const shape = codeRow(coder, row, coded.touching);
    if (shape < 0) {
      takeWhole(coded, index);
      continue;
    }
    let number = numbers[shape] ?? -1;
    if (number < 0) {
      number = known.push(shape) - 1;
      numbers[shape] = number;
    }
    shapeOf[index] = number;
    // Names of months change what a stamp holds; all else of a shape is the same in each of its rows.
    if (days[number] === coder.stamps.day) continue;
    days[number] = coder.stamps.day;
    addStatic(coded, row);
  }
  return coded;
}

/** The one row that is looked at, moved to another at each call. */
function seatRows(rows: RowBuffer): (index: number) => CodedRow {
  const { columns, text } = rows;
  const names = rows.strings.map((name) => Buffer.from(name));
  const none = Buffer.alloc(0);
  const row: CodedRow = { text, start: 0, end: 0, at: 0, pid: 0, host: none, identifier: none };
  return (index) => {
    row.start = startOf(rows, index);
    row.end = columns.ends[index] ?? 0;
    row.at = columns.at[index] ?? 0;
    row.pid = columns.pid[index] ?? 0;
    row.host = names[columns.host[index] ?? 0] ?? none;
    row.identifier = names[columns.identifier[index] ?? 0] ?? none;
    return row;
  };
}

/** What all rows of a shape hold, from one of them. */
function addStatic({ coder, held, touching }: Coded, { text, start, end }: CodedRow): void {
  addTrigrams(held, text, start, end);
  if (coder.stampAt < 0) return;
  addTrigrams(touching, text, Math.max(start, coder.stampAt - 2), Math.min(end, coder.stamps.end + 2));
}

function startOf(rows: RowBuffer, row: number): number {
  return row === 0 ? 0 : (rows.columns.ends[row - 1] ?? 0);
}

function keepWhole(coder: RowCoder, rows: RowBuffer): Coded {
  const coded = newCoded(coder, rows);
  for (let row = 0; row < rows.count; row += 1) {
    coded.valueOf[row] = row;
    takeWhole(coded, row);
  }
  return coded;
}

function takeWhole({ coder, rows, shapeOf, touching }: Coded, row: number): void {
  const start = startOf(rows, row);
  const end = rows.columns.ends[row] ?? start;
  shapeOf[row] = WHOLE;
  if (coder.valueCount + 2 > coder.values.length) {
    const grown = new Uint32Array(coder.values.length * 2);
    grown.set(coder.values);
    coder.values = grown;
  }
  coder.values[coder.valueCount++] = start;
  coder.values[coder.valueCount++] = end;
  addTrigrams(touching, rows.text, start, end);
}

/**
 * Styles of stamps, then the lengths of the shapes, then their bytes; then what would be long to find out: how many rows
 * each shape has (the one for whole texts first), how many slots that keep bytes, and whether a stamp is followed by more
 * of a token. Blocks of before end with the bytes.
 */
function encodeShapes({ coder, known, shapeOf }: Coded): Buffer {
  const { shapes, stamps } = coder;
  const sink = newSink(1 << 14);
  writeVarint(sink, stamps.styles.length);
  for (const { pattern, offset } of stamps.styles) {
    writeText(sink, pattern);
    writeVarint(sink, offset / QUARTER + OFFSET_BASE);
  }
  writeVarint(sink, known.length - 1);
  for (let number = 1; number < known.length; number += 1) {
    writeVarint(sink, shapes.bytes(known[number] ?? 0).length);
  }
  for (let number = 1; number < known.length; number += 1) writeBytes(sink, shapes.bytes(known[number] ?? 0));
  for (const count of countShapes(shapeOf, known.length)) writeVarint(sink, count);
  for (let number = 1; number < known.length; number += 1) writeVarint(sink, shapes.slots(known[number] ?? 0));
  writeByte(sink, known.some((shape) => shape >= 0 && shapes.isGlued(shape)) ? 1 : 0);
  return written(sink);
}

function countShapes(shapeOf: Uint8Array | Uint16Array, shapes: number): Uint32Array {
  const counts = new Uint32Array(shapes);
  for (let row = 0; row < shapeOf.length; row += 1) {
    const shape = shapeOf[row] ?? 0;
    counts[shape] = (counts[shape] ?? 0) + 1;
  }
  return counts;
}

/** The width of a number, then a number for each row. */
function encodeRows({ known, shapeOf }: Coded): Buffer {
  const sink = newSink(shapeOf.length * 2 + 1);
  const isNarrow = known.length <= 0x100;
  writeByte(sink, isNarrow ? 1 : 2);
  writeBytes(sink, isNarrow ? new Uint8Array(shapeOf) : new Uint8Array(shapeOf.buffer));
  return written(sink);
}

function encodeValues(coded: Coded): Pick<ShapedTexts, "lengths" | "values"> {
  const { text } = coded.rows;
  const { from, sizes } = placeValues(coded);
  let size = 0;
  let room = sizes.length;
  for (let value = 0; value < sizes.length; value += 1) {
    size += sizes[value] ?? 0;
    if ((sizes[value] ?? 0) >= LONG) room += 4;
  }
  const values = Buffer.allocUnsafe(size);
  const lengths = Buffer.allocUnsafe(room);
  let at = 0;
  let to = 0;
  for (let value = 0; value < sizes.length; value += 1) {
    const length = sizes[value] ?? 0;
    let byte = from[value] ?? 0;
    lengths[at++] = Math.min(length, LONG);
    if (length >= LONG) at = lengths.writeUInt32LE(length, at);
    const end = byte + length;
    if (length > WORTH_A_CALL) to += text.copy(values, to, byte, end);
    else while (byte < end) values[to++] = text[byte++] ?? 0;
  }
  return { lengths, values };
}

/** A length is one byte, or this and four. */
const LONG = 255;
/** Fewer bytes are copied one by one. */
const WORTH_A_CALL = 24;

/** Where each value begins in the text, and its size: by shape, then by slot, then by row. */
function placeValues({ coder, known, shapeOf, valueOf }: Coded): {
  readonly from: Uint32Array;
  readonly sizes: Uint32Array;
} {
  const slots = Uint16Array.from(known, (shape, number) => (number === WHOLE ? 1 : coder.shapes.slots(shape)));
  const { counts, first } = placesOf(shapeOf, slots);
  const { values } = coder;
  const from = new Uint32Array(coder.valueCount >>> 1);
  const sizes = new Uint32Array(from.length);
  for (let row = 0; row < shapeOf.length; row += 1) {
    const shape = shapeOf[row] ?? 0;
    const count = counts[shape] ?? 0;
    let place = first[shape] ?? 0;
    first[shape] = place + 1;
    let value = (valueOf[row] ?? 0) * 2;
    for (let slot = slots[shape] ?? 0; slot > 0; slot -= 1) {
      const start = values[value] ?? 0;
      from[place] = start;
      sizes[place] = (values[value + 1] ?? start) - start;
      place += count;
      value += 2;
    }
  }
  return { from, sizes };
}

/** How many rows each shape has, and the place of its first value: slot `s` of its row `r` is at first + s * count + r. */
function placesOf(
  shapeOf: Uint8Array | Uint16Array,
  slots: Uint16Array,
): { readonly counts: Uint32Array; readonly first: Uint32Array } {
  const counts = countShapes(shapeOf, slots.length);
  const first = new Uint32Array(slots.length + 1);
  for (let shape = 0; shape < slots.length; shape += 1) {
    first[shape + 1] = (first[shape] ?? 0) + (counts[shape] ?? 0) * (slots[shape] ?? 0);
  }
  return { counts, first };
}
