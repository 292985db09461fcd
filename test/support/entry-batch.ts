import { type EntryBatch, type FieldColumns, NO_RECORD } from "../../src/core/batch.js";
import type { Fields } from "../../src/core/entry.js";

/** One row of a batch; what is left out is none, or follows from the row's number. */
export type BatchRow = {
  readonly text: string | Uint8Array;
  readonly at?: number;
  readonly order?: number;
  readonly level?: number;
  readonly lines?: number;
  readonly marks?: number;
  readonly format?: string;
  readonly unit?: string | undefined;
  readonly identifier?: string | undefined;
  readonly host?: string | undefined;
  readonly pid?: number | undefined;
  readonly fields?: Fields | undefined;
};

/** Each row's fields as a set of their own. */
function fieldColumns(rows: readonly (Fields | undefined)[]): FieldColumns {
  return {
    set: Uint32Array.from(rows, (fields, row) => (fields === undefined ? NO_RECORD : row)),
    shared: rows.map((fields) => fields ?? {}),
    own: [],
  };
}

/** The rows as the parser would hand them over: texts with line ends between them, strings in a dictionary. */
export function batchOf(rows: readonly BatchRow[]): EntryBatch {
  const texts = rows.map(({ text }) => (typeof text === "string" ? Buffer.from(text) : text));
  const starts = new Uint32Array(rows.length);
  const ends = new Uint32Array(rows.length);
  let start = 0;
  for (const [row, text] of texts.entries()) {
    starts[row] = start;
    ends[row] = start + text.length;
    start += text.length + 1;
  }
  const strings = [""];
  const names = (of: (row: BatchRow) => string | undefined) =>
    Uint32Array.from(rows, (row) => {
      const text = of(row) ?? "";
      const known = strings.indexOf(text);
      return known >= 0 ? known : strings.push(text) - 1;
    });
  const at = Float64Array.from(rows, (row, index) => row.at ?? index);
  let latest = -Infinity;
  const order = Float64Array.from(rows, (row, index) => (latest = Math.max(latest, row.order ?? at[index] ?? 0)));
  return {
    count: rows.length,
    bytes: Buffer.concat(texts.flatMap((text) => [text, Buffer.from("\n")])),
    starts,
    ends,
    lines: Uint32Array.from(rows, ({ lines }) => lines ?? 1),
    at,
    order,
    level: Uint8Array.from(rows, ({ level }) => level ?? 8),
    marks: Uint16Array.from(rows, ({ marks }) => marks ?? 0),
    format: names(({ format }) => format ?? "plain"),
    unit: names(({ unit }) => unit),
    identifier: names(({ identifier }) => identifier),
    host: names(({ host }) => host),
    pid: Uint32Array.from(rows, ({ pid }) => pid ?? 0),
    strings,
    fields: rows.some(({ fields }) => fields !== undefined)
      ? fieldColumns(rows.map(({ fields }) => fields))
      : undefined,
  };
}
