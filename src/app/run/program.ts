import type { Run } from "../command.js";
import type { Step } from "../effect.js";
import { declineOffer } from "../kept/restore.js";
import { leaveList } from "../overlays/list.js";
import { cancelSearch } from "../overlays/search-prompt.js";
import { popOverlay, pushOverlay, topOverlay } from "../overlays/stack.js";
import { NO_TEXT } from "../overlays/text-input.js";
import { still, withEffects } from "../step.js";
import type { State } from "../state.js";
import type { Moment } from "../moment.js";
import { markRange } from "../views/heatmap/heatmap.js";
import { backToView, showView } from "../views/show-view.js";
import { toggleMarkedOnly } from "../stream/marks.js";
import { isSelecting } from "../stream/selecting.js";
import { endSelection } from "../stream/selection.js";
import { isOnStrip } from "../stream/strip-state.js";
import { leaveStrip } from "../stream/strip.js";

/** Help, prompts, the way back and the way out. */
export const PROGRAM_RUNS = {
  help: (state) => {
    const isOpen = topOverlay(state)?.kind === "help";
    return still(isOpen ? popOverlay(state) : pushOverlay(state, { kind: "help", scroll: 0 }));
  },
  command: (state) =>
    still(
      pushOverlay(state, {
        kind: "command",
        input: NO_TEXT,
        recall: undefined,
        completion: undefined,
        fault: undefined,
      }),
    ),
  palette: (state) => still(pushOverlay(state, { kind: "palette", input: NO_TEXT, selected: 0 })),
  close: (state, { moment }) =>
    topOverlay(state) === undefined && !isSelecting(state) && !isOnStrip(state)
      ? (leave(state, moment) ?? withEffects(state, { kind: "quit" }))
      : goBack(state),
  escape: (state) => goBack(state),
  redraw: (state) => withEffects(state, { kind: "redraw" }),
  suspend: (state) => withEffects(state, { kind: "suspend" }),
  quit: (state) => withEffects(state, { kind: "quit" }),
} as const satisfies Partial<Record<string, Run>>;

/** Out of the lines to the chart that led to them, and out of a chart to the lines; undefined when that is where one is. */
function leave(state: State, moment: Moment): Step<State> | undefined {
  return backToView(state, false, moment) ?? (state.view === "stream" ? undefined : showView(state, "stream", moment));
}

/** One level back, never more. */
export function goBack(state: State): Step<State> {
  const top = topOverlay(state);
  switch (top?.kind) {
    case undefined:
      return backInView(state);
    case "search":
      return cancelSearch(state, top);
    case "list":
      return leaveList(state, top);
    case "filter":
      return still(popOverlay({ ...state, requests: { ...state.requests, preview: undefined } }));
    case "help":
    case "detail":
    case "command":
    case "palette":
    case "ask":
      return still(popOverlay(state));
  }
}

/** Nothing lies over the view: what was selected, marked or searched for there is given up. */
function backInView(state: State): Step<State> {
  if (state.kept.offeredAt !== undefined) return still(declineOffer(state));
  if (isSelecting(state)) return still(endSelection(state));
  if (isOnStrip(state)) return still(leaveStrip(state));
  if (state.heatmap.anchor !== undefined) return still(markRange(state));
  if (state.search !== undefined) return still({ ...state, search: undefined });
  return state.stream.markedOnly ? toggleMarkedOnly(state) : still(state);
}
