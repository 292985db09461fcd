import type { Split } from "../../looks/panes.js";
import type { State } from "../../state.js";
import { frameOf } from "../../stream/frame.js";

/** Rows of the terminal: those of the list, below its title, and those of the panel, below a rule. */
export type SessionsArea = { readonly list: number; readonly panel: number };

const TITLE_AND_RULE = 2;
const LEAST_ROWS = 3;

export function sessionsArea(state: Pick<State, "size" | "sessions" | "looks">): SessionsArea {
  const room = roomOf(state);
  const most = Math.max(LEAST_ROWS, Math.floor((room * state.looks.layout.shares.sessions) / 1000));
  const list = Math.max(1, Math.min(state.sessions.list?.length ?? 0, most, room - 1));
  return { list, panel: room - list };
}

function roomOf({ size, looks }: Pick<State, "size" | "looks">): number {
  return Math.max(2, frameOf({ size, looks, overlays: [] }).stream.rows - TITLE_AND_RULE);
}

/** The list and the panel as panes; undefined while there is nothing to divide. */
export function sessionsPanes(state: State): Split | undefined {
  if ((state.sessions.list?.length ?? 0) === 0) return undefined;
  const { list } = sessionsArea(state);
  const { row } = frameOf({ size: state.size, looks: state.looks, overlays: [] }).stream;
  return { pane: "sessions", cells: roomOf(state), size: list, border: { row: row + 1 + list }, isBehind: false };
}
