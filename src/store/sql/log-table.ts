import { entryId, type FieldValue } from "../../core/entry.js";
import { LEVEL_UNKNOWN, levelOf } from "../../core/level.js";
import type { Query } from "../../core/query/ast.js";
import type { Desk } from "../reader/desk.js";
import { BUSY, mergeRows, type RowRef } from "../reader/merge.js";
import { startsOf } from "../reader/place.js";
import type { OpenBlock, RowView } from "../reader/row-view.js";
import { LOG } from "./schema.js";
import { sqlTime } from "./sql-time.js";

/** A value as SQLite takes it: whole numbers as bigint, or they would be reals. */
export type SqlValue = string | number | bigint | null;

type Row = { readonly view: RowView; readonly block: OpenBlock; readonly row: number };

const text = (value: FieldValue | undefined): SqlValue => (typeof value === "string" ? value : null);
const whole = (value: FieldValue | undefined): SqlValue =>
  typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : null;

const READERS: Readonly<Record<string, (row: Row) => SqlValue>> = {
  time: ({ view }) => sqlTime(view.at()),
  at: ({ view }) => BigInt(Math.floor(view.at())),
  level: ({ view }) => levelOf(view.level()) ?? null,
  severity: ({ view }) => (view.level() === LEVEL_UNKNOWN ? null : BigInt(view.level())),
  unit: ({ view }) => text(view.field("unit")),
  identifier: ({ view }) => text(view.field("identifier")),
  host: ({ view }) => text(view.field("host")),
  pid: ({ view }) => whole(view.field("pid")),
  message: ({ view }) => view.message(),
  text: ({ view }) => view.text(),
  category: ({ view }) => text(view.field("category")),
  boot: ({ view }) => text(view.field("boot")),
  source: ({ block }) => block.run.id,
  format: ({ view }) => text(view.field("format")),
  line: ({ view }) => whole(view.field("line")),
  id: ({ block, row }) => BigInt(entryId(block.run.number, block.header.first + row)),
  fields: ({ view }) => JSON.stringify(view.entry().fields, plainBytes),
};

/** Bytes become arrays of numbers, as in JSON that logstream writes. */
function plainBytes(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

/** Between two looks at the clock. */
const ROWS_A_LOOK = 4_096;

/** Called from time to time; throws to end the statement. */
export type Look = () => void;

/** The rows of `log` that match, oldest first. Columns that nobody sees are NULL. The desk must be entered. */
export function* logRows(
  desk: Desk,
  query: Query,
  seen: ReadonlySet<string>,
  look: Look,
): Generator<readonly SqlValue[], void, undefined> {
  const readers = LOG.columns.map(({ name }) => (seen.has(name) ? READERS[name] : undefined));
  const merge = mergeRows(desk, desk.plan(query), startsOf(desk, desk.spans({ sources: undefined }), HEAD), "newer");
  let count = 0;
  for (let found = merge.next(); found !== undefined; found = merge.next()) {
    if (found === BUSY) look();
    else {
      const row = rowAt(desk, found);
      if (row === undefined) continue;
      yield readers.map((read) => (read === undefined ? null : read(row)));
      count += 1;
      if (count % ROWS_A_LOOK === 0) look();
    }
  }
}

const HEAD = { kind: "head" } as const;

function rowAt(desk: Desk, { run, ordinal }: RowRef): Row | undefined {
  const block = desk.blockOf(run, ordinal);
  if (block === undefined) return undefined;
  const row = ordinal - block.header.first;
  return { view: desk.view(block, row), block, row };
}
