import { type FieldColumns, NO_RECORD } from "../../core/batch.js";
import type { Fields, FieldValue } from "../../core/entry.js";
import { createFieldLookup } from "../../core/query/match/record-field.js";
import { createUnitLookup } from "../../core/query/match/record-units.js";
import { setField, shapedFields } from "../../core/record-fields.js";
import { decodeFields, encodeFields, type FieldRows } from "./field-table.js";
import { decodeOwn, encodeOwn, type OwnContext, type StoredOwn } from "./own-column.js";
import {
  isOverrun,
  newSink,
  newTape,
  readByte,
  readBytes,
  readVarint,
  type Sink,
  type Tape,
  writeByte,
  writeBytes,
  writeVarint,
  written,
} from "./varint.js";

/** The fields of a block's records; only what is asked for is unpacked. */
export type FieldTable = {
  /** Undefined for a line. */
  row(index: number): Fields | undefined;
  /** What the row shares with others: enough to tell a record from a line. */
  shared(index: number): Fields | undefined;
  /** As `ownField` answers of the whole row. */
  field(index: number, name: string): FieldValue | undefined;
  /** Every unit that the row names. */
  units(index: number): readonly string[];
  /** All of it, to be merged with what comes after. */
  columns(): FieldColumns;
};

/**
 * Layout: the distinct sets of fields as a table of their own, the row's set as an index counted from 1 (0 is a line),
 * then the records' own columns, each with its size in front. `at` is the block's times: clocks among the fields are
 * kept by how they differ from it.
 */
export function encodeFieldColumns(columns: FieldColumns, at: Float64Array): Buffer {
  const places = new Int32Array(columns.shared.length).fill(-1);
  const used: Fields[] = [];
  const indexes = new Uint32Array(columns.set.length);
  for (let row = 0; row < indexes.length; row += 1) {
    const set = columns.set[row] ?? NO_RECORD;
    let place = places[set] ?? -1;
    const fields = place < 0 ? columns.shared[set] : undefined;
    if (fields !== undefined) {
      place = used.push(fields) - 1;
      places[set] = place;
    }
    indexes[row] = place + 1;
  }
  const sets = encodeFields(used);
  const sink = newSink(sets.length + at.length * 32);
  writeVarint(sink, used.length);
  writeVarint(sink, sets.length);
  writeBytes(sink, sets);
  writeIndexes(sink, indexes, used.length);
  encodeOwn(sink, columns.own, at);
  return written(sink);
}

export function decodeFieldColumns(bytes: Uint8Array, count: number, context: OwnContext): FieldTable {
  const tape = newTape(bytes);
  const setCount = readVarint(tape);
  const setBytes = readBytes(tape, readVarint(tape));
  if (setCount > setBytes.length) throw new RangeError("the fields of a block have more sets than bytes");
  const rows = decodeFields(setBytes, setCount);
  const set = readIndexes(tape, count, setCount);
  const own = decodeOwn(tape, count, context);
  if (isOverrun(tape)) throw new RangeError("the fields of a block end too early");
  return tableOf(set, rememberRows(rows), own);
}

/** The sets are few; each is made into an object once. */
function rememberRows(rows: FieldRows): FieldRows {
  const made: (Fields | undefined)[] = [];
  const make = (index: number): Fields | undefined => {
    const fields = rows.row(index);
    return fields === undefined ? undefined : shapedFields(fields);
  };
  return { row: (index) => (made[index] ??= make(index)) };
}

const NOTHING: Fields = {};

function tableOf(set: Uint32Array, sets: FieldRows, own: readonly StoredOwn[]): FieldTable {
  const sharedIn = (index: number): Fields => sets.row(index) ?? NOTHING;
  const setAt = (row: number): number => (set[row] ?? 0) - 1;
  const shared = (row: number): Fields | undefined => (setAt(row) < 0 ? undefined : sharedIn(setAt(row)));
  return {
    row(index) {
      const common = shared(index);
      if (common === undefined || own.length === 0) return common;
      const fields: Record<string, FieldValue> = { ...common };
      for (const column of own) {
        const value = column.at(index);
        if (value !== undefined) setField(fields, column.name, value);
      }
      return fields;
    },
    shared,
    field: createFieldLookup({ setAt, sharedIn, own }),
    units: createUnitLookup({ setAt, sharedIn, own }),
    columns() {
      const count = set.reduce((most, place) => Math.max(most, place), 0);
      return {
        set: set.map((place) => (place === 0 ? NO_RECORD : place - 1)),
        shared: Array.from({ length: count }, (_, index) => sharedIn(index)),
        own: own.map((column) => column.column()),
      };
    },
  };
}

/** Fields as blocks had them before they had columns: each row by itself. */
export function tableOfRows(rows: FieldRows, count: number): FieldTable {
  const set = Uint32Array.from({ length: count }, (_, row) => (rows.row(row) === undefined ? 0 : row + 1));
  return tableOf(set, rows, []);
}

function writeIndexes(sink: Sink, indexes: Uint32Array, most: number): void {
  const width = most < 0x100 ? 1 : most < 0x1_0000 ? 2 : 4;
  writeByte(sink, width);
  if (width === 1) writeBytes(sink, new Uint8Array(indexes));
  else if (width === 2) writeBytes(sink, new Uint8Array(new Uint16Array(indexes).buffer));
  else writeBytes(sink, new Uint8Array(indexes.buffer, indexes.byteOffset, indexes.byteLength));
}

function readIndexes(tape: Tape, count: number, most: number): Uint32Array {
  const width = readByte(tape);
  const bytes = readBytes(tape, count * width);
  if (bytes.length !== count * width) throw new RangeError("the fields of a block end too early");
  // A copy, because the views below need an aligned start.
  const aligned = new Uint8Array(bytes).buffer;
  const indexes =
    width === 1
      ? new Uint32Array(bytes)
      : width === 2
        ? new Uint32Array(new Uint16Array(aligned))
        : width === 4
          ? new Uint32Array(aligned)
          : undefined;
  if (indexes?.some((index) => index > most) !== false) throw new RangeError("a record has no fields in its block");
  return indexes;
}
