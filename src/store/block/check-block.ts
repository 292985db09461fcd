import { FaultError } from "../../core/fault.js";
import type { BlockHeader, BlockReading } from "./block-table.js";
import type { GroupName } from "./chunk.js";

/** What is wrong with a block: the column groups that cannot be read, and why the first of them cannot. */
export type BlockDamage = {
  readonly header: BlockHeader;
  readonly groups: readonly GroupName[];
  readonly cause: unknown;
};

/**
 * Reads all of a block and compares checksums; undefined when nothing is wrong. Some 20 ms for a full block. Only the
 * filter damaged, the entries are whole; only levels, spans or names, the texts are.
 */
export function checkBlock(header: BlockHeader, blocks: BlockReading): BlockDamage | undefined {
  const groups = new Set<GroupName>();
  let first: unknown;
  const elsewhere: unknown[] = [];
  const damaged = (group: GroupName, cause: unknown): void => {
    // What was left in a file that has it no more is not the store's damage.
    if (cause instanceof FaultError) elsewhere.push(cause);
    else {
      first ??= cause;
      groups.add(group);
    }
  };
  const columns = blocks.columns(header, { damaged, grew: () => undefined });
  const length = columns.text().length;
  columns.starts();
  columns.order();
  columns.level();
  columns.spans();
  columns.names();
  columns.fields()?.columns();
  // A literal that is nowhere: only the filter is read.
  columns.texts.rowsWith({ kind: "literal", text: "\u0000\u0001\u0002", ignoreCase: false });
  if (groups.size === 0 && elsewhere.length === 0 && length !== header.bytes)
    damaged("values", new RangeError("a block has not the texts it had"));
  return groups.size === 0 ? undefined : { header, groups: [...groups], cause: first };
}

/** Every block of the store, oldest first: its damage, or undefined; the caller may rest between two. */
export function* checkBlocks(blocks: BlockReading): Generator<BlockDamage | undefined, void, undefined> {
  for (const header of blocks.since(0)) yield checkBlock(header, blocks);
}
