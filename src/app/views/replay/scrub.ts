import type { Step } from "../../effect.js";
import type { State } from "../../state.js";
import { topOverlay } from "../../overlays/stack.js";
import { frameOf } from "../../stream/frame.js";
import { seek } from "./playing.js";
import { SCRUB_MARGIN } from "./scrub-area.js";

/** A click on the bar of a replay goes there; undefined for one elsewhere. */
export function scrubTo(
  state: State,
  cell: { readonly row: number; readonly column: number },
): Step<State> | undefined {
  const { scrub } = frameOf(state);
  const { axis } = state.replay;
  const top = topOverlay(state);
  const isCovered = top !== undefined && top.kind !== "detail";
  if (scrub === undefined || axis === undefined || isCovered || cell.row < scrub.row) return undefined;
  if (cell.row >= scrub.row + scrub.rows) return undefined;
  return seek(state, axis.from + (cell.column - SCRUB_MARGIN) * axis.width);
}
