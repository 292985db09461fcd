import type { EntryBatch, RecordTable } from "../core/batch.js";
import { pickRows } from "../core/record-fields.js";

/** One entry on its way into the columns. Times in microseconds; undefined names are kept as "none". */
export type Row = {
  readonly start: number;
  readonly end: number;
  readonly lines: number;
  readonly at: number;
  readonly level: number;
  readonly marks: number;
  readonly format: string;
  readonly unit: string | undefined;
  readonly identifier: string | undefined;
  readonly host: string | undefined;
  readonly pid: number | undefined;
};

/** Entries being collected into an `EntryBatch`; the arrays belong to whoever fills them until `batchOf`. */
export type Columns = Names & {
  count: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
  readonly at: Float64Array;
  readonly level: Uint8Array;
  readonly marks: Uint16Array;
  readonly format: Uint32Array;
  readonly unit: Uint32Array;
  readonly identifier: Uint32Array;
  readonly host: Uint32Array;
  readonly pid: Uint32Array;
  /** Which record of `records` an entry is; -1 for lines. Made when the first record is added. */
  recordRows: Int32Array | undefined;
  records: RecordTable | undefined;
};

/** The dictionary of a batch. */
export type Names = { readonly strings: string[]; readonly indexes: Map<string, number> };

export function newNames(): Names {
  return { strings: [""], indexes: new Map() };
}

export function newColumns(capacity: number): Columns {
  return {
    count: 0,
    starts: new Uint32Array(capacity),
    ends: new Uint32Array(capacity),
    lines: new Uint32Array(capacity),
    at: new Float64Array(capacity),
    level: new Uint8Array(capacity),
    marks: new Uint16Array(capacity),
    format: new Uint32Array(capacity),
    unit: new Uint32Array(capacity),
    identifier: new Uint32Array(capacity),
    host: new Uint32Array(capacity),
    pid: new Uint32Array(capacity),
    ...newNames(),
    recordRows: undefined,
    records: undefined,
  };
}

/** Adds an entry; the columns must have room for it. */
export function addRow(columns: Columns, row: Row): void {
  const index = columns.count;
  columns.count += 1;
  columns.starts[index] = row.start;
  columns.ends[index] = row.end;
  columns.lines[index] = row.lines;
  columns.at[index] = row.at;
  columns.level[index] = row.level;
  columns.marks[index] = row.marks;
  putName(columns, columns.format, row.format);
  putName(columns, columns.unit, row.unit);
  putName(columns, columns.identifier, row.identifier);
  putName(columns, columns.host, row.host);
  columns.pid[index] = row.pid ?? 0;
}

/** The name of the entry added last; compared with the one before it, because to find a new text in a map it is hashed. */
function putName(columns: Columns, column: Uint32Array, name: string | undefined): void {
  if (name === undefined || name === "") return;
  const row = columns.count - 1;
  const before = row === 0 ? 0 : (column[row - 1] ?? 0);
  column[row] = before > 0 && columns.strings[before] === name ? before : nameIndex(columns, name);
}

/** Says that the entry added last is this record. */
export function markRecord(columns: Columns, records: RecordTable, index: number): void {
  columns.records = records;
  columns.recordRows ??= new Int32Array(columns.starts.length).fill(-1);
  columns.recordRows[columns.count - 1] = index;
}

/** A line's entry taken out again, with its text at `shift` bytes less. Records are never taken out. */
export function rowAt(columns: Columns, index: number, shift: number): Row {
  const name = (column: Uint32Array) => columns.strings[column[index] ?? 0] ?? "";
  return {
    start: (columns.starts[index] ?? 0) - shift,
    end: (columns.ends[index] ?? 0) - shift,
    lines: columns.lines[index] ?? 1,
    at: columns.at[index] ?? 0,
    level: columns.level[index] ?? 0,
    marks: columns.marks[index] ?? 0,
    format: name(columns.format),
    unit: name(columns.unit),
    identifier: name(columns.identifier),
    host: name(columns.host),
    pid: columns.pid[index] ?? 0,
  };
}

/** The first `count` entries as a batch over `bytes`; `order` is theirs. */
export function batchOf(columns: Columns, count: number, bytes: Uint8Array, order: Float64Array): EntryBatch {
  const { records, recordRows } = columns;
  return {
    count,
    bytes,
    starts: columns.starts.subarray(0, count),
    ends: columns.ends.subarray(0, count),
    lines: columns.lines.subarray(0, count),
    at: columns.at.subarray(0, count),
    order,
    level: columns.level.subarray(0, count),
    marks: columns.marks.subarray(0, count),
    format: columns.format.subarray(0, count),
    unit: columns.unit.subarray(0, count),
    identifier: columns.identifier.subarray(0, count),
    host: columns.host.subarray(0, count),
    pid: columns.pid.subarray(0, count),
    strings: columns.strings,
    fields:
      records === undefined || recordRows === undefined ? undefined : pickRows(records, recordRows.subarray(0, count)),
  };
}

/** Names longer than this are somebody's mistake and are cut. */
const MAX_NAME = 256;

/** The place of a name in the dictionary, where it is put when it is new; 0 for none. */
export function nameIndex(names: Names, name: string | undefined): number {
  if (name === undefined || name === "") return 0;
  const known = names.indexes.get(name);
  if (known !== undefined) return known;
  const index = names.strings.length;
  const kept = ownCopy(name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);
  names.strings.push(kept);
  names.indexes.set(name.length > MAX_NAME ? ownCopy(name) : kept, index);
  return index;
}

/** A slice of a long text keeps all of it in memory; joined to something and cut again it stands alone. */
function ownCopy(name: string): string {
  return ` ${name}`.slice(1);
}
