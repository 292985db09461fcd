import { type Shapes, styleAt } from "./shapes.js";
import { FIRST_STATIC, Slot } from "./token-class.js";

/** The columns that texts repeat, each fetched when it is first asked for. */
export type ToldColumns = {
  at(): Float64Array;
  pid(): Uint32Array;
  /** Hosts and identifiers, and maybe others. */
  names(): readonly string[];
  /** The host or the identifier of each row, as the number of its bytes in `nameAt`. */
  column(slot: NameSlot): Uint8Array | Uint16Array | Uint32Array;
  nameAt(number: number): Uint8Array;
};

export type NameSlot = typeof Slot.host | typeof Slot.identifier;

/** Which shape each row of a block has. */
export type TextHeads = {
  readonly shapes: Shapes;
  readonly shapeOf: Uint8Array | Uint16Array;
  /** Rows of each shape. */
  readonly counts: Uint32Array;
};

/** Where everything of a block's texts lies; what is a function is fetched when it is first asked for. */
export type TextParts = TextHeads & {
  /** The first value of each shape: slot `s` of its row `r` is at first + s * count + r. */
  first(): Uint32Array;
  /** Which of its shape's rows each row is. */
  ranks(): Uint32Array;
  /** All rows by shape. */
  order(): Uint32Array;
  /** Value v is `values[ends[v - 1], ends[v])`. */
  ends(): Uint32Array;
  values(): Buffer;
  readonly told: ToldColumns;
};

export function decodeRows(group: Uint8Array, count: number): Uint8Array | Uint16Array {
  const width = group[0];
  const bytes = group.subarray(1);
  if ((width !== 1 && width !== 2) || bytes.length !== count * width) {
    throw new RangeError("a block has not as many texts as rows");
  }
  // A copy, because wide numbers need an aligned start.
  return width === 1 ? bytes : new Uint16Array(new Uint8Array(bytes).buffer);
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

/** Throws where a row has a shape that is not there. */
export function countRows(shapeOf: Uint8Array | Uint16Array, shapes: number): Uint32Array {
  const counts = new Uint32Array(shapes);
  for (let row = 0; row < shapeOf.length; row += 1) {
    const shape = shapeOf[row] ?? 0;
    if (shape >= shapes) throw new RangeError("a text has a shape that its block has not");
    counts[shape] = (counts[shape] ?? 0) + 1;
  }
  return counts;
}

export function firstValues(counts: Uint32Array, slots: Uint8Array | Uint16Array): Uint32Array {
  const first = new Uint32Array(counts.length + 1);
  for (let shape = 0; shape < counts.length; shape += 1) {
    first[shape + 1] = (first[shape] ?? 0) + (counts[shape] ?? 0) * (slots[shape] ?? 0);
  }
  return first;
}

export function ranksOf({ shapeOf, counts }: Omit<TextHeads, "shapes">): Uint32Array {
  const next = new Uint32Array(counts.length);
  const ranks = new Uint32Array(shapeOf.length);
  for (let row = 0; row < ranks.length; row += 1) {
    const shape = shapeOf[row] ?? 0;
    const rank = next[shape] ?? 0;
    ranks[row] = rank;
    next[shape] = rank + 1;
  }
  return ranks;
}

export function rowsByShape({ shapeOf, counts }: Omit<TextHeads, "shapes">): Uint32Array {
  const next = new Uint32Array(counts.length);
  for (let shape = 1; shape < counts.length; shape += 1) {
    next[shape] = (next[shape - 1] ?? 0) + (counts[shape - 1] ?? 0);
  }
  const rows = new Uint32Array(shapeOf.length);
  for (let row = 0; row < rows.length; row += 1) {
    const shape = shapeOf[row] ?? 0;
    const place = next[shape] ?? 0;
    rows[place] = row;
    next[shape] = place + 1;
  }
  return rows;
}

/** A growing run of bytes that texts are written into. */
export type Page = { bytes: Buffer; length: number };

/** More than any text that has a shape takes. */
const ROOM = 8_192;

/** Appends the row's text, byte for byte. Throws when the columns do not fit the shape. */
export function writeRow(parts: TextParts, row: number, page: Page): void {
  const shape = parts.shapeOf[row] ?? 0;
  const value = (parts.first()[shape] ?? 0) + (parts.ranks()[row] ?? 0);
  if (shape === 0) {
    const ends = parts.ends();
    const from = value === 0 ? 0 : (ends[value - 1] ?? 0);
    const end = ends[value] ?? from;
    reserve(page, end - from);
    page.length += parts.values().copy(page.bytes, page.length, from, end);
    return;
  }
  reserve(page, ROOM);
  const end = writeShape(parts, { row, shape, value }, page);
  if (end > page.bytes.length) throw new RangeError("a text is longer than any with a shape");
  page.length = end;
}

type Written = { readonly row: number; readonly shape: number; readonly value: number };

/** Returns where the text ends; there is room for every text that was ever taken apart, and none is checked for. */
function writeShape(parts: TextParts, { row, shape, value }: Written, { bytes, length }: Page): number {
  const { bytes: pool, starts } = parts.shapes;
  const ends = parts.ends();
  const values = parts.values();
  const count = parts.counts[shape] ?? 0;
  const stop = starts[shape + 1] ?? 0;
  let next = value;
  let to = length;
  for (let at = starts[shape] ?? 0; at < stop; at += 1) {
    const byte = pool[at] ?? 0;
    if (byte >= FIRST_STATIC) bytes[to++] = byte;
    else if (byte === Slot.variable) {
      const end = ends[next] ?? 0;
      for (let from = next === 0 ? 0 : (ends[next - 1] ?? 0); from < end; from += 1) bytes[to++] = values[from] ?? 0;
      next += count;
    } else if (byte === Slot.stamp) {
      to = writeStamp(parts, row, styleAt(pool, at + 1), { bytes, length: to });
      at += 2;
    } else to = writeTold(parts.told, row, byte, { bytes, length: to });
  }
  return to;
}

function writeStamp({ shapes, told }: TextParts, row: number, style: number, { bytes, length }: Page): number {
  const stamp = shapes.stamps[style];
  if (stamp === undefined) throw new RangeError("a shape has a stamp of no known style");
  if (!stamp.write(told.at()[row] ?? 0, bytes, length)) throw new RangeError("a text cannot have the time it has");
  return length + stamp.length;
}

function writeTold(told: ToldColumns, row: number, slot: number, { bytes, length }: Page): number {
  if (slot === Slot.pid) return writeNumber(told.pid()[row] ?? 0, bytes, length);
  const name = told.nameAt(told.column(slot === Slot.host ? Slot.host : Slot.identifier)[row] ?? 0);
  for (let at = 0; at < name.length; at += 1) bytes[length + at] = name[at] ?? 0;
  return length + name.length;
}

function writeNumber(number: number, bytes: Buffer, to: number): number {
  let size = 1;
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) size += 1;
  let rest = number;
  for (let at = to + size - 1; at >= to; at -= 1) {
    const left = Math.floor(rest / 10);
    bytes[at] = 48 + rest - left * 10;
    rest = left;
  }
  return to + size;
}

function reserve(page: Page, more: number): void {
  const need = page.length + more;
  if (need <= page.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(need, page.bytes.length * 2));
  page.bytes.copy(grown, 0, 0, page.length);
  page.bytes = grown;
}
