import type { Fault } from "../../core/fault.js";
import { type SavedChange, type SavedFilter, withChange } from "../../core/query/saved/saved-filter.js";
import { withImported } from "../../core/query/saved/words.js";
import { counted } from "../../lib/counted.js";
import type { Action } from "../action.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { notice, noticeFault } from "../notices.js";
import { countRows } from "../overlays/filter-counts.js";
import { keepSelection, selectionOf } from "../overlays/list.js";
import { replaceOverlay } from "../overlays/stack.js";
import { remember } from "../query/undo.js";
import { andThen, withEffects } from "../step.js";
import type { State } from "../state.js";
import { heldBy, savedAs } from "./saved-state.js";

/** A change that a person made: it is there at once, and is written to the file. */
export function changeSaved(state: State, change: SavedChange, moment: Moment): Step<State> {
  return applySaved(remember(state, { kind: "saved", change: inverseOf(state.saved.own, change) }), change, moment);
}

/** The same without a way back: of an undo, which has its own. */
export function applySaved(state: State, change: SavedChange, moment: Moment): Step<State> {
  const shown = show(state, withChange(state.saved.own, change), moment);
  return { state: shown.state, effects: [...shown.effects, { kind: "keep-saved", change }] };
}

/** What is told of the file of saved filters. */
export type SavedNews = Extract<Action, { readonly kind: (typeof SAVED_NEWS)[number] }>;

const SAVED_NEWS = ["saved-came", "saved-imported", "saved-not-kept"] as const;

/** Whether it is about the file of saved filters. */
export function isSavedNews(action: Action): action is SavedNews {
  return SAVED_NEWS.some((kind) => kind === action.kind);
}

/** Takes in what is told of the file. */
export function savedNews(state: State, news: SavedNews, moment: Moment): Step<State> {
  switch (news.kind) {
    case "saved-came":
      return savedCame(state, news.filters, moment);
    case "saved-imported":
      return savedImported(state, news.filters, moment);
    case "saved-not-kept":
      return savedNotKept(state, news.change, news.fault);
  }
}

/** What the file holds is known anew: at the start, after a change of ours, after one of somebody else's. */
function savedCame(state: State, filters: readonly SavedFilter[], moment: Moment): Step<State> {
  return show(state, heldBy(state.saved, filters), moment);
}

/** The file cannot be written: what was changed holds until the end. */
function savedNotKept(state: State, change: SavedChange, fault: Fault): Step<State> {
  const saved = { ...state.saved, unkept: [...state.saved.unkept, change] };
  const message = `${fault.message}; until the end it is as you said`;
  return noticeFault({ ...state, saved }, { ...fault, message });
}

/** Filters of a file come among the user's own. */
function savedImported(state: State, imported: readonly SavedFilter[], moment: Moment): Step<State> {
  const { filters, added, replaced } = withImported(state.saved.own, imported);
  return andThen(changeSaved(state, { kind: "all", filters }, moment), (next) =>
    notice(next, "info", `new filters: ${counted(added)}, replaced: ${counted(replaced)}`, ":undo takes them back"),
  );
}

/** What puts back what a change will take away. */
export function inverseOf(own: readonly SavedFilter[], change: SavedChange): SavedChange {
  switch (change.kind) {
    case "all":
    case "remove":
      return { kind: "all", filters: own };
    case "put": {
      const { filter, insteadOf = filter.name } = change;
      const before = own.find(({ name }) => name === insteadOf);
      if (before === undefined) return { kind: "remove", name: filter.name };
      return { kind: "put", filter: before, insteadOf: filter.name };
    }
  }
}

/** In an open list of filters the selection stays on its row, and newcomers are counted. */
function show(state: State, own: readonly SavedFilter[], moment: Moment): Step<State> {
  const selection = selectionOf(state);
  const saved = savedAs(state.saved, own, moment);
  const changed = { ...state, saved };
  if (selection?.overlay.list !== "filters") return withEffects(changed);
  const { row, overlay } = selection;
  const rows = selectionOf(changed)?.rows ?? [];
  const same = rows.findIndex(
    (other) => row?.kind === "saved" && other.kind === "saved" && other.row.filter.name === row.row.filter.name,
  );
  const kept = same < 0 ? changed : replaceOverlay(changed, { ...overlay, selected: same });
  return andThen(keepSelection(withEffects(kept)), (next) => countRows(next, moment));
}
