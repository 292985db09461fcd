import type { Binding, BindingScope } from "../binding.js";
import { type KeySection, keySections } from "../keys/table.js";
import { scopesOf } from "../keys/scopes.js";
import type { State } from "../state.js";
import { VIEW_IDS } from "../view-id.js";
import { SIGNS } from "./signs.js";
import { replaceOverlay, topOverlay } from "./stack.js";

/** Rows that a dialog needs besides its contents: border, title and a margin. */
const DIALOG_CHROME = 6;
/** Cells that a dialog may always take, and its part of the screen beyond them. */
const ROOMY_DIALOG = 100;
const PART_OF_SCREEN = 0.7;
const WIDEST_DIALOG = 140;

/** Rows of contents in a dialog (help, list, palette) that is as large as dialogs get. */
export function dialogRows({ size }: State): number {
  return Math.max(1, size.rows - DIALOG_CHROME);
}

/** Cells of contents in a row of a dialog. */
export function dialogColumns({ size }: State): number {
  const wished = Math.max(ROOMY_DIALOG, Math.floor(size.columns * PART_OF_SCREEN));
  return Math.max(1, Math.min(wished, WIDEST_DIALOG, size.columns - 8));
}

/** The keys that do something where the help was called from, its own first, and those of what may lie over it. */
export function helpSections(state: State): readonly KeySection[] {
  const below = scopesOf({ ...state, overlays: state.overlays.filter((overlay) => overlay.kind !== "help") });
  const rank = ({ scope }: KeySection): number => (scope === undefined ? below.length : rankIn(below, scope));
  return keySections(helpful(state.bindings, below)).toSorted((one, other) => rank(one) - rank(other));
}

/** Without the scopes of other views, and without keys that a scope further in has for something else. */
function helpful(bindings: readonly Binding[], below: readonly BindingScope[]): readonly Binding[] {
  return bindings.flatMap((binding) => {
    const depth = below.indexOf(binding.scope);
    if (depth < 0) return OF_VIEWS.has(binding.scope) ? [] : [binding];
    const inner = bindings.filter(({ scope }) => below.slice(0, depth).includes(scope));
    const keys = binding.keys.filter((key) => !inner.some((other) => other.keys.includes(key)));
    return keys.length === 0 ? [] : [{ ...binding, keys }];
  });
}

const OF_VIEWS: ReadonlySet<BindingScope> = new Set(VIEW_IDS);

function rankIn(scopes: readonly BindingScope[], scope: BindingScope): number {
  const index = scopes.indexOf(scope);
  return index < 0 ? scopes.length + 1 : index;
}

/** How many places the help can be scrolled to: a section is its title, its rows and a blank line; so is the legend. */
export function helpLength(state: State): number {
  const sections = [...helpSections(state).map(({ rows }) => rows), SIGNS];
  const lines = sections.reduce((sum, rows) => sum + rows.length + 2, -1);
  return Math.max(1, lines - dialogRows(state) + 1);
}

/** Scrolls the help to a line, as far as there is any. */
export function scrollHelp(state: State, to: number): State {
  const top = topOverlay(state);
  if (top?.kind !== "help") return state;
  return replaceOverlay(state, { ...top, scroll: Math.max(0, Math.min(helpLength(state) - 1, to)) });
}
