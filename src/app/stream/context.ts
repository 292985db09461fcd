import type { Step } from "../effect.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { reloadPage } from "./window.js";

/** What one press goes through. */
const STEPS = [0, 1, 2, 3, 5, 10, 20, 50, 100] as const;
/** More than this are no neighbours. */
export const MOST_CONTEXT = 1_000;

/** The next more, or less, of lines around what matches. */
export function nextContext({ stream: { context } }: State, direction: -1 | 1): number {
  const next = direction > 0 ? STEPS.find((step) => step > context) : STEPS.findLast((step) => step < context);
  return next ?? context;
}

/** Shows so many neighbours on either side of each match; the entry under the cursor keeps its place if it stays. */
export function showContext(state: State, lines: number): Step<State> {
  const context = Math.max(0, Math.min(MOST_CONTEXT, lines));
  if (context === state.stream.context) return still(state);
  return reloadPage({ ...state, stream: { ...state.stream, context } });
}
