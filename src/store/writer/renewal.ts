import { ok, failed, type Result } from "../../core/fault.js";
import { batchOfColumns } from "../block/columns-batch.js";
import { type BlockHeader, type BlockReading, blockReading, blockWriting } from "../block/block-table.js";
import type { GroupName } from "../block/chunk.js";
import { encodeSealed } from "../block/encode-block.js";
import { newRowBuffer, type RowBuffer, takeRows } from "../block/row-buffer.js";
import { createTextEncoder } from "../block/text/encode-texts.js";
import type { Db } from "../database.js";
import { faultOf } from "../faults.js";
import type { Room } from "./room.js";

/**
 * Brings full blocks that older versions wrote to the form of today, one a step. The same entries under the same block id,
 * in one transaction: who reads meanwhile finds either. What is left to do is in the store itself, so it goes on after
 * any interruption; two processes that do it do not disturb each other.
 */
export type Renewal = {
  /** Some 50 ms of work. False when there is nothing more to do. */
  step(): Result<boolean>;
};

export function createRenewal(db: Db, path: string, room: Room): Renewal {
  const blocks = { ...blockReading(db), ...blockWriting(db) };
  const texts = createTextEncoder();
  let after = 0;
  const rewrite = db.transaction((id: number, rows: RowBuffer) => blocks.rewrite(id, encodeSealed(rows, texts)));
  return {
    step() {
      try {
        const header = blocks.plainAfter(after);
        if (header === undefined) return ok(false);
        after = header.id;
        const rows = rowsOf(header, blocks);
        room.prepare();
        if (rows !== undefined) rewrite.immediate(header.id, rows);
        return ok(true);
      } catch (error) {
        return failed(faultOf(error, path));
      }
    },
  };
}

/** The entries of a block; undefined when some of it is damaged, and then it is left as it is. */
export function rowsOf(header: BlockHeader, blocks: BlockReading): RowBuffer | undefined {
  const damage: unknown[] = [];
  // A filter follows from the texts, and is made anew.
  const damaged = (group: GroupName, cause: unknown): void => void (group === "filter" || damage.push(cause));
  const batch = batchOfColumns(blocks.columns(header, { damaged, grew: () => undefined }));
  if (damage.length > 0) return undefined;
  const rows = newRowBuffer();
  return takeRows(rows, batch, 0, header.orderFirst) === header.count ? rows : undefined;
}
