import { type SourceId, sourceId } from "../../core/entry.js";
import { type Micros, micros } from "../../core/time.js";
import { type BlockHeader, type BlockReading, blockReading } from "../block/block-table.js";
import { checkBlock } from "../block/check-block.js";
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
  /** Only what finds texts is damaged, and follows from the texts. */
  readonly isMendable: boolean;
  /** What does not hold, for who looks into it. */
  readonly reason: string;
};

/** Looks into every block, one a turn: undefined for one that is whole. */
export function* damagedBlocks(db: Db): Generator<DamagedBlock | undefined> {
  const blocks = blockReading(db);
  const names = new Map(db.prepare<[], [number, SourceId]>("SELECT number, id FROM source").raw().all());
  for (const header of blocks.since(-1)) {
    const source = names.get(header.source);
    const fault = source === undefined ? UNKNOWN : faultInBlock(blocks, header);
    yield fault === undefined ? undefined : blockOf(header, source, fault);
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

type BlockFault = Pick<DamagedBlock, "reason" | "isMendable">;

const UNKNOWN: BlockFault = { reason: "its source is not known", isMendable: false };

function faultInBlock(blocks: BlockReading, header: BlockHeader): BlockFault | undefined {
  try {
    const damage = checkBlock(header, blocks);
    if (damage === undefined) return undefined;
    const isMendable = header.sealed && damage.groups.every((group) => group === "filter");
    return { reason: `${damage.groups.join(", ")}: ${wordsOf(damage.cause)}`, isMendable };
  } catch (error) {
    if (!isCorruption(error)) throw error;
    return { reason: wordsOf(error), isMendable: false };
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function blockOf(header: BlockHeader, source: SourceId | undefined, fault: BlockFault): DamagedBlock {
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
    ...fault,
  };
}
