import type { LogEntry } from "../../core/entry.js";
import type { Place, State } from "../state.js";
import { pauseFollow } from "./follow.js";
import { entryAtCursor } from "./marks.js";
import { moveBy } from "./motion.js";
import { repeatAround } from "./repeats.js";

/** The lines between where a selection began and the cursor, whichever comes first; both ends are among them. */
export type Ends = { readonly from: Place; readonly to: Place };

/** Where an entry stands in the order of the log. */
export function placeOf({ id, order }: LogEntry): Place {
  return { id, order };
}

/** Begins a selection at the cursor; with a count it has so many lines at once. */
export function beginSelection(state: State, count: number): State {
  const entry = entryAtCursor(state);
  if (entry === undefined) return state;
  const paused = pauseFollow(state);
  return moveBy({ ...paused, stream: { ...paused.stream, selection: placeOf(entry) } }, count - 1);
}

/** Nothing is selected any more. */
export function endSelection(state: State): State {
  return state.stream.selection === undefined ? state : { ...state, stream: { ...state.stream, selection: undefined } };
}

/** Undefined where nothing is selected. */
export function selectionEnds(state: State): Ends | undefined {
  const { selection } = state.stream;
  const entry = entryAtCursor(state);
  if (selection === undefined || entry === undefined) return undefined;
  const here = placeOf(entry);
  return byPlace(selection, here) <= 0
    ? { from: selection, to: endOf(state, here) }
    : { from: here, to: endOf(state, selection) };
}

/** All that a row stands for is selected with it. */
function endOf(state: State, place: Place): Place {
  const repeat = repeatAround(state, place.id);
  return repeat?.isOpen === false ? repeat.last : place;
}

/** Whether a place lies within. */
export function isBetween(place: Place, { from, to }: Ends): boolean {
  return byPlace(place, from) >= 0 && byPlace(place, to) <= 0;
}

function byPlace(left: Place, right: Place): number {
  return left.order - right.order || left.id - right.id;
}
