import type { EntryBatch } from "../../core/batch.js";
import { type Fields, Mark } from "../../core/entry.js";
import { LEVEL_UNKNOWN } from "../../core/level.js";

/** No block is larger than this, so that one never takes long to read. */
const MAX_ROWS = 16_384;
const MAX_BYTES = 4 << 20;

/**
 * The entries of a source that are not in a full block yet, as columns. `ends[i]` is where text i ends in `text`; the
 * name columns point into `strings`, where 0 is "".
 */
export type RowBuffer = {
  count: number;
  /** Bytes of text and fields. */
  weight: number;
  text: Buffer;
  textLength: number;
  columns: Columns;
  strings: string[];
  indexes: Map<string, number>;
  fields: (Fields | undefined)[] | undefined;
};

type Columns = {
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
  readonly at: Float64Array;
  readonly order: Float64Array;
  readonly level: Uint8Array;
  readonly marks: Uint8Array;
  readonly unit: Uint32Array;
  readonly identifier: Uint32Array;
  readonly host: Uint32Array;
  readonly format: Uint32Array;
  readonly pid: Uint32Array;
};

const BYTES_PER_ROW = 46;

export function newRowBuffer(): RowBuffer {
  return {
    count: 0,
    weight: 0,
    text: Buffer.allocUnsafe(4096),
    textLength: 0,
    columns: newColumns(64),
    strings: [""],
    indexes: new Map([["", 0]]),
    fields: undefined,
  };
}

/** True when not a single row more should go in. */
export function isFull(rows: RowBuffer): boolean {
  return rows.count >= MAX_ROWS || rows.weight >= MAX_BYTES;
}

/** Bytes of memory that the buffer holds. */
export function footprint(rows: RowBuffer): number {
  const fieldBytes = rows.fields === undefined ? 0 : rows.weight - rows.textLength;
  return rows.text.length + rows.columns.lines.length * BYTES_PER_ROW + fieldBytes;
}

function newColumns(capacity: number): Columns {
  return {
    ends: new Uint32Array(capacity),
    lines: new Uint32Array(capacity),
    at: new Float64Array(capacity),
    order: new Float64Array(capacity),
    level: new Uint8Array(capacity),
    marks: new Uint8Array(capacity),
    unit: new Uint32Array(capacity),
    identifier: new Uint32Array(capacity),
    host: new Uint32Array(capacity),
    format: new Uint32Array(capacity),
    pid: new Uint32Array(capacity),
  };
}

function reserveRows(rows: RowBuffer, capacity: number): void {
  const old = rows.columns;
  if (capacity <= old.lines.length) return;
  const grown = newColumns(Math.min(MAX_ROWS, Math.max(capacity, old.lines.length * 2)));
  grown.ends.set(old.ends);
  grown.lines.set(old.lines);
  grown.at.set(old.at);
  grown.order.set(old.order);
  grown.level.set(old.level);
  grown.marks.set(old.marks);
  grown.unit.set(old.unit);
  grown.identifier.set(old.identifier);
  grown.host.set(old.host);
  grown.format.set(old.format);
  grown.pid.set(old.pid);
  rows.columns = grown;
}

/** Forgets the rows and keeps the memory. */
export function clearRows(rows: RowBuffer): void {
  rows.count = 0;
  rows.weight = 0;
  rows.textLength = 0;
  rows.strings = [""];
  rows.indexes = new Map([["", 0]]);
  rows.fields = undefined;
}

/**
 * Takes entries of the batch from `from` on until the buffer is full; returns how many. `order` is held to what every
 * reader relies on: it never decreases within a source, whatever the batch says.
 */
