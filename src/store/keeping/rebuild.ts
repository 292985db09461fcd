import { type SourceId, sourceId } from "../../core/entry.js";
import type { BlockHeader } from "../block/block-table.js";
import { blockReading } from "../block/block-table.js";
import { type Db, isRefusedRow, openForWriting } from "../database.js";
import { migrate } from "../migrations/migrate.js";
import { remarkReading, remarkWriting } from "../remark-table.js";
import { createPrivate } from "../store-place.js";
import { allRows, readableRows } from "./salvage.js";

/** Entries of one source of which nothing was left, by their ordinals. */
export type LostStretch = { readonly source: SourceId; readonly firstOrdinal: number; readonly entries: number };

/**
 * Copies all that can still be read of a store into a new file, and says there what is missing. Nobody may collect
 * meanwhile. `elsewhere` is what lies in archives: it is not missing. The new file is whole; blocks whose columns are
 * damaged are in it as they are.
 */
export function rebuildInto(db: Db, file: string, elsewhere: readonly BlockHeader[]): readonly LostStretch[] {
  createPrivate(file);
  const made = openForWriting(file);
  try {
    migrate(made);
    return made.transaction(() => {
      for (const table of tablesOf(made)) copyTable(db, made, table);
      settle(made);
      return sayLost(made, elsewhere);
    })();
  } finally {
    made.close();
  }
}

type TableShape = { readonly name: string; readonly hasRowNumbers: boolean };

/** Who collected is gone; all else is worth having. */
function tablesOf(db: Db): readonly TableShape[] {
  const known = db
    .prepare<[], [string, string]>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    )
    .raw();
  return known
    .all()
    .filter(([name]) => name !== "collector")
    .map(([name, sql]) => ({ name, hasRowNumbers: !/WITHOUT ROWID/i.test(sql) }));
}

function copyTable(from: Db, into: Db, { name, hasRowNumbers }: TableShape): void {
  const width = into.prepare(`SELECT * FROM "${name}"`).columns().length;
  const insert = into.prepare(
    `INSERT OR REPLACE INTO "${name}" VALUES (${Array.from({ length: width }, () => "?").join(", ")})`,
  );
  for (const row of hasRowNumbers ? readableRows(from, name) : allRows(from, name)) {
    try {
      if (row.length === width) insert.run(...row);
    } catch (error) {
      // A row that damage made something else of is no row of this table.
      if (!isRefusedRow(error)) throw error;
    }
  }
}

/** What was in one place only, and is lost, follows from the rest. */
function settle(db: Db): void {
  db.exec(`
    INSERT INTO source (number, id, label)
      SELECT DISTINCT source, 'lost:' || source, 'a source whose name is lost' FROM block
      WHERE source NOT IN (SELECT number FROM source);
    UPDATE source SET holder = NULL,
      next_ordinal = max(next_ordinal, (SELECT coalesce(max(first + count), 0) FROM block WHERE source = number)),
      next_line = max(next_line, (SELECT coalesce(max(line + lines), 1) FROM block WHERE source = number));
    UPDATE store SET revision = max(revision, (SELECT coalesce(max(id), 0) FROM block)) + 1;
    DELETE FROM chunk WHERE id >> 4 NOT IN (SELECT id FROM block);
  `);
}

function sayLost(db: Db, elsewhere: readonly BlockHeader[]): readonly LostStretch[] {
  const said = remarkReading(db);
  const remarks = remarkWriting(db);
  const sources = db
    .prepare<[], [number, SourceId, number, number]>("SELECT number, id, expired, next_ordinal FROM source")
    .raw()
    .all();
  const blocks = Map.groupBy([...blockReading(db).since(-1), ...elsewhere], ({ source }) => source);
  return sources.flatMap(([number, id, expired, end]) => {
    const own = (blocks.get(number) ?? []).toSorted((one, other) => one.first - other.first);
    const holes = holesIn(own, expired, end);
    // What was said before is not said again.
    const fresh = holes.filter(({ to }) => said.at(number, to, to).every(({ remark }) => remark.kind !== "gap"));
    return fresh.map(({ from, to, after, before }) => {
      const place = { source: number, ordinal: to, after, before };
      remarks.keep(place, [{ kind: "gap", reason: "damaged", lost: to - from }]);
      return { source: sourceId(id), firstOrdinal: from, entries: to - from };
    });
  });
}

type Hole = {
  readonly from: number;
  readonly to: number;
  readonly after: number | undefined;
  readonly before: number | undefined;
};

/** The ordinals in [from, to) that no block has. */
function holesIn(blocks: readonly BlockHeader[], from: number, to: number): readonly Hole[] {
  const holes: Hole[] = [];
  let next = from;
  let after: number | undefined;
  for (const { first, count, orderFirst, orderLast } of blocks) {
    if (first > next) holes.push({ from: next, to: first, after, before: orderFirst });
    next = Math.max(next, first + count);
    after = orderLast;
  }
  if (to > next) holes.push({ from: next, to, after, before: undefined });
  return holes;
}
