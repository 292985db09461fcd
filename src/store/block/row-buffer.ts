import { type EntryBatch, type FieldColumns, NO_RECORD } from "../../core/batch.js";
import { type Fields, type FieldValue, Mark } from "../../core/entry.js";
import { LEVEL_UNKNOWN } from "../../core/level.js";
import {
  addShared,
  clearFields,
  columnsWith,
  type FieldBuffer,
  newFieldBuffer,
  numberBytes,
  placeOf,
  reserveFields,
  type Stretch,
  takeOwn,
} from "./field-buffer.js";

/** No block is larger than this, so that one never takes long to read. */
const MAX_ROWS = 32_768;
const MAX_BYTES = 8 << 20;

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
  /** Undefined while no row is a record. */
  fields: FieldBuffer | undefined;
  /** Memory that fields of rows before had. */
  spareFields: FieldBuffer | undefined;
};

type Columns = {
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
  readonly at: Float64Array;
  readonly order: Float64Array;
  readonly level: Uint8Array;
  readonly marks: Uint16Array;
  readonly unit: Uint32Array;
  readonly identifier: Uint32Array;
  readonly host: Uint32Array;
  readonly format: Uint32Array;
  readonly pid: Uint32Array;
};

const BYTES_PER_ROW = 46;
/** Of a column of fields, packed. */
const BYTES_PER_NUMBER = 4;

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
    spareFields: undefined,
  };
}

/** True when not a single row more should go in. */
export function isFull(rows: RowBuffer): boolean {
  return rows.count >= MAX_ROWS || rows.weight >= MAX_BYTES;
}

/** Bytes of memory that the buffer holds. */
export function footprint(rows: RowBuffer): number {
  const kept = rows.fields ?? rows.spareFields;
  const fieldBytes = kept === undefined ? 0 : rows.weight - rows.textLength + numberBytes(kept);
  return rows.text.length + rows.columns.lines.length * BYTES_PER_ROW + fieldBytes;
}

function newColumns(capacity: number): Columns {
  return {
    ends: new Uint32Array(capacity),
    lines: new Uint32Array(capacity),
    at: new Float64Array(capacity),
    order: new Float64Array(capacity),
    level: new Uint8Array(capacity),
    marks: new Uint16Array(capacity),
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
  if (rows.fields !== undefined) reserveFields(rows.fields, grown.lines.length);
}

/** Forgets the rows and keeps the memory. */
export function clearRows(rows: RowBuffer): void {
  if (rows.fields !== undefined) {
    clearFields(rows.fields, rows.count);
    rows.spareFields = rows.fields;
  }
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
  const taken = weighRows(rows, batch, from, most);
  rows.count += taken;
  const stretch = { from, first, count: taken };
  takeTexts(rows, batch, stretch);
  if (batch.fields !== undefined && rows.fields !== undefined) takeOwn(rows.fields, batch.fields, stretch);
  const { columns } = rows;
  columns.lines.set(batch.lines.subarray(from, from + taken), first);
  columns.marks.set(batch.marks.subarray(from, from + taken), first);
  columns.pid.set(batch.pid.subarray(from, from + taken), first);
  for (let row = 0; row < taken; row += 1) {
    columns.level[first + row] = Math.min(batch.level[from + row] ?? LEVEL_UNKNOWN, LEVEL_UNKNOWN);
  }
  takeTimes(rows, batch, { from, first }, lastOrder);
  takeNames(rows, batch, { from, first });
  return taken;
}

/** How many of the next `most` entries there is room for; their weight is added, and what they share is seated. */
function weighRows(rows: RowBuffer, batch: EntryBatch, from: number, most: number): number {
  const seat = seatRecords(rows, batch.fields);
  let taken = 0;
  while (taken < most && rows.weight < MAX_BYTES) {
    const index = from + taken;
    rows.weight += (batch.ends[index] ?? 0) - (batch.starts[index] ?? 0);
    if (seat !== undefined) rows.weight += seat(index, rows.count + taken);
    taken += 1;
  }
  return taken;
}

/** Gives a row its place among the shared fields; returns the weight that it adds. */
function seatRecords(
  rows: RowBuffer,
  columns: FieldColumns | undefined,
): ((from: number, to: number) => number) | undefined {
  if (columns === undefined) return undefined;
  const buffer = (rows.fields ??= rows.spareFields ?? newFieldBuffer(0));
  reserveFields(buffer, rows.columns.lines.length);
  const places = new Int32Array(columns.shared.length);
  for (const [set, fields] of columns.shared.entries()) places[set] = placeOf(buffer, fields);
  const values = columns.own.flatMap((column) => (column.kind === "values" ? [column.values] : []));
  // Each column has a place for every row of the buffer, used or not.
  const numbers = columnsWith(buffer, columns.own) * BYTES_PER_NUMBER;
  return (from, to) => {
    const set = columns.set[from] ?? NO_RECORD;
    const fields = columns.shared[set];
    if (fields === undefined) return 0;
    let weight = numbers;
    for (const column of values) weight += weightOf(column[from]);
    let place = places[set] ?? -1;
    if (place < 0) {
      place = addShared(buffer, fields);
      places[set] = place;
      weight += weightOfFields(fields);
    }
    buffer.set[to] = place;
    return weight;
  };
}

function weightOfFields(fields: Fields): number {
  let weight = 0;
  for (const value of Object.values(fields)) weight += weightOf(value);
  return weight;
}

function weightOf(value: FieldValue | undefined): number {
  if (value === undefined) return 0;
  return typeof value === "string" || value instanceof Uint8Array ? value.length : 8;
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

/** All texts come over in one piece, and are then moved together: a copy of each by itself takes three times as long. */
function takeTexts(rows: RowBuffer, batch: EntryBatch, { from, first, count }: Stretch): void {
  const { starts, ends, bytes } = batch;
  const begin = starts[from] ?? 0;
  const stop = Math.max(begin, ends[from + count - 1] ?? 0);
  reserveText(rows, stop - begin);
  const { text, textLength, columns } = rows;
  text.set(bytes.subarray(begin, stop), textLength);
  const shift = textLength - begin;
  let to = textLength;
  for (let row = 0; row < count; row += 1) {
    const start = starts[from + row] ?? 0;
    const end = ends[from + row] ?? start;
    if (to !== start + shift) text.copyWithin(to, start + shift, end + shift);
    to += end - start;
    columns.ends[first + row] = to;
  }
  rows.textLength = to;
}

function reserveText(rows: RowBuffer, more: number): void {
  const need = rows.textLength + more;
  if (need <= rows.text.length) return;
  const grown = Buffer.allocUnsafe(Math.max(need, rows.text.length * 2));
  rows.text.copy(grown, 0, 0, rows.textLength);
  rows.text = grown;
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

/** Number of the line after the last row, when the first row begins on `line`. A piece of a long line ends no line. */
export function lineAfter(rows: RowBuffer, from: number, line: number): number {
  let next = line;
  for (let row = from; row < rows.count; row += 1) {
    const unfinished = ((rows.columns.marks[row] ?? 0) & Mark.continues) === 0 ? 0 : 1;
    next += Math.max(0, (rows.columns.lines[row] ?? 1) - unfinished);
  }
  return next;
}
