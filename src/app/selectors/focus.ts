import { detailOf } from "../overlays/detail.js";
import { topOverlay } from "../overlays/stack.js";
import type { State } from "../state.js";
import { frameOf } from "../stream/frame.js";
import { selectDetail } from "./overlays.js";
import { selectSessions } from "./sessions.js";

/** Row of the terminal, from 0, that says what the keys are about; undefined where something else has the keyboard. */
export function selectFocusRow(state: State): number | undefined {
  const top = topOverlay(state);
  if (top?.kind === "detail") return detailRow(state);
  if (top !== undefined) return undefined;
  const { stream, scrub } = frameOf(state);
  const last = stream.row + stream.rows - 1;
  switch (state.view) {
    case "stream":
      return Math.max(stream.row, Math.min(last, stream.row + state.stream.cursorLine));
    case "sessions":
      return Math.min(last, stream.row + sessionsRow(state));
    case "replay":
      return scrub?.row ?? last;
    default:
      // Charts say on their last line what is selected.
      return last;
  }
}

function detailRow(state: State): number | undefined {
  const detail = detailOf(state);
  const area = selectDetail(state)?.area;
  if (detail === undefined || area === undefined) return undefined;
  return area.row + Math.max(0, Math.min(area.rows - 1, detail.selected - detail.scroll));
}

function sessionsRow(state: State): number {
  const { pane, area, selected, panelRow } = selectSessions(state);
  return pane === "list" ? 1 + selected : area.list + 2 + panelRow;
}
