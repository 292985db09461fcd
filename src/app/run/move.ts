import type { Call, Run } from "../command.js";
import type { Step } from "../effect.js";
import { detailArea, detailItems, focusDetail } from "../overlays/detail.js";
import { dialogRows, helpLength, scrollHelp } from "../overlays/help.js";
import { rowsOfList, selectRow } from "../overlays/list.js";
import { paletteRows, selectPaletteRow } from "../overlays/palette.js";
import { topOverlay } from "../overlays/stack.js";
import { still, withEffects } from "../step.js";
import { widthOf } from "../../lib/width.js";
import type { State } from "../state.js";
import { freeze, pauseFollow, resumeFollow } from "../stream/follow.js";
import { linesOf } from "../stream/entry-lines.js";
import { frameOf } from "../stream/frame.js";
import { indexAtLine, layoutOf } from "../stream/layout.js";
import { leaveTrace } from "../stream/jumps.js";
import { moveBy, scrollBy } from "../stream/motion.js";
import { reloadPage, requestPage } from "../stream/window.js";

type Motion = { readonly unit: "line" | "half" | "page" | "end"; readonly direction: -1 | 1 };

/** Cells that one press of h or l moves the text. */
const SIDEWAYS_CELLS = 8;

/** Motions of what has the keyboard, and following. */
export const MOVE_RUNS = {
  down: motion({ unit: "line", direction: 1 }),
  up: motion({ unit: "line", direction: -1 }),
  "half-page-down": motion({ unit: "half", direction: 1 }),
  "half-page-up": motion({ unit: "half", direction: -1 }),
  "page-down": motion({ unit: "page", direction: 1 }),
  "page-up": motion({ unit: "page", direction: -1 }),
  top: motion({ unit: "end", direction: -1 }),
  bottom: motion({ unit: "end", direction: 1 }),
  left: (state, call) => sideways(state, -times(call)),
  right: (state, call) => sideways(state, times(call)),
  "line-start": (state) => still({ ...state, stream: { ...state.stream, sideways: 0 } }),
  follow: (state) =>
    state.stream.follow && state.stream.frozen === undefined ? still(pauseFollow(state)) : toTail(state),
  older: (state) => withEffects(state, { kind: "fetch-older" }),
  freeze: (state) => (state.stream.frozen === undefined ? still(freeze(state)) : thaw(state)),
} as const satisfies Partial<Record<string, Run>>;

/** Moves what has the keyboard: the overlay on top, else the stream. */
function motion(by: Motion): Run {
  return (state, call) => {
    const top = topOverlay(state);
    switch (top?.kind) {
      case "help":
        return still(
          scrollHelp(state, target(by, call, { at: top.scroll, rows: dialogRows(state), length: helpLength(state) })),
        );
      case "detail":
        return still(focusDetail(state, top, target(by, call, detailExtent(state, top.selected))));
      case "list": {
        const length = rowsOfList(state, top.list).length;
        return selectRow(state, top, target(by, call, { at: top.selected, rows: dialogRows(state), length }));
      }
      case "palette": {
        const length = paletteRows(state, top.input.text).length;
        return still(
          selectPaletteRow(state, top, target(by, call, { at: top.selected, rows: dialogRows(state), length })),
        );
      }
      case "command":
      case "search":
      case "filter":
        return still(state);
      case undefined:
        return moveStream(state, by, call);
    }
  };
}

function moveStream(state: State, by: Motion, call: Call): Step<State> {
  const { rows } = frameOf(state).stream;
  switch (by.unit) {
    case "line":
      return still(moveBy(state, by.direction * times(call)));
    case "half":
      return still(scrollBy(state, by.direction * times(call) * Math.max(1, rows >> 1)));
    case "page":
      // Two lines stay in sight, so that the eye finds on.
      return still(scrollBy(state, by.direction * times(call) * Math.max(1, rows - 2)));
    case "end":
      if (call.count !== undefined) return call.run(state, "goto", String(call.count));
      return by.direction < 0 ? toHead(state) : toTail(leaveTrace(state));
  }
}

function toHead(state: State): Step<State> {
  const paused = pauseFollow(leaveTrace(state));
  return requestPage({ ...paused, stream: { ...paused.stream, travel: 0 } }, { kind: "head" }, { kind: "head" });
}

function toTail(state: State): Step<State> {
  const { markedOnly } = state.stream;
  const resumed = markedOnly ? state : resumeFollow(state);
  return requestPage(resumed, { kind: "tail" }, { kind: "tail" });
}

function thaw(state: State): Step<State> {
  const { frozen } = state.stream;
  const thawed = { ...state, stream: { ...state.stream, frozen: undefined, grown: true } };
  return frozen?.followed === true && state.stream.follow ? toTail(thawed) : reloadPage(thawed);
}

/** Not beyond what the longest line on the screen has to show. */
function sideways(state: State, steps: number): Step<State> {
  const layout = layoutOf(state);
  const { entries, fit, view, rows } = layout;
  const seen = entries.slice(Math.max(0, indexAtLine(layout, view)), indexAtLine(layout, view + rows) + 1);
  const widest = seen.flatMap((entry) => linesOf(entry, fit)).reduce((most, line) => Math.max(most, widthOf(line)), 0);
  const limit = Math.max(state.stream.sideways, widest - (fit.columns >> 1));
  const cells = Math.max(0, Math.min(limit, state.stream.sideways + steps * SIDEWAYS_CELLS));
  return still({ ...state, stream: { ...state.stream, sideways: cells } });
}

type Extent = { readonly at: number; readonly rows: number; readonly length: number };

function detailExtent(state: State, at: number): Extent {
  return { at, rows: detailArea(state)?.rows ?? 1, length: detailItems(state).length };
}

function target({ unit, direction }: Motion, call: Call, { at, rows, length }: Extent): number {
  if (unit === "end") return direction < 0 ? 0 : length - 1;
  const step = unit === "line" ? 1 : unit === "half" ? Math.max(1, rows >> 1) : Math.max(1, rows - 1);
  return at + direction * step * times(call);
}

function times({ count }: Call): number {
  return count ?? 1;
}
