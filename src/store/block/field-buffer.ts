import {
  type CursorColumn,
  type DigitsColumn,
  type FieldColumns,
  NO_RECORD,
  type OwnColumn,
  type ValuesColumn,
} from "../../core/batch.js";
import type { Fields, FieldValue } from "../../core/entry.js";

/** The fields of buffered rows. Every column has `capacity` places; those without a value say so. */
export type FieldBuffer = {
  capacity: number;
  set: Uint32Array;
  readonly shared: Fields[];
  readonly places: Map<Fields, number>;
  readonly own: Map<string, OwnBuffer>;
};

type OwnBuffer = DigitsBuffer | CursorBuffer | ValuesBuffer;
type DigitsBuffer = { readonly kind: "digits"; readonly name: string; values: Float64Array };
type ValuesBuffer = { readonly kind: "values"; readonly name: string; readonly values: (FieldValue | undefined)[] };
type CursorBuffer = {
  readonly kind: "cursor";
  readonly name: string;
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

export function reserveFields(buffer: FieldBuffer, capacity: number): void {
  if (capacity <= buffer.capacity) return;
  buffer.capacity = capacity;
  buffer.set = grown(buffer.set, new Uint32Array(capacity).fill(NO_RECORD));
  for (const column of buffer.own.values()) if (column.kind !== "values") growOwn(column, capacity);
}

function growOwn(column: DigitsBuffer | CursorBuffer, capacity: number): void {
  if (column.kind === "digits") {
    column.values = grown(column.values, noNumbers(capacity));
    return;
  }
  column.seqnumId = grown(column.seqnumId, new Uint32Array(capacity));
  column.bootId = grown(column.bootId, new Uint32Array(capacity));
  column.seqnum = grown(column.seqnum, noNumbers(capacity));
  column.monotonic = grown(column.monotonic, new Float64Array(capacity));
  column.realtime = grown(column.realtime, new Float64Array(capacity));
  column.xor = grown(column.xor, new Uint32Array(capacity * 2));
}

function grown<Column extends Uint32Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}

function noNumbers(capacity: number): Float64Array {
  return new Float64Array(capacity).fill(Number.NaN);
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

/** Takes over what the rows have of their own; there is room for them. */
export function takeOwn(buffer: FieldBuffer, columns: FieldColumns, stretch: Stretch): void {
  for (const column of columns.own) {
    const key = `${column.kind} ${column.name}`;
    let own = buffer.own.get(key);
    if (own === undefined) {
      own = newOwn(column, buffer.capacity);
      buffer.own.set(key, own);
    }
    takeColumn(own, column, stretch);
  }
}

function newOwn({ kind, name }: OwnColumn, capacity: number): OwnBuffer {
  if (kind === "values") return { kind, name, values: [] };
  if (kind === "digits") return { kind, name, values: noNumbers(capacity) };
  return {
    kind,
    name,
    ids: [],
    seqnumId: new Uint32Array(capacity),
    bootId: new Uint32Array(capacity),
    seqnum: noNumbers(capacity),
    monotonic: new Float64Array(capacity),
    realtime: new Float64Array(capacity),
    xor: new Uint32Array(capacity * 2),
  };
}

function takeColumn(own: OwnBuffer, column: OwnColumn, stretch: Stretch): void {
  const { from, first, count } = stretch;
  if (own.kind === "digits" && column.kind === "digits") {
    own.values.set(column.values.subarray(from, from + count), first);
  } else if (own.kind === "values" && column.kind === "values") {
    takeValues(own, column, stretch);
  } else if (own.kind === "cursor" && column.kind === "cursor") {
    takeCursors(own, column, stretch);
  }
}

function takeValues({ values }: ValuesBuffer, column: ValuesColumn, { from, first, count }: Stretch): void {
  while (values.length < first) values.push(undefined);
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
  const own = [...buffer.own.values()].map((column) => ownBetween(column, from, to));
  return { set: buffer.set.subarray(from, to), shared: buffer.shared, own };
}

function ownBetween(column: OwnBuffer, from: number, to: number): DigitsColumn | CursorColumn | ValuesColumn {
  if (column.kind === "digits") return { ...column, values: column.values.subarray(from, to) };
  if (column.kind === "values") {
    return { ...column, values: Array.from({ length: to - from }, (_, row) => column.values[from + row]) };
  }
  return {
    ...column,
    seqnumId: column.seqnumId.subarray(from, to),
    bootId: column.bootId.subarray(from, to),
    seqnum: column.seqnum.subarray(from, to),
    monotonic: column.monotonic.subarray(from, to),
    realtime: column.realtime.subarray(from, to),
    xor: column.xor.subarray(from * 2, to * 2),
  };
}
