import { placesOf } from "./encode-texts.js";
import { type Shapes, styleAt } from "./shapes.js";
import { FIRST_STATIC, Slot } from "./token-class.js";

/** The columns that texts repeat. */
export type ToldColumns = {
  readonly at: Float64Array;
  readonly pid: Uint32Array;
  /** The bytes of the row's host and identifier. */
  host(row: number): Uint8Array;
  identifier(row: number): Uint8Array;
};

/** Where everything of a block's texts lies. */
export type TextParts = {
  readonly shapes: Shapes;
  readonly shapeOf: Uint8Array | Uint16Array;
  /** Rows of each shape; where its values begin. */
  readonly counts: Uint32Array;
  readonly first: Uint32Array;
  /** Which of its shape's rows each row is. */
  readonly ranks: Uint32Array;
  /** Value v is `values[ends[v - 1], ends[v])`. */
  readonly ends: Uint32Array;
  readonly values: Buffer;
  readonly told: ToldColumns;
};

export function decodeRows(group: Uint8Array, count: number, shapes: number): Uint8Array | Uint16Array {
  const width = group[0];
  const bytes = group.subarray(1);
  if ((width !== 1 && width !== 2) || bytes.length !== count * width) {
    throw new RangeError("a block has not as many texts as rows");
  }
  // A copy, because wide numbers need an aligned start.
  const numbers = width === 1 ? bytes : new Uint16Array(new Uint8Array(bytes).buffer);
  for (const shape of numbers) if (shape >= shapes) throw new RangeError("a text has a shape that its block has not");
  return numbers;
}

/** Where each value ends, from the lengths. */
export function decodeLengths(group: Uint8Array, count: number): Uint32Array {
  const ends = new Uint32Array(count);
  let end = 0;
  let at = 0;
  for (let value = 0; value < count; value += 1) {
    let length = group[at++] ?? 0;
    if (length === 255) {
      length = 0;
      for (let scale = 1; scale <= 0x100_0000; scale *= 256) length += (group[at++] ?? 0) * scale;
    }
    end += length;
    ends[value] = end;
  }
  if (at !== group.length) throw new RangeError("a block has not as many lengths as values");
  return ends;
}

export function joinParts(parts: Pick<TextParts, "shapes" | "shapeOf">): Pick<TextParts, "counts" | "first" | "ranks"> {
  const { counts, first } = placesOf(parts.shapeOf, parts.shapes.slots);
  const next = new Uint32Array(counts.length);
  const ranks = new Uint32Array(parts.shapeOf.length);
  for (let row = 0; row < ranks.length; row += 1) {
    const shape = parts.shapeOf[row] ?? 0;
    const rank = next[shape] ?? 0;
    ranks[row] = rank;
    next[shape] = rank + 1;
  }
  return { counts, first, ranks };
}

/** A growing run of bytes that texts are written into. */
export type Page = { bytes: Buffer; length: number };

/** Appends the row's text, byte for byte. Throws when the columns do not fit the shape. */
export function writeRow(parts: TextParts, row: number, page: Page): void {
  const shape = parts.shapeOf[row] ?? 0;
  const value = (parts.first[shape] ?? 0) + (parts.ranks[row] ?? 0);
  if (shape === 0) writeValue(parts, value, page);
  else writeShape(parts, { row, shape, value }, page);
}

type Written = { readonly row: number; readonly shape: number; value: number };

function writeShape(parts: TextParts, written: Written, page: Page): void {
  const { bytes: pool, starts } = parts.shapes;
  const count = parts.counts[written.shape] ?? 0;
  const to = starts[written.shape + 1] ?? 0;
  let at = starts[written.shape] ?? 0;
  reserve(page, to - at);
  while (at < to) {
    const byte = pool[at] ?? 0;
    at += 1;
    if (byte >= FIRST_STATIC) {
      page.bytes[page.length++] = byte;
      continue;
    }
    if (byte === Slot.variable) {
      writeValue(parts, written.value, page);
      written.value += count;
    } else if (byte === Slot.stamp) {
      writeStamp(parts, styleAt(pool, at), written.row, page);
      at += 2;
    } else writeTold(parts.told, byte, written.row, page);
    reserve(page, to - at);
  }
}

function writeValue({ ends, values }: TextParts, value: number, page: Page): void {
  const from = value === 0 ? 0 : (ends[value - 1] ?? 0);
  const end = ends[value] ?? from;
  reserve(page, end - from);
  const { bytes } = page;
  let to = page.length;
  if (end - from > 64) to += values.copy(bytes, to, from, end);
  else for (let at = from; at < end; at += 1) bytes[to++] = values[at] ?? 0;
  page.length = to;
}

function writeStamp({ shapes, told }: TextParts, style: number, row: number, page: Page): void {
  const stamp = shapes.stamps[style];
  if (stamp === undefined) throw new RangeError("a shape has a stamp of no known style");
  reserve(page, stamp.length);
  if (!stamp.write(told.at[row] ?? 0, page.bytes, page.length))
    throw new RangeError("a text cannot have the time it has");
  page.length += stamp.length;
}

function writeTold(told: ToldColumns, slot: number, row: number, page: Page): void {
  if (slot === Slot.pid) {
    const digits = String(told.pid[row] ?? 0);
    reserve(page, digits.length);
    page.length += page.bytes.write(digits, page.length, "latin1");
    return;
  }
  const name = slot === Slot.host ? told.host(row) : told.identifier(row);
  reserve(page, name.length);
  page.bytes.set(name, page.length);
  page.length += name.length;
}

function reserve(page: Page, more: number): void {
  const need = page.length + more;
  if (need <= page.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(need, page.bytes.length * 2));
  page.bytes.copy(grown, 0, 0, page.length);
  page.bytes = grown;
}
