import type { EntryBatch } from "../../src/core/batch.js";
import { openColumns, type BlockColumns } from "../../src/store/block/block-columns.js";
import { type Chunk, type GroupName, unpack } from "../../src/store/block/chunk.js";
import { type EncodedBlock, encodeGrowing, encodeSealed } from "../../src/store/block/encode-block.js";
import { newRowBuffer, type RowBuffer, takeRows } from "../../src/store/block/row-buffer.js";
import { createTextEncoder } from "../../src/store/block/text/encode-texts.js";
import { type BatchRow, batchOf } from "./entry-batch.js";

export type TestBlock = {
  readonly rows: RowBuffer;
  readonly chunks: ReadonlyMap<GroupName, Chunk>;
  readonly columns: BlockColumns;
  /** What the block's header would say of it. */
  readonly summary: EncodedBlock["summary"];
  /** Groups that were found damaged. */
  readonly damaged: readonly GroupName[];
};

type Options = {
  readonly texts?: ReturnType<typeof createTextEncoder>;
  readonly sealed?: boolean;
  /** Changes a chunk between writing and reading. */
  readonly spoil?: (group: GroupName, chunk: Chunk) => Chunk;
};

/** The entries as one block of a store, written and opened again. */
export function blockOf(entries: readonly BatchRow[] | EntryBatch, options: Options = {}): TestBlock {
  const batch = "count" in entries ? entries : batchOf(entries);
  const rows = newRowBuffer();
  takeRows(rows, batch, 0, -Infinity);
  const { texts = createTextEncoder(), sealed = true, spoil = (_: GroupName, chunk: Chunk) => chunk } = options;
  const { summary, chunks: written } = sealed ? encodeSealed(rows, texts) : encodeGrowing(rows, 0);
  const chunks = new Map(written.map(([group, chunk]) => [group, spoil(group, chunk)]));
  const damaged: GroupName[] = [];
  const columns = openColumns({
    count: rows.count,
    orderFirst: summary.orderFirst,
    atMin: summary.atMin,
    load: (group) => {
      const chunk = chunks.get(group);
      return chunk === undefined ? undefined : unpack(chunk);
    },
    damaged: (group) => damaged.push(group),
    grew: () => undefined,
  });
  return { rows, chunks, columns, summary, damaged };
}
