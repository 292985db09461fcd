import type { SourceId } from "../../core/entry.js";
import type { Collector } from "../../core/ports.js";
import type { Micros } from "../../core/time.js";
import type { Db } from "../database.js";

/** Which living processes collect into the store. */
export type HolderTable = {
  /** Who collects the source, this process among them. */
  of(source: SourceId): Collector | undefined;
  all(): readonly Collector[];
};

type Row = {
  readonly command: string;
  readonly pid: number | null;
  readonly started: Micros;
  readonly lock: string | null;
};

/** `isAlive` is asked whether the process that took a lock still runs. */
export function holderTable(db: Db, isAlive: (lock: string) => boolean): HolderTable {
  const columns = "collector.command, collector.pid, collector.started, collector.lock";
  const find = db.prepare<[string], Row>(
    `SELECT ${columns} FROM source JOIN collector ON collector.id = source.holder WHERE source.id = ?`,
  );
  const list = db.prepare<[], Row>(`SELECT ${columns} FROM collector ORDER BY id`);
  const living = (row: Row | undefined): readonly Collector[] =>
    row?.lock == null || !isAlive(row.lock)
      ? []
      : [{ command: row.command, pid: row.pid ?? undefined, since: row.started }];
  return { of: (source) => living(find.get(source))[0], all: () => list.all().flatMap(living) };
}
