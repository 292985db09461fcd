import { type CursorColumn, type FieldColumns, NO_RECORD, type OwnColumn } from "./batch.js";
import type { FieldValue, Fields } from "./entry.js";

/** All fields of a row; undefined for a line. What the row shares with others is not copied where it has no more. */
export function fieldsAt(columns: FieldColumns, row: number): Fields | undefined {
  const shared = columns.shared[columns.set[row] ?? NO_RECORD];
  if (shared === undefined) return undefined;
  let fields: Record<string, FieldValue> | undefined;
  for (const column of columns.own) {
    const value = ownValue(column, row);
    if (value === undefined) continue;
    fields ??= { ...shared };
    setField(fields, column.name, value);
  }
  return fields ?? shared;
}

/** What the column holds for a row. */
export function ownValue(column: OwnColumn, row: number): FieldValue | undefined {
  if (column.kind === "values") return column.values[row];
  if (column.kind === "cursor") return cursorText(column, row);
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? undefined : String(value);
}

/** `__proto__` is a name like any other. */
export function setField(fields: Record<string, FieldValue>, name: string, value: FieldValue): void {
  if (name !== "__proto__") fields[name] = value;
  else Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * The same fields as an object that many will be copied from. Adding twenty fields one by one makes V8 keep a hash table,
 * which takes 8 µs to copy; what JSON.parse makes has a shape and takes 0.1 (bench/records.ts).
 */
export function shapedFields(fields: Fields): Fields {
  const names = Object.keys(fields);
  const shaped: unknown = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:""`).join(",")}}`);
  return Object.assign(isFields(shaped) ? shaped : {}, fields);
}

function isFields(value: unknown): value is Record<string, FieldValue> {
  return typeof value === "object" && value !== null;
}

function cursorText(column: CursorColumn, row: number): string | undefined {
  const seqnum = column.seqnum[row] ?? Number.NaN;
  if (Number.isNaN(seqnum)) return undefined;
  const id = (index: number | undefined) => column.ids[index ?? -1] ?? "";
  const numbers = `m=${hexOf(column.monotonic[row] ?? 0)};t=${hexOf(column.realtime[row] ?? 0)}`;
  const xor = hexOfHalves(column.xor[row * 2] ?? 0, column.xor[row * 2 + 1] ?? 0);
  return `s=${id(column.seqnumId[row])};i=${hexOf(seqnum)};b=${id(column.bootId[row])};${numbers};x=${xor}`;
}

/** By halves: V8 writes large numbers in hexadecimal one digit at a time. */
function hexOf(number: number): string {
  return hexOfHalves(Math.floor(number / 2 ** 32), number >>> 0);
}

function hexOfHalves(high: number, low: number): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");
}

/** The rows with these indexes; -1 is a line. */
export function pickRows(columns: FieldColumns, rows: Int32Array): FieldColumns {
  const set = new Uint32Array(rows.length);
  for (const [at, row] of rows.entries()) set[at] = row < 0 ? NO_RECORD : (columns.set[row] ?? NO_RECORD);
  return { set, shared: columns.shared, own: columns.own.map((column) => pickOwn(column, rows)) };
}

function pickOwn(column: OwnColumn, rows: Int32Array): OwnColumn {
  if (column.kind === "values") return { ...column, values: Array.from(rows, (row) => column.values[row]) };
  const numbers = (from: Float64Array) => Float64Array.from(rows, (row) => from[row] ?? Number.NaN);
  if (column.kind === "digits") return { ...column, values: numbers(column.values) };
  const indexes = (from: Uint32Array) => Uint32Array.from(rows, (row) => from[row] ?? 0);
  return {
    ...column,
    seqnumId: indexes(column.seqnumId),
    bootId: indexes(column.bootId),
    seqnum: numbers(column.seqnum),
    monotonic: numbers(column.monotonic),
    realtime: numbers(column.realtime),
    xor: Uint32Array.from(
      { length: rows.length * 2 },
      (_, at) => column.xor[(rows[at >> 1] ?? -1) * 2 + (at & 1)] ?? 0,
    ),
  };
}
