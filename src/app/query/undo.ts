import type { SavedChange } from "../../core/query/saved/saved-filter.js";
import type { FilterState, State } from "../state.js";

/** What was before a change of what is let through, or of what is saved. */
export type Undoable =
  | { readonly kind: "filters"; readonly filters: FilterState }
  | { readonly kind: "saved"; readonly change: SavedChange };

/** The changes that can be taken back, the last one at the end, and those that were. */
export type UndoState = { readonly back: readonly Undoable[]; readonly ahead: readonly Undoable[] };

export const NOTHING_DONE: UndoState = { back: [], ahead: [] };
const MOST_STEPS = 50;

/** Before a change: keeps the way back. */
export function remember(state: State, before: Undoable): State {
  return { ...state, undo: { back: [...state.undo.back, before].slice(-MOST_STEPS), ahead: [] } };
}

/** Before filters change; nothing where they say the same as before. */
export function rememberFilters(state: State, next: FilterState): State {
  const { filters } = state;
  const isSame = next.list === filters.list && next.level === filters.level && next.base === filters.base;
  return isSame ? state : remember(state, { kind: "filters", filters });
}
