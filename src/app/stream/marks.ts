import type { Bookmark } from "../../core/bookmark.js";
import type { EntryId, LogEntry } from "../../core/entry.js";
import type { Step } from "../effect.js";
import { withEffects } from "../step.js";
import type { State } from "../state.js";
import { indexOfEntry } from "./layout.js";
import { markedEntries, pageOfMarks, reloadPage, requestPage } from "./window.js";

/** Sets or takes away the bookmark of an entry, and has that kept. */
export function toggleMark(state: State, entry: LogEntry): Step<State> {
  const mark = markOf(state, entry.id);
  if (mark === undefined) return setMark(state, entry, undefined);
  const marks = state.stream.marks.filter((other) => other !== mark);
  return withEffects(withMarks(state, marks), { kind: "keep-bookmark", change: { kind: "remove", entry: entry.id } });
}

/** Marks the entry with a note, or with the words that were there taken away; tags stay. */
export function setMark(state: State, entry: LogEntry, note: string | undefined): Step<State> {
  return keepMark(state, entry, { note, tags: markOf(state, entry.id)?.tags ?? [] });
}

/** Marks the entry with just these words and tags. */
export function keepMark(state: State, entry: LogEntry, { note, tags }: Pick<Bookmark, "note" | "tags">): Step<State> {
  const { marks, page } = state.stream;
  const position = (page?.position ?? 0) + Math.max(0, indexOfEntry(page?.entries ?? [], entry.id));
  const mark = { ...(markOf(state, entry.id) ?? { entry, position }), note, tags };
  const set = withMarks(state, inOrder([...marks.filter((other) => other.entry.id !== entry.id), mark]));
  return withEffects(set, { kind: "keep-bookmark", change: { kind: "set", entry: entry.id, note, tags } });
}

/** Those that were kept before join those that were set since the start. */
export function bookmarksCame(state: State, kept: readonly Bookmark[]): State {
  const own = new Set(state.stream.marks.map(({ entry }) => entry.id));
  return withMarks(state, inOrder([...state.stream.marks, ...kept.filter(({ entry }) => !own.has(entry.id))]));
}

/** The bookmark of the entry. */
export function markOf({ stream }: State, id: EntryId | undefined): Bookmark | undefined {
  return stream.marks.find(({ entry }) => entry.id === id);
}

function withMarks(state: State, marks: readonly Bookmark[]): State {
  const marked = { ...state, stream: { ...state.stream, marks } };
  return state.stream.markedOnly ? showMarks(marked) : marked;
}

function inOrder(marks: readonly Bookmark[]): readonly Bookmark[] {
  return marks.toSorted((left, right) => byPlace(left.entry, right.entry));
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
