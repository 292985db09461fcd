import type { Db } from "../database.js";
import type { Leaving } from "./removal.js";

/** Which blocks may leave: in order of time, those that happened before `before` and whose id is at most `upTo`. */
export type Bounds = { readonly before: number; readonly upTo: number };

export type Candidates = {
  /** The oldest blocks within the bounds, `most` at most. */
  oldest(bounds: Bounds, most: number): readonly Leaving[];
};

type Row = [number, number, number, number, number, string | null];

/**
 * Blocks that nobody writes any more: full ones, and the last ones of sources that no living process collects. What a
 * collector holds in memory it would write again.
 */
export function candidates(db: Db, isAlive: (lock: string) => boolean): Candidates {
  const columns = "block.id, block.source, first, count, order_last";
  const order = "ORDER BY order_last, block.source, first LIMIT ?";
  const sealed = db
    .prepare<[number, number, number], Row>(
      `SELECT ${columns}, NULL FROM block WHERE sealed = 1 AND order_last < ? AND id <= ? ${order}`,
    )
    .raw();
  const open = db
    .prepare<[number, number, number], Row>(
      `SELECT ${columns}, coalesce(lock, iif(collector.id IS NULL, NULL, ''))
       FROM block JOIN source ON source.number = block.source LEFT JOIN collector ON collector.id = holder
       WHERE sealed = 0 AND order_last < ? AND block.id <= ? ${order}`,
    )
    .raw();
  // A collector without a lock is that of a store in memory.
  const isFree = ([, , , , , lock]: Row) => lock === null || (lock !== "" && !isAlive(lock));
  return {
    oldest({ before, upTo }, most) {
      const found = [...sealed.all(before, upTo, most), ...open.all(before, upTo, most).filter(isFree)];
      return found
        .map(([id, source, first, count, orderLast]) => ({ id, source, first, count, orderLast }))
        .toSorted((one, other) => one.orderLast - other.orderLast || one.first - other.first)
        .slice(0, most);
    },
  };
}
