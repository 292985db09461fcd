import type { State } from "../state.js";
import { type Frame, frameOf, isTooSmall, SMALLEST } from "../stream/frame.js";

/** The parts of the screen; a terminal that is too small has none. */
export type ScreenView =
  | { readonly kind: "too-small"; readonly text: string }
  | { readonly kind: "frame"; readonly frame: Frame };

/** Where everything is, or why there is nothing. */
export function selectScreen(state: State): ScreenView {
  if (!isTooSmall(state.size)) return { kind: "frame", frame: frameOf(state) };
  const { columns, rows } = state.size;
  const text = `logstream needs ${SMALLEST.columns}×${SMALLEST.rows}, this terminal is ${columns}×${rows}`;
  return { kind: "too-small", text };
}
