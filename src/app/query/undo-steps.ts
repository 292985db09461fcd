import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { notice } from "../notices.js";
import { keepSelection } from "../overlays/list.js";
import { applySaved, inverseOf } from "../saved/keep.js";
import { andThen } from "../step.js";
import type { State } from "../state.js";
import { showFilters } from "./filters.js";
import type { Undoable } from "./undo.js";

/** Takes the last change back. */
export function undo(state: State, moment: Moment): Step<State> {
  const last = state.undo.back.at(-1);
  if (last === undefined) return notice(state, "info", "no change of filters can be taken back");
  const { step, inverse } = putBack(state, last, moment);
  const { back, ahead } = state.undo;
  const done = { back: back.slice(0, -1), ahead: [...ahead, inverse] };
  return { ...step, state: { ...step.state, undo: done } };
}

/** Makes the last change that was taken back again. */
export function redo(state: State, moment: Moment): Step<State> {
  const last = state.undo.ahead.at(-1);
  if (last === undefined) return notice(state, "info", "nothing was taken back");
  const { step, inverse } = putBack(state, last, moment);
  const { back, ahead } = state.undo;
  const done = { back: [...back, inverse], ahead: ahead.slice(0, -1) };
  return { ...step, state: { ...step.state, undo: done } };
}

type PutBack = { readonly step: Step<State>; readonly inverse: Undoable };

function putBack(state: State, undoable: Undoable, moment: Moment): PutBack {
  if (undoable.kind === "saved") {
    const inverse: Undoable = { kind: "saved", change: inverseOf(state.saved.own, undoable.change) };
    return { step: applySaved(state, undoable.change, moment), inverse };
  }
  const { filters } = undoable;
  // Ids are never given twice, or an answer could reach another filter.
  const next = { ...filters, nextId: Math.max(filters.nextId, state.filters.nextId) };
  const words = describe(state, filters.list.length);
  const step = andThen(keepSelection(showFilters(state, next)), (shown) => notice(shown, "info", words));
  return { step, inverse: { kind: "filters", filters: state.filters } };
}

function describe({ filters }: State, after: number): string {
  const before = filters.list.length;
  if (after > before) return "the filter is back";
  return after < before ? "the filter is gone again" : "filters are as before";
}
