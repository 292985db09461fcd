import { type KeySection, keySections } from "../keys/table.js";
import type { State } from "../state.js";
import { replaceOverlay, topOverlay } from "./stack.js";

/** Rows of contents in a dialog (help, lists, palette): its border, title and a margin are taken off. */
const DIALOG_CHROME = 6;
const WIDEST_DIALOG = 100;

/** Size of the contents of a dialog that is as large as dialogs get. */
export function dialogRows({ size }: State): number {
  return Math.max(1, size.rows - DIALOG_CHROME);
}

export function dialogColumns({ size }: State): number {
  return Math.max(1, Math.min(WIDEST_DIALOG, size.columns - 8));
}

export type HelpLine =
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "keys"; readonly keys: readonly string[]; readonly summary: string; readonly command: string }
  | { readonly kind: "blank" };

/** Every line of the help, from the tables of bindings and commands. */
export function helpLines(state: State): readonly HelpLine[] {
  return keySections(state.bindings).flatMap((section, index) => linesOfSection(section, index > 0));
}

export function helpLength(state: State): number {
  // The last page is the last place to scroll to.
  return Math.max(1, helpLines(state).length - dialogRows(state) + 1);
}

export function scrollHelp(state: State, to: number): State {
  const top = topOverlay(state);
  if (top?.kind !== "help") return state;
  return replaceOverlay(state, { ...top, scroll: Math.max(0, Math.min(helpLength(state) - 1, to)) });
}

function linesOfSection(section: KeySection, spaced: boolean): readonly HelpLine[] {
  const rows = section.rows.map((row): HelpLine => ({
    kind: "keys",
    keys: row.keys,
    summary: row.summary,
    command: row.command,
  }));
  const title: HelpLine = { kind: "title", text: section.title };
  return spaced ? [{ kind: "blank" }, title, ...rows] : [title, ...rows];
}
