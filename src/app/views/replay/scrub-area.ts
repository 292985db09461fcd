import type { State } from "../../state.js";

/** Cells left and right of the scrub bar. */
export const SCRUB_MARGIN = 1;

/** Cells of the scrub bar. */
export function scrubColumns({ size }: Pick<State, "size">): number {
  return Math.max(8, size.columns - 2 * SCRUB_MARGIN);
}
