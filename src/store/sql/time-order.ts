import type { BlockHeader } from "../block/block-table.js";
import type { Direction } from "../reader/merge.js";

/** A row on its way, with the block it is from. */
export type TimedRow<Value> = { readonly at: number; readonly header: BlockHeader; readonly value: Value };

/**
 * Rows that come in the order of the log, put into the order of their times: the two differ where a clock was set, a line
 * came late or a time lies ahead. A row waits until no block that may still give rows reaches beyond its time; that is
 * mostly the rest of one block. `blocks` are all that may give rows; rows come against the order for `older`.
 */
export function* inTimeOrder<Value>(
  rows: Iterable<TimedRow<Value>>,
  blocks: readonly BlockHeader[],
  direction: Direction,
): Generator<Value, void, undefined> {
  const sign = direction === "newer" ? 1 : -1;
  const boundBehind = direction === "newer" ? leastAhead(blocks) : mostBehind(blocks);
  let waiting: TimedRow<Value>[] = [];
  let block: BlockHeader | undefined;
  let bound = -sign * Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.header !== block) {
      block = row.header;
      const reached = boundBehind(block);
      if (sign * (reached - bound) > 0) {
        bound = reached;
        waiting.sort((one, other) => sign * (one.at - other.at));
        const ready = waiting.findIndex(({ at }) => sign * (at - bound) >= 0);
        const given = ready < 0 ? waiting : waiting.slice(0, ready);
        waiting = ready < 0 ? [] : waiting.slice(ready);
        for (const { value } of given) yield value;
      }
    }
    waiting.push(row);
  }
  waiting.sort((one, other) => sign * (one.at - other.at));
  for (const { value } of waiting) yield value;
}

/** Going to newer ones from a block on: the earliest time that any block has which may still give rows. */
function leastAhead(blocks: readonly BlockHeader[]): (from: BlockHeader) => number {
  const sorted = blocks.toSorted((one, other) => other.orderLast - one.orderLast);
  const least: number[] = [];
  for (const { atMin } of sorted) least.push(Math.min(atMin, least.at(-1) ?? Number.POSITIVE_INFINITY));
  return ({ orderFirst }) =>
    least[lastIndex(sorted, ({ orderLast }) => orderLast >= orderFirst)] ?? Number.POSITIVE_INFINITY;
}

function mostBehind(blocks: readonly BlockHeader[]): (from: BlockHeader) => number {
  const sorted = blocks.toSorted((one, other) => one.orderFirst - other.orderFirst);
  const most: number[] = [];
  for (const { atMax } of sorted) most.push(Math.max(atMax, most.at(-1) ?? Number.NEGATIVE_INFINITY));
  return ({ orderLast }) =>
    most[lastIndex(sorted, ({ orderFirst }) => orderFirst <= orderLast)] ?? Number.NEGATIVE_INFINITY;
}

/** The last index for which it holds; it must hold for none behind the first for which it does not. */
function lastIndex(blocks: readonly BlockHeader[], holds: (block: BlockHeader) => boolean): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const block = blocks[middle];
    if (block !== undefined && holds(block)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
