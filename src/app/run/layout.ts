import type { Call, Run } from "../command.js";
import { arrange, layoutCommand } from "../looks/looks.js";
import { evenPanes, resizePane, splitOf } from "../looks/panes.js";
import { openList } from "../overlays/list.js";
import { still } from "../step.js";
import type { State } from "../state.js";

/** Layouts, and the panes of the one in use. */
export const LAYOUT_RUNS = {
  layout: (state, { argument }) =>
    argument === undefined ? openList(state, "layouts") : layoutCommand(state, argument),
  arrange: (state, { argument }) => (argument === undefined ? openList(state, "parts") : arrange(state, argument)),
  "pane-larger": (state, call) => still(resizePane(state, step(state, call))),
  "pane-smaller": (state, call) => still(resizePane(state, -step(state, call))),
  "panes-even": (state) => still(evenPanes(state)),
  "pane-beside": (state) => arrange(state, "detail beside"),
  "pane-below": (state) => arrange(state, "detail below"),
} as const satisfies Partial<Record<string, Run>>;

/** Columns are narrower than rows are high. */
function step(state: State, { count }: Call): number {
  const border = splitOf(state)?.border;
  return (count ?? 1) * (border !== undefined && "column" in border ? 2 : 1);
}