export function takeRows(rows: RowBuffer, batch: EntryBatch, from: number, lastOrder: number): number {
  const most = Math.min(batch.count - from, MAX_ROWS - rows.count);
  reserveRows(rows, rows.count + most);
  const first = rows.count;
  while (rows.count - first < most && rows.weight < MAX_BYTES) {
    const index = from + rows.count - first;
    takeText(rows, batch, index);
    takeFields(rows, batch.fields?.[index]);
    rows.count += 1;
  }
  const taken = rows.count - first;
  const { columns } = rows;
  columns.lines.set(batch.lines.subarray(from, from + taken), first);
  columns.marks.set(batch.marks.subarray(from, from + taken), first);
  columns.pid.set(batch.pid.subarray(from, from + taken), first);
  columns.level.set(
    batch.level.subarray(from, from + taken).map((level) => Math.min(level, LEVEL_UNKNOWN)),
    first,
  );
  takeTimes(rows, batch, { from, first }, lastOrder);
  takeNames(rows, batch, { from, first });
  return taken;
}

/** Which row of the batch became which row of the buffer. */
type Offset = { readonly from: number; readonly first: number };

function takeTimes(rows: RowBuffer, batch: EntryBatch, { from, first }: Offset, lastOrder: number): void {
  const { at, order } = rows.columns;
  let last = lastOrder;
  for (let row = first; row < rows.count; row += 1) {
    const index = from + row - first;
    const wanted = batch.order[index] ?? last;
    if (wanted > last) last = wanted;
    order[row] = last;
    const time = batch.at[index] ?? last;
    at[row] = Number.isFinite(time) ? time : last;
  }
}

function takeNames(rows: RowBuffer, batch: EntryBatch, { from, first }: Offset): void {
  const map = new Int32Array(batch.strings.length).fill(-1);
  const { unit, identifier, host, format } = rows.columns;
  for (let row = first; row < rows.count; row += 1) {
    const index = from + row - first;
    unit[row] = nameIndex(rows, batch, map, batch.unit[index] ?? 0);
    identifier[row] = nameIndex(rows, batch, map, batch.identifier[index] ?? 0);
    host[row] = nameIndex(rows, batch, map, batch.host[index] ?? 0);
    format[row] = nameIndex(rows, batch, map, batch.format[index] ?? 0);
  }
}

function takeText(rows: RowBuffer, batch: EntryBatch, index: number): void {
  const start = batch.starts[index] ?? 0;
  const end = batch.ends[index] ?? start;
  const length = end - start;
  if (rows.textLength + length > rows.text.length) {
    const grown = Buffer.allocUnsafe(Math.max(rows.textLength + length, rows.text.length * 2));
    rows.text.copy(grown, 0, 0, rows.textLength);
    rows.text = grown;
  }
  rows.text.set(batch.bytes.subarray(start, end), rows.textLength);
  rows.textLength += length;
  rows.weight += length;
  rows.columns.ends[rows.count] = rows.textLength;
}

/** The buffer's index of a string of the batch; `map` remembers what this batch's indexes became. */
function nameIndex(rows: RowBuffer, batch: EntryBatch, map: Int32Array, from: number): number {
  const seen = map[from] ?? -1;
  if (seen >= 0) return seen;
  const text = batch.strings[from] ?? "";
  let index = rows.indexes.get(text);
  if (index === undefined) {
    index = rows.strings.length;
    rows.strings.push(text);
    rows.indexes.set(text, index);
  }
  if (from < map.length) map[from] = index;
  return index;
}

function takeFields(rows: RowBuffer, fields: Fields | undefined): void {
  if (fields === undefined) {
    rows.fields?.push(undefined);
    return;
  }
  rows.fields ??= Array.from<Fields | undefined>({ length: rows.count });
  rows.fields.push(fields);
  for (const value of Object.values(fields)) {
    rows.weight += typeof value === "string" || value instanceof Uint8Array ? value.length : 8;
  }
}

/** Number of the line after the last row, when the first row begins on `line`. A piece of a long line ends no line. */
export function lineAfter(rows: RowBuffer, from: number, line: number): number {
  let next = line;
  for (let row = from; row < rows.count; row += 1) {
    const unfinished = ((rows.columns.marks[row] ?? 0) & Mark.continues) === 0 ? 0 : 1;
    next += Math.max(0, (rows.columns.lines[row] ?? 1) - unfinished);
  }
  return next;
}
