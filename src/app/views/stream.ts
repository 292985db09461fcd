import { widthOf } from "../../lib/width.js";
import type { Call } from "../command.js";
import type { Step } from "../effect.js";
import type { Motion } from "../motion.js";
import { facetOf } from "../query/facet.js";
import { goToTime } from "../run/goto.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { linesOf } from "../stream/entry-lines.js";
import { pauseFollow, resumeFollow } from "../stream/follow.js";
import { frameOf } from "../stream/frame.js";
import { leaveTrace } from "../stream/jumps.js";
import { indexAtLine, layoutOf } from "../stream/layout.js";
import { entryAtCursor } from "../stream/marks.js";
import { moveBy, scrollBy } from "../stream/motion.js";
import { isOnStrip } from "../stream/strip-state.js";
import { moveOnStrip, stripGrew, stripTableCame } from "../stream/strip.js";
import { ensureWindow, requestPage } from "../stream/window.js";
import { inWords } from "./in-words.js";
import type { View } from "./view.js";

/** Cells that one press of h or l moves the text. */
const SIDEWAYS_CELLS = 8;

/** The lines themselves. What they need is asked for by `stream/`, as news and keys come. */
export const stream: View = {
  title: "Stream",
  open(state) {
    // Another view may have moved the time cursor.
    const { timeCursor: at } = state;
    return at === undefined || at === entryAtCursor(state)?.at ? ensureWindow(state) : goToTime(state, at);
  },
  grew: (state) => stripGrew(state),
  move: moveStream,
  sideways,
  choose: () => undefined,
  at: (state) => entryAtCursor(state)?.at,
  entry: entryAtCursor,
  focused: (state) => {
    const entry = entryAtCursor(state);
    return entry === undefined ? undefined : inWords(facetOf(entry).query);
  },
  tableCame: stripTableCame,
};

function moveStream(state: State, by: Motion, call: Call): Step<State> {
  const { rows } = frameOf(state).stream;
  const times = call.count ?? 1;
  switch (by.unit) {
    case "line":
      return still(moveBy(state, by.direction * times));
    case "half":
      return still(scrollBy(state, by.direction * times * Math.max(1, rows >> 1)));
    case "page":
      // Two lines stay in sight, so that the eye finds on.
      return still(scrollBy(state, by.direction * times * Math.max(1, rows - 2)));
    case "end":
      if (call.count !== undefined) return call.run(state, "goto", String(call.count));
      return by.direction < 0 ? toHead(state) : toTail(leaveTrace(state));
  }
}

function toHead(state: State): Step<State> {
  const paused = pauseFollow(leaveTrace(state));
  return requestPage({ ...paused, stream: { ...paused.stream, travel: 0 } }, { kind: "head" }, { kind: "head" });
}

/** Goes to the newest line and follows. */
export function toTail(state: State): Step<State> {
  const { markedOnly } = state.stream;
  const resumed = markedOnly ? state : resumeFollow(state);
  return requestPage(resumed, { kind: "tail" }, { kind: "tail" });
}

/** Not beyond what the longest line on the screen has to show. */
function sideways(state: State, steps: number): Step<State> {
  if (isOnStrip(state)) return moveOnStrip(state, steps);
  const layout = layoutOf(state);
  const { entries, fit, view, rows } = layout;
  const seen = entries.slice(Math.max(0, indexAtLine(layout, view)), indexAtLine(layout, view + rows) + 1);
  const widest = seen.flatMap((entry) => linesOf(entry, fit)).reduce((most, line) => Math.max(most, widthOf(line)), 0);
  const limit = Math.max(state.stream.sideways, widest - (fit.columns >> 1));
  const cells = Math.max(0, Math.min(limit, state.stream.sideways + steps * SIDEWAYS_CELLS));
  return still({ ...state, stream: { ...state.stream, sideways: cells } });
}
