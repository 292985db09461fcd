import { failed, ok, type Result } from "../../core/fault.js";
import type { Db } from "../database.js";
import { faultOf } from "../faults.js";
import { monthFile, pathFromStore, prepareArchive } from "./archive-file.js";
import { candidates } from "./candidates.js";
import { copyBlocks, withArchive } from "./copy-blocks.js";
import { type Leaving, removal } from "./removal.js";

export type ArchiveOrder = {
  readonly storePath: string;
  /** Whole blocks whose newest entry has an earlier order go. */
  readonly before: number;
  /** Where to; undefined is a file for each month, beside the store. */
  readonly file: string | undefined;
  readonly isAlive: (lock: string) => boolean;
};

export type Archived = { readonly file: string; readonly entries: number };

/** Blocks that go in one go: copied in one transaction of the archive, so that an abort costs little. */
const BATCH_BLOCKS = 16;
/** Longest that one transaction of the store takes blocks out: commits of collectors wait for it. */
const STEP_MS = 8;

/**
 * Moves old blocks to archives, batch by batch, oldest first, and tells of each. A batch is on the disk in the archive
 * before it leaves the store, and the archive is listed in the transaction in which the first of it leaves: killed
 * anywhere, each entry is in the store, or in a listed archive, or in both, where readers take the store's.
 */
export function* moveToArchives(db: Db, order: ArchiveOrder): Generator<Result<Archived>> {
  const old = candidates(db, order.isAlive);
  for (;;) {
    const blocks = old.oldest({ before: order.before, upTo: Number.MAX_SAFE_INTEGER }, BATCH_BLOCKS);
    if (blocks.length === 0) return;
    const target = ({ orderLast }: Leaving) => order.file ?? monthFile(order.storePath, orderLast);
    for (const [file, own] of Map.groupBy(blocks, target)) {
      const moved = moveTo(db, order.storePath, file, own);
      yield moved;
      if (!moved.ok) return;
    }
  }
}

function moveTo(db: Db, storePath: string, file: string, blocks: readonly Leaving[]): Result<Archived> {
  try {
    const key = prepareArchive(db, file);
    if (!key.ok) return key;
    withArchive(db, file, () => {
      copyBlocks(db, blocks);
      takeOut(db, blocks, { key: key.value, path: pathFromStore(storePath, file) });
    });
    return ok({ file, entries: blocks.reduce((sum, { count }) => sum + count, 0) });
  } catch (error) {
    return failed(faultOf(error, file));
  }
}

type Listing = { readonly key: string; readonly path: string };

function takeOut(db: Db, blocks: readonly Leaving[], { key, path }: Listing): void {
  const out = removal(db);
  const list = db.prepare(
    `INSERT INTO main.archive (key, path, entries, order_first, order_last)
     SELECT ?, ?, sum(count), min(order_first), max(order_last) FROM archive.block WHERE true
     ON CONFLICT (key) DO UPDATE SET path = excluded.path, entries = excluded.entries,
       order_first = excluded.order_first, order_last = excluded.order_last`,
  );
  const left = blocks.map(({ id }) => id);
  const step = db.transaction(() => {
    const deadline = performance.now() + STEP_MS;
    list.run(key, path);
    do {
      const id = left.shift();
      if (id !== undefined) out.remove(id);
    } while (left.length > 0 && performance.now() < deadline);
    out.tell();
  });
  while (left.length > 0) step.immediate();
}
