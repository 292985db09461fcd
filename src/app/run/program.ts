import type { Run } from "../command.js";
import type { Step } from "../effect.js";
import { leaveList } from "../overlays/list.js";
import { cancelSearch } from "../overlays/search-prompt.js";
import { popOverlay, pushOverlay, topOverlay } from "../overlays/stack.js";
import { NO_TEXT } from "../overlays/text-input.js";
import { still, withEffects } from "../step.js";
import type { State } from "../state.js";
import { toggleMarkedOnly } from "../stream/marks.js";

/** Help, prompts, the way back and the way out. */
export const PROGRAM_RUNS = {
  help: (state) => {
    const isOpen = topOverlay(state)?.kind === "help";
    return still(isOpen ? popOverlay(state) : pushOverlay(state, { kind: "help", scroll: 0 }));
  },
  command: (state) =>
    still(pushOverlay(state, { kind: "command", input: NO_TEXT, recall: undefined, completion: undefined })),
  palette: (state) => still(pushOverlay(state, { kind: "palette", input: NO_TEXT, selected: 0 })),
  close: (state) => (topOverlay(state) === undefined ? withEffects(state, { kind: "quit" }) : goBack(state)),
  escape: (state) => goBack(state),
  redraw: (state) => withEffects(state, { kind: "redraw" }),
  suspend: (state) => withEffects(state, { kind: "suspend" }),
  quit: (state) => withEffects(state, { kind: "quit" }),
} as const satisfies Partial<Record<string, Run>>;

/** One level back, never more. */
export function goBack(state: State): Step<State> {
  const top = topOverlay(state);
  switch (top?.kind) {
    case undefined:
      if (state.search !== undefined) return still({ ...state, search: undefined });
      return state.stream.markedOnly ? toggleMarkedOnly(state) : still(state);
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
      return still(popOverlay(state));
  }
}
