import {
  type CursorColumn,
  type DigitsColumn,
  type FieldColumns,
  NO_RECORD,
  type OwnColumn,
  type ValuesColumn,
} from "../../core/batch.js";
import type { Fields, FieldValue } from "../../core/entry.js";

/**
 * The fields of buffered rows. Every column has `capacity` places. What lies in a column from `filled` on is of rows that
 * are long in a block, for memory is used again: it is overwritten before it is read.
 */
export type FieldBuffer = {
  capacity: number;
  set: Uint32Array;
  shared: Fields[];
  places: Map<Fields, number>;
  readonly own: Map<string, OwnBuffer>;
};

type OwnBuffer = DigitsBuffer | CursorBuffer | ValuesBuffer;
type Filled = { readonly name: string; filled: number };
type DigitsBuffer = Filled & { readonly kind: "digits"; values: Float64Array };
type ValuesBuffer = Filled & { readonly kind: "values"; readonly values: (FieldValue | undefined)[] };
type CursorBuffer = Filled & {
  readonly kind: "cursor";
  readonly ids: string[];
  seqnumId: Uint32Array;
  bootId: Uint32Array;
  seqnum: Float64Array;
  monotonic: Float64Array;
  realtime: Float64Array;
  xor: Uint32Array;
};

/** Rows of the batch `[from, from + count)` become those of the buffer from `first` on. */
export type Stretch = { readonly from: number; readonly first: number; readonly count: number };

export function newFieldBuffer(capacity: number): FieldBuffer {
  return {
    capacity,
    set: new Uint32Array(capacity).fill(NO_RECORD),
    shared: [],
    places: new Map(),
    own: new Map(),
  };
}

/** Forgets the rows, of which there are `count`, and keeps the memory of columns that had something for them. */
export function clearFields(buffer: FieldBuffer, count: number): void {
  buffer.set.fill(NO_RECORD, 0, count);
  buffer.shared = [];
  buffer.places = new Map();
  for (const [key, column] of buffer.own) {
    if (column.filled === 0 || column.kind === "values") buffer.own.delete(key);
    if (column.kind === "cursor") column.ids.length = 0;
    column.filled = 0;
  }
}

export function reserveFields(buffer: FieldBuffer, capacity: number): void {
  if (capacity <= buffer.capacity) return;
  buffer.capacity = capacity;
  buffer.set = grown(buffer.set, new Uint32Array(capacity).fill(NO_RECORD));
  for (const column of buffer.own.values()) if (column.kind !== "values") growOwn(column, capacity);
}

function growOwn(column: DigitsBuffer | CursorBuffer, capacity: number): void {
  if (column.kind === "digits") {
    column.values = grown(column.values, new Float64Array(capacity));
    return;
  }
  column.seqnumId = grown(column.seqnumId, new Uint32Array(capacity));
  column.bootId = grown(column.bootId, new Uint32Array(capacity));
  column.seqnum = grown(column.seqnum, new Float64Array(capacity));
  column.monotonic = grown(column.monotonic, new Float64Array(capacity));
  column.realtime = grown(column.realtime, new Float64Array(capacity));
  column.xor = grown(column.xor, new Uint32Array(capacity * 2));
}

function grown<Column extends Uint32Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}

/** The buffer's place of a set of fields, -1 when it has none yet. */
export function placeOf(buffer: FieldBuffer, fields: Fields): number {
  return buffer.places.get(fields) ?? -1;
}

export function addShared(buffer: FieldBuffer, fields: Fields): number {
  const place = buffer.shared.push(fields) - 1;
  buffer.places.set(fields, place);
  return place;
}

/** How many columns there are once these have been taken over. */
export function columnsWith(buffer: FieldBuffer, own: FieldColumns["own"]): number {
  return own.reduce((sum, column) => sum + (buffer.own.has(keyOf(column)) ? 0 : 1), buffer.own.size);
}

/** Bytes that the columns of numbers take, used or not. */
export function numberBytes({ capacity, own }: FieldBuffer): number {
  let bytes = 4;
  for (const { kind } of own.values()) bytes += kind === "digits" ? 8 : kind === "cursor" ? 40 : 0;
  return bytes * capacity;
}

function keyOf({ kind, name }: OwnColumn): string {
  return `${kind} ${name}`;
}

