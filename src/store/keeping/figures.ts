import { statSync } from "node:fs";
import type { SourceId } from "../../core/entry.js";
import { MICROS_PER_DAY, type Micros } from "../../core/time.js";
import type { Db } from "../database.js";
import { spaceOf } from "./space.js";

/** What a store holds, and what it costs. Bytes are those of the packed columns; times are event times. */
type SourceFigures = {
  readonly id: SourceId;
  readonly label: string;
  readonly entries: number;
  readonly blocks: number;
  readonly first: Micros;
  readonly last: Micros;
  /** Of the texts as they came, and of all that is kept of them. */
  readonly textBytes: number;
  readonly bytes: number;
  /** Entries that retention has removed. */
  readonly expired: number;
};

export type StoreFigures = {
  /** The file and the log beside it. */
  readonly fileBytes: number;
  readonly usedBytes: number;
  readonly freeBytes: number;
  readonly sources: readonly SourceFigures[];
  /** Sources of which nothing is left. */
  readonly emptySources: number;
  readonly sessions: number;
  /** Packed bytes a day, over the last week that something is kept of; undefined where that is less than a day. */
  readonly bytesPerDay: number | undefined;
};

type Row = [SourceId, string, number, number, Micros, Micros, number, number | null, number];

export function figuresOf(db: Db, path: string): StoreFigures {
  const packed = "SELECT id >> 4 AS block, sum(length(data)) AS bytes FROM chunk GROUP BY id >> 4";
  const rows = db
    .prepare<[], Row>(
      `WITH packed AS (${packed})
       SELECT source.id, label, sum(count), count(*), min(at_min), max(at_max), sum(block.bytes), sum(packed.bytes),
         coalesce((SELECT count FROM tally WHERE source = source.number AND what = 'expired'), 0)
       FROM block JOIN source ON source.number = block.source LEFT JOIN packed ON packed.block = block.id
       GROUP BY source.number ORDER BY sum(packed.bytes) DESC`,
    )
    .raw()
    .all();
  const space = spaceOf(db);
  return {
    fileBytes: bytesOf(path) + bytesOf(`${path}-wal`),
    usedBytes: space.used(),
    freeBytes: space.free(),
    sources: rows.map(([id, label, entries, blocks, first, last, textBytes, bytes, expired]) => {
      return { id, label, entries, blocks, first, last, textBytes, bytes: bytes ?? 0, expired };
    }),
    emptySources: countOf(db, "SELECT count(*) FROM source") - rows.length,
    sessions: countOf(db, "SELECT count(*) FROM session"),
    bytesPerDay: bytesPerDay(db),
  };
}

const WEEK = 7 * MICROS_PER_DAY;

function bytesPerDay(db: Db): number | undefined {
  const [first, last] = db
    .prepare<[], [number | null, number | null]>("SELECT min(order_last), max(order_last) FROM block")
    .raw()
    .get() ?? [null, null];
  if (first === null || last === null || last - first < MICROS_PER_DAY) return undefined;
  const from = Math.max(first, last - WEEK);
  const bytes = db
    .prepare<[number], number | null>(
      "SELECT sum(length(data)) FROM chunk JOIN block ON block.id = chunk.id >> 4 WHERE order_last > ?",
    )
    .pluck()
    .get(from);
  return ((bytes ?? 0) * MICROS_PER_DAY) / (last - from);
}

function countOf(db: Db, sql: string): number {
  return db.prepare<[], number>(sql).pluck().get() ?? 0;
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
