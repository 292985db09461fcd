import { type SourceId, sourceId } from "../../core/entry.js";
import { type Micros, micros } from "../../core/time.js";
import { type BlockHeader, blockReading } from "../block/block-table.js";
import { type Chunk, chunkRange, unpack } from "../block/chunk.js";
import { isCorruption } from "../faults.js";
import type { Db } from "../database.js";

/** A block that is not what was written, and the entries that are in it. */
export type DamagedBlock = {
  readonly id: number;
  readonly source: SourceId;
  readonly number: number;
  readonly firstOrdinal: number;
  readonly entries: number;
  readonly firstLine: number;
  readonly lines: number;
  readonly first: Micros;
  readonly last: Micros;
  readonly orderFirst: number;
  readonly orderLast: number;
  readonly sealed: boolean;
  /** What does not hold, for who looks into it. */
  readonly reason: string;
};

/** Looks into every block, one a turn: undefined for one that is whole. */
export function* damagedBlocks(db: Db): Generator<DamagedBlock | undefined> {
  const blocks = blockReading(db);
  const names = new Map(db.prepare<[], [number, SourceId]>("SELECT number, id FROM source").raw().all());
  for (const header of blocks.since(-1)) {
    const source = names.get(header.source);
    const reason = source === undefined ? "its source is not known" : faultInBlock(db, header);
    yield reason === undefined ? undefined : blockOf(header, source, reason);
  }
}

/** What SQLite itself finds wrong with the file; nothing where it is whole. */
export function faultsOfFile(db: Db): readonly string[] {
  try {
    const found = db.prepare<[], string>("PRAGMA integrity_check(20)").pluck().all();
    return found.filter((line) => line !== "ok");
  } catch (error) {
    if (isCorruption(error) && error instanceof Error) return [error.message];
    throw error;
  }
}

function faultInBlock(db: Db, header: BlockHeader): string | undefined {
  const damage: string[] = [];
  const damaged = (group: string, cause: unknown) => {
    damage.push(`${group}: ${cause instanceof Error ? cause.message : String(cause)}`);
  };
  try {
    for (const [id, chunk] of chunksOf(db, header.id)) checkChunk(id, chunk, damaged);
    if (damage.length > 0) return damage.join("; ");
    const columns = blockReading(db).columns(header, { damaged, grew: () => undefined });
    const bytes = columns.starts()[columns.count] ?? 0;
    if (columns.text().length !== bytes) damage.push("text: not as long as its lines are");
    columns.at();
    columns.level();
    columns.spans();
    columns.names();
    columns.fields();
  } catch (error) {
    if (!isCorruption(error) || !(error instanceof Error)) throw error;
    damage.push(error.message);
  }
  return damage.length === 0 ? undefined : damage.join("; ");
}

/** Also those that a question looks into before it decodes anything. */
function chunksOf(db: Db, block: number): readonly (readonly [number, Chunk])[] {
  const rows = db
    .prepare<[number, number], Chunk & { readonly id: number }>(
      "SELECT id, codec, size, data, crc FROM chunk WHERE id BETWEEN ? AND ?",
    )
    .all(...chunkRange(block));
  return rows.map(({ id, ...chunk }) => [id, chunk]);
}

function checkChunk(id: number, chunk: Chunk, damaged: (group: string, cause: unknown) => void): void {
  try {
    unpack(chunk);
  } catch (error) {
    // Whatever is thrown here, it is the bytes that are wrong.
    damaged(`chunk ${id}`, error);
  }
}

function blockOf(header: BlockHeader, source: SourceId | undefined, reason: string): DamagedBlock {
  return {
    id: header.id,
    source: source ?? sourceId(`?${header.source}`),
    number: header.source,
    firstOrdinal: header.first,
    entries: header.count,
    firstLine: header.line,
    lines: header.lines,
    first: micros(header.atMin),
    last: micros(header.atMax),
    orderFirst: header.orderFirst,
    orderLast: header.orderLast,
    sealed: header.sealed,
    reason,
  };
}