/** Takes over what the rows have of their own; there is room for them. */
export function takeOwn(buffer: FieldBuffer, columns: FieldColumns, stretch: Stretch): void {
  for (const column of columns.own) {
    const key = keyOf(column);
    let own = buffer.own.get(key);
    if (own === undefined) {
      own = newOwn(column, buffer.capacity);
      buffer.own.set(key, own);
    }
    takeColumn(own, column, stretch);
  }
}

function newOwn({ kind, name }: OwnColumn, capacity: number): OwnBuffer {
  const filled = 0;
  if (kind === "values") return { kind, name, filled, values: [] };
  if (kind === "digits") return { kind, name, filled, values: new Float64Array(capacity) };
  return {
    kind,
    name,
    filled,
    ids: [],
    seqnumId: new Uint32Array(capacity),
    bootId: new Uint32Array(capacity),
    seqnum: new Float64Array(capacity),
    monotonic: new Float64Array(capacity),
    realtime: new Float64Array(capacity),
    xor: new Uint32Array(capacity * 2),
  };
}

/** Rows below `to` that the column has nothing for say so. */
function fillUp(own: OwnBuffer, to: number): void {
  const { kind, filled } = own;
  if (to <= filled) return;
  if (kind === "values") while (own.values.length < to) own.values.push(undefined);
  else if (kind === "digits") own.values.fill(Number.NaN, filled, to);
  else {
    own.seqnumId.fill(0, filled, to);
    own.bootId.fill(0, filled, to);
    own.seqnum.fill(Number.NaN, filled, to);
    own.monotonic.fill(0, filled, to);
    own.realtime.fill(0, filled, to);
    own.xor.fill(0, filled * 2, to * 2);
  }
  own.filled = to;
}

function takeColumn(own: OwnBuffer, column: OwnColumn, stretch: Stretch): void {
  const { from, first, count } = stretch;
  fillUp(own, first);
  if (own.kind === "digits" && column.kind === "digits") {
    own.values.set(column.values.subarray(from, from + count), first);
  } else if (own.kind === "values" && column.kind === "values") {
    takeValues(own, column, stretch);
  } else if (own.kind === "cursor" && column.kind === "cursor") {
    takeCursors(own, column, stretch);
  }
  own.filled = first + count;
}

function takeValues({ values }: ValuesBuffer, column: ValuesColumn, { from, first, count }: Stretch): void {
  for (let row = 0; row < count; row += 1) values[first + row] = column.values[from + row];
}

function takeCursors(own: CursorBuffer, column: CursorColumn, { from, first, count }: Stretch): void {
  const to = from + count;
  const places = Uint32Array.from(column.ids, (id) => {
    const known = own.ids.indexOf(id);
    return known === -1 ? own.ids.push(id) - 1 : known;
  });
  for (let row = 0; row < count; row += 1) {
    own.seqnumId[first + row] = places[column.seqnumId[from + row] ?? 0] ?? 0;
    own.bootId[first + row] = places[column.bootId[from + row] ?? 0] ?? 0;
  }
  own.seqnum.set(column.seqnum.subarray(from, to), first);
  own.monotonic.set(column.monotonic.subarray(from, to), first);
  own.realtime.set(column.realtime.subarray(from, to), first);
  own.xor.set(column.xor.subarray(from * 2, to * 2), first * 2);
}

/** The rows `[from, to)`; shares memory with the buffer. */
export function fieldsBetween(buffer: FieldBuffer, from: number, to: number): FieldColumns {
  const own = [...buffer.own.values()].filter(({ filled }) => filled > from);
  return {
    set: buffer.set.subarray(from, to),
    shared: buffer.shared,
    own: own.map((column) => ownBetween(column, from, to)),
  };
}

function ownBetween(column: OwnBuffer, from: number, to: number): DigitsColumn | CursorColumn | ValuesColumn {
  fillUp(column, to);
  const { name } = column;
  if (column.kind === "digits") return { kind: column.kind, name, values: column.values.subarray(from, to) };
  if (column.kind === "values") return { kind: column.kind, name, values: column.values.slice(from, to) };
  return {
    kind: column.kind,
    name,
    ids: column.ids,
    seqnumId: column.seqnumId.subarray(from, to),
    bootId: column.bootId.subarray(from, to),
    seqnum: column.seqnum.subarray(from, to),
    monotonic: column.monotonic.subarray(from, to),
    realtime: column.realtime.subarray(from, to),
    xor: column.xor.subarray(from * 2, to * 2),
  };
}
