import type { State } from "../state.js";

/** Whether lines are being selected in what is seen. */
export function isSelecting({ view, stream }: Pick<State, "view" | "stream">): boolean {
  return view === "stream" && stream.selection !== undefined;
}
