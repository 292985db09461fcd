import type { BlockHeader } from "../block/block-table.js";

/** How many entries of a block are of the levels in the mask. */
export function countLevels({ levels }: BlockHeader, mask: number): number {
  let sum = 0;
  for (let level = 0; level < levels.length; level += 1) if (((mask >> level) & 1) === 1) sum += levels[level] ?? 0;
  return sum;
}
