import type { LogEntry } from "../../core/entry.js";
import type { Step } from "../effect.js";
import type { State } from "../state.js";
import { indexOfEntry } from "./layout.js";
import { markedEntries, pageOfMarks, reloadPage, requestPage } from "./window.js";

/** Sets or takes away the bookmark of the cursor's entry. */
export function toggleMark(state: State): State {
  const entry = entryAtCursor(state);
  if (entry === undefined) return state;
  const { marks, page } = state.stream;
  const isMarked = marks.some((mark) => mark.entry.id === entry.id);
  const added = { entry, position: (page?.position ?? 0) + indexOfEntry(page?.entries ?? [], entry.id) };
  const kept = isMarked
    ? marks.filter((mark) => mark.entry.id !== entry.id)
    : [...marks, added].toSorted((left, right) => byPlace(left.entry, right.entry));
  const marked = { ...state, stream: { ...state.stream, marks: kept } };
  return state.stream.markedOnly ? showMarks(marked) : marked;
}

/** Shows the bookmarks alone, or all entries again. */
export function toggleMarkedOnly(state: State): Step<State> {
  const markedOnly = !state.stream.markedOnly;
  const toggled = { ...state, stream: { ...state.stream, markedOnly, travel: 0 } };
  if (!markedOnly) return reloadPage(toggled);
  const requests = { ...toggled.requests, page: undefined };
  return requestPage({ ...toggled, requests }, { kind: "head" }, { kind: "keep" });
}

/** The bookmark before or after the cursor. */
export function markFrom(state: State, direction: "older" | "newer"): LogEntry | undefined {
  const from = entryAtCursor(state);
  if (from === undefined) return undefined;
  const marks = markedEntries(state);
  return direction === "newer"
    ? marks.find((mark) => byPlace(mark, from) > 0)
    : marks.findLast((mark) => byPlace(mark, from) < 0);
}

/** The entry that the reader is on. */
export function entryAtCursor(state: State): LogEntry | undefined {
  const entries = state.stream.page?.entries ?? [];
  return entries[indexOfEntry(entries, state.stream.cursor)];
}

/** The order of the log. */
function byPlace(left: LogEntry, right: LogEntry): number {
  return left.order - right.order || left.id - right.id;
}

/** The cursor's bookmark may have gone: the next one takes its place. */
function showMarks(state: State): State {
  const before = state.stream.page?.entries ?? [];
  const index = indexOfEntry(before, state.stream.cursor);
  const marks = markedEntries(state);
  const cursor = marks.find((mark) => mark.id === state.stream.cursor) ?? marks[Math.min(index, marks.length - 1)];
  return { ...state, stream: { ...state.stream, page: pageOfMarks(marks), cursor: cursor?.id } };
}
