import type { State } from "../../state.js";
import { frameOf } from "../../stream/frame.js";

/** Rows of the terminal: those of the list, below its title, and those of the panel, below a rule. */
export type SessionsArea = { readonly list: number; readonly panel: number };

const TITLE_AND_RULE = 2;
/** The list has no more than this part of the view. */
const LIST_SHARE = 0.4;
const LEAST_ROWS = 3;

export function sessionsArea({ size, sessions }: Pick<State, "size" | "sessions">): SessionsArea {
  const room = Math.max(2, frameOf({ size, overlays: [] }).stream.rows - TITLE_AND_RULE);
  const most = Math.max(LEAST_ROWS, Math.floor(room * LIST_SHARE));
  const list = Math.max(1, Math.min(sessions.list?.length ?? 0, most, room - 1));
  return { list, panel: room - list };
}
