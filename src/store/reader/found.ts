import { type Found, NO } from "../../core/query/match/verdict.js";
import type { OpenBlock } from "./row-view.js";

/** Only rows that have a 1 in `asked` are asked for; of others it may say anything. */
export type ColumnTest = (block: OpenBlock, asked: Uint8Array | undefined) => Found;

export function everyRow(found: Found, change: (verdict: number) => number): Found {
  if (typeof found === "number") return change(found);
  const changed = [change(0), change(1), change(2)];
  for (let row = 0; row < found.length; row += 1) found[row] = changed[found[row] ?? NO] ?? NO;
  return found;
}

/** The rows asked for that have another verdict than the one that settles them. */
export function within(found: Found, asked: Uint8Array | undefined, settled: number): Uint8Array | undefined {
  if (typeof found === "number") return asked;
  const left = new Uint8Array(found.length);
  for (let row = 0; row < left.length; row += 1) left[row] = found[row] === settled || asked?.[row] === 0 ? 0 : 1;
  return left;
}
