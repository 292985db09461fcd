import { keySections } from "../keys/table.js";
import type { State } from "../state.js";
import { replaceOverlay, topOverlay } from "./stack.js";

/** Rows that a dialog needs besides its contents: border, title and a margin. */
const DIALOG_CHROME = 6;
const WIDEST_DIALOG = 100;

/** Rows of contents in a dialog (help, list, palette) that is as large as dialogs get. */
export function dialogRows({ size }: State): number {
  return Math.max(1, size.rows - DIALOG_CHROME);
}

/** Cells of contents in a row of a dialog. */
export function dialogColumns({ size }: State): number {
  return Math.max(1, Math.min(WIDEST_DIALOG, size.columns - 8));
}

/** How many places the help can be scrolled to: each section is its title, its rows and a blank line. */
export function helpLength(state: State): number {
  const lines = keySections(state.bindings).reduce((sum, { rows }) => sum + rows.length + 2, 0);
  return Math.max(1, lines - dialogRows(state));
}

/** Scrolls the help to a line, as far as there is any. */
export function scrollHelp(state: State, to: number): State {
  const top = topOverlay(state);
  if (top?.kind !== "help") return state;
  return replaceOverlay(state, { ...top, scroll: Math.max(0, Math.min(helpLength(state) - 1, to)) });
}
