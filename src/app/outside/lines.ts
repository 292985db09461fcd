import type { LogEntry } from "../../core/entry.js";
import type { Scope } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { effectiveQuery } from "../query/effective.js";
import type { Place, State } from "../state.js";
import { indexOfEntry } from "../stream/layout.js";
import { entryAtCursor } from "../stream/marks.js";
import { placeOf, selectionEnds, isBetween } from "../stream/selection.js";
import { markedEntries } from "../stream/window.js";

/** Lines that leave the program, in the order of the log. */
export type Lines = { readonly kind: "entries"; readonly entries: readonly LogEntry[] } | LineRange;

/** What the query lets through from one place to another, both among them; without an end up to that of the log. */
export type LineRange = {
  readonly kind: "range";
  readonly query: Query;
  /** With so many neighbours on either side of each match. */
  readonly context: number;
  readonly scope: Scope;
  readonly from: Place | undefined;
  readonly to: Place | undefined;
  /** No more than so many. */
  readonly most: number | undefined;
};

/** What is selected; undefined where nothing is. */
export function selectedLines(state: State): Lines | undefined {
  const ends = selectionEnds(state);
  if (ends === undefined) return undefined;
  if (!state.stream.markedOnly) return rangeOf(state, ends);
  return { kind: "entries", entries: markedEntries(state).filter((entry) => isBetween(placeOf(entry), ends)) };
}

/** So many lines from the cursor on; undefined where there is none. */
export function linesFromCursor(state: State, count: number): Lines | undefined {
  const entry = entryAtCursor(state);
  if (entry === undefined) return undefined;
  if (count <= 1) return { kind: "entries", entries: [entry] };
  if (!state.stream.markedOnly) {
    return { ...rangeOf(state, { from: placeOf(entry), to: state.stream.frozen }), most: count };
  }
  const marks = markedEntries(state);
  const first = Math.max(0, indexOfEntry(marks, entry.id));
  return { kind: "entries", entries: marks.slice(first, first + count) };
}

/** All that is shown, seen or not: what the filters let through, up to where the display is frozen. */
export function shownLines(state: State): Lines {
  if (state.stream.markedOnly) return { kind: "entries", entries: markedEntries(state) };
  return rangeOf(state, { from: undefined, to: state.stream.frozen });
}

function rangeOf(state: State, ends: { readonly from: Place | undefined; readonly to: Place | undefined }): LineRange {
  const to = ends.to === undefined ? undefined : { id: ends.to.id, order: ends.to.order };
  return {
    kind: "range",
    query: effectiveQuery(state.filters),
    context: state.stream.context,
    scope: state.scope,
    from: ends.from,
    to,
    most: undefined,
  };
}
