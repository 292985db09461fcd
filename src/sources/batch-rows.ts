import type { RawBatch } from "../core/batch.js";
import type { FieldValue } from "../core/entry.js";
import { ownValue, pickRows as pickColumns } from "../core/record-fields.js";
import { type Micros, micros } from "../core/time.js";

/** The time of a row's record; undefined for a line. */
export function timeAt({ records }: RawBatch, row: number): Micros | undefined {
  const at = records?.at[row];
  return at === undefined ? undefined : micros(at);
}

/** One field of a row's record, without putting the others together. */
export function fieldAt({ records }: RawBatch, row: number, name: string): FieldValue | undefined {
  const own = records?.own.find((column) => column.name === name);
  const value = own === undefined ? undefined : ownValue(own, row);
  return value ?? records?.shared[records.set[row] ?? -1]?.[name];
}

/** The same batch with these rows only, ascending. Its bytes stay where they are. */
export function pickRows(batch: RawBatch, rows: readonly number[]): RawBatch {
  if (rows.length === batch.count) return batch;
  const { records } = batch;
  return {
    ...batch,
    count: rows.length,
    starts: Uint32Array.from(rows, (row) => batch.starts[row] ?? 0),
    ends: Uint32Array.from(rows, (row) => batch.ends[row] ?? 0),
    marks: batch.marks === undefined ? undefined : Uint16Array.from(rows, (row) => batch.marks?.[row] ?? 0),
    records:
      records === undefined
        ? undefined
        : {
            ...pickColumns(records, Int32Array.from(rows)),
            at: Float64Array.from(rows, (row) => records.at[row] ?? 0),
          },
  };
}
