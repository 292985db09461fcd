import { entryId, type FieldValue } from "../../core/entry.js";
import { LEVEL_UNKNOWN, levelOf } from "../../core/level.js";
import type { Query } from "../../core/query/ast.js";
import type { Desk } from "../reader/desk.js";
import { BUSY, type Direction, mergeRows, type RowRef } from "../reader/merge.js";
import { startsOf } from "../reader/place.js";
import type { OpenBlock, RowView } from "../reader/row-view.js";
import { LOG } from "./schema.js";
import type { LogTemplates } from "./templates.js";
import { inTimeOrder, type TimedRow } from "./time-order.js";
import { sqlTime } from "./sql-time.js";

/** A value as SQLite takes it: whole numbers as bigint, or they would be reals. */
export type SqlValue = string | number | bigint | null;

type Row = {
  readonly view: RowView;
  readonly block: OpenBlock;
  readonly row: number;
  readonly templates: LogTemplates;
};

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
  template: ({ view, templates }) => templates.of(view),
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

export type LogAsked = {
  readonly query: Query;
  /** Columns that nobody sees are NULL. */
  readonly columns: ReadonlySet<string>;
  /** By time; undefined for the order of the log, oldest first. */
  readonly order: Direction | undefined;
  readonly templates: LogTemplates;
};

/** The rows of `log` that match. The desk must be entered. */
export function* logRows(desk: Desk, asked: LogAsked, look: Look): Generator<readonly SqlValue[], void, undefined> {
  if (asked.columns.has("template")) asked.templates.learn();
  const readers = LOG.columns.map(({ name }) => (asked.columns.has(name) ? READERS[name] : undefined));
  for (const { block, row } of asked.order === undefined ? rowsOf(desk, asked, look) : byTime(desk, asked, look)) {
    // One view of a block stands on one row at a time.
    const found = { view: desk.view(block, row), block, row, templates: asked.templates };
    yield readers.map((read) => (read === undefined ? null : read(found)));
  }
}

type Found = Pick<Row, "block" | "row">;

/** Where the rows stand that match, in the order asked for. The desk must be entered. */
export function* rowsOf(
  desk: Desk,
  { query, order }: Pick<LogAsked, "query" | "order">,
  look: Look,
): Generator<Found, void, undefined> {
  const direction = order ?? "newer";
  const anchor = { kind: direction === "newer" ? "head" : "tail" } as const;
  const starts = startsOf(desk, desk.spans({ sources: undefined }), anchor);
  const merge = mergeRows(desk, desk.plan(query), starts, direction);
  let count = 0;
  for (let found = merge.next(); found !== undefined; found = merge.next()) {
    if (found === BUSY) look();
    else {
      const row = rowAt(desk, found);
      if (row === undefined) continue;
      yield row;
      count += 1;
      if (count % ROWS_A_LOOK === 0) look();
    }
  }
}

function* byTime(desk: Desk, asked: LogAsked, look: Look): Generator<Found, void, undefined> {
  const plan = desk.plan(asked.query);
  const spans = desk.spans({ sources: undefined });
  const blocks = spans.flatMap(({ run }) => run.blocks.filter((header) => plan.mayMatch(run, header)));
  yield* inTimeOrder(timed(desk, rowsOf(desk, asked, look)), blocks, asked.order ?? "newer");
}

function* timed(desk: Desk, rows: Iterable<Found>): Generator<TimedRow<Found>, void, undefined> {
  for (const found of rows) {
    yield { at: desk.view(found.block, found.row).at(), header: found.block.header, value: found };
  }
}

function rowAt(desk: Desk, { run, ordinal }: RowRef): Found | undefined {
  const block = desk.blockOf(run, ordinal);
  return block === undefined ? undefined : { block, row: ordinal - block.header.first };
}
