import type { BlockColumns } from "../block/block-columns.js";
import type { BlockHeader, BlockReading } from "../block/block-table.js";
import type { GroupName } from "../block/chunk.js";

/** Unpacked columns beyond this many bytes are dropped, longest unused first. */
const BUDGET_BYTES = 24 << 20;

/**
 * Filters are kept beyond that, for a search asks those of all blocks. Where there are more than this, the one that came
 * last makes room: they are asked in order, and so most of those that stay are found again.
 */
const FILTER_BYTES = 16 << 20;

/** Blocks that were opened lately. */
export type BlockCache = {
  open(header: BlockHeader): BlockColumns;
  drop(id: number): void;
};

export function openBlockCache(
  blocks: BlockReading,
  damaged: (header: BlockHeader, group: GroupName, cause: unknown) => void,
  unpacked: (header: BlockHeader) => void,
): BlockCache {
  const kept = new Map<number, { readonly columns: BlockColumns; bytes: number }>();
  const filters = createFilterShelf();
  let total = 0;
  const drop = (id: number): void => {
    filters.drop(id);
    evict(id);
  };
  const evict = (id: number): void => {
    total -= kept.get(id)?.bytes ?? 0;
    kept.delete(id);
  };
  const grew = (id: number, bytes: number): void => {
    const slot = kept.get(id);
    // A column may be asked for by somebody who still holds a block that was dropped.
    if (slot === undefined) return;
    slot.bytes += bytes;
    total += bytes;
    for (const oldest of kept.keys()) {
      if (total <= BUDGET_BYTES || oldest === id) break;
      evict(oldest);
    }
  };
  return {
    drop,
    open(header) {
      const { id } = header;
      const slot = kept.get(id);
      if (slot !== undefined) {
        kept.delete(id);
        kept.set(id, slot);
        return slot.columns;
      }
      const columns = blocks.columns(header, {
        damaged: (group, cause) => damaged(header, group, cause),
        grew: (bytes) => {
          unpacked(header);
          grew(id, bytes);
        },
        filters: {
          get: () => filters.get(id),
          set(filter) {
            unpacked(header);
            filters.set(id, filter);
          },
        },
      });
      kept.set(id, { columns, bytes: 0 });
      return columns;
    },
  };
}

function createFilterShelf() {
  const kept = new Map<number, Buffer>();
  let size = 0;
  let last = -1;
  const drop = (id: number): void => {
    size -= kept.get(id)?.length ?? 0;
    kept.delete(id);
  };
  return {
    get: (id: number) => kept.get(id),
    drop,
    set(id: number, filter: Buffer) {
      if (size + filter.length > FILTER_BYTES) drop(last);
      drop(id);
      if (size + filter.length > FILTER_BYTES) return;
      kept.set(id, filter);
      size += filter.length;
      last = id;
    },
  };
}
