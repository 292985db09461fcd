import type { Call, Run } from "../command.js";
import type { Step } from "../effect.js";
import { detailArea, detailItems, focusDetail } from "../overlays/detail.js";
import { dialogRows, helpLength, scrollHelp } from "../overlays/help.js";
import { rowsOfList, selectRow } from "../overlays/list.js";
import { paletteRows, selectPaletteRow } from "../overlays/palette.js";
import { topOverlay } from "../overlays/stack.js";
import type { Motion } from "../motion.js";
import { still, withEffects } from "../step.js";
import type { State } from "../state.js";
import { VIEWS } from "../views/registry.js";
import { toTail } from "../views/stream.js";
import { freeze, pauseFollow } from "../stream/follow.js";
import { reloadPage } from "../stream/window.js";

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
  left: (state, call) => VIEWS[state.view].sideways(state, -times(call), call.moment),
  right: (state, call) => VIEWS[state.view].sideways(state, times(call), call.moment),
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
      case "ask":
        return still(state);
      case undefined:
        return VIEWS[state.view].move(state, by, call);
    }
  };
}

function thaw(state: State): Step<State> {
  const { frozen } = state.stream;
  const thawed = { ...state, stream: { ...state.stream, frozen: undefined, grown: true } };
  return frozen?.followed === true && state.stream.follow ? toTail(thawed) : reloadPage(thawed);
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
