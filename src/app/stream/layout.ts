import type { EntryId, LogEntry } from "../../core/entry.js";
import type { State } from "../state.js";
import { type Fit, fitOf, heightOf } from "./entry-lines.js";
import { frameOf } from "./frame.js";

/**
 * The loaded page as lines: entry i begins on line `tops[i]` of the page and `tops[length]` is the number of lines. The
 * stream's area shows the lines [view, view + rows).
 */
export type Layout = {
  readonly entries: readonly LogEntry[];
  readonly tops: readonly number[];
  readonly rows: number;
  readonly fit: Fit;
  /** Index of the cursor's entry, -1 when there is none. */
  readonly cursor: number;
  /** Line of the page that is on top of the area; negative while lines above the page are not loaded. */
  readonly view: number;
};

/** Linear in the page's length when the page or the fit is new, else a look-up of the cursor. */
export function layoutOf(state: State): Layout {
  const entries = state.stream.page?.entries ?? NO_ENTRIES;
  const fit = fitOf(state);
  const tops = topsOf(entries, fit);
  const cursor = indexOfEntry(entries, state.stream.cursor);
  const top = tops[cursor] ?? 0;
  return { entries, tops, rows: frameOf(state).stream.rows, fit, cursor, view: top - state.stream.cursorLine };
}

const NO_ENTRIES: readonly LogEntry[] = [];

/** The last arithmetic of each page, since every action asks for it several times. */
const known = new WeakMap<readonly LogEntry[], { readonly fit: Fit; readonly tops: readonly number[] }>();

function topsOf(entries: readonly LogEntry[], fit: Fit): readonly number[] {
  const last = known.get(entries);
  if (last?.fit === fit) return last.tops;
  const tops = [0];
  let line = 0;
  for (const entry of entries) {
    line += heightOf(entry, fit);
    tops.push(line);
  }
  known.set(entries, { fit, tops });
  return tops;
}

/** Lines of entry `index`; 0 outside the page. */
export function heightAt(layout: Layout, index: number): number {
  return (layout.tops[index + 1] ?? 0) - (layout.tops[index] ?? 0);
}

/** Lines of the whole page. */
export function lineCount(layout: Layout): number {
  return layout.tops.at(-1) ?? 0;
}

/** Index of the entry that has this line of the page; the first or last one outside. -1 on an empty page. */
export function indexAtLine(layout: Layout, line: number): number {
  let low = 0;
  let high = layout.entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((layout.tops[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return high < 0 ? -1 : low;
}

/** Where the entry is, -1 when it is not there. */
export function indexOfEntry(entries: readonly LogEntry[], id: EntryId | undefined): number {
  return id === undefined ? -1 : entries.findIndex((entry) => entry.id === id);
}

/** Whether the page's first entry is the first there is. */
export function isAtStart(state: State): boolean {
  return state.stream.page?.atStart ?? false;
}

/** Whether nothing can come below the page, as far as is known. */
export function isAtEnd(state: State): boolean {
  return (state.stream.page?.atEnd ?? false) && !state.stream.grown;
}

/**
 * The line that the cursor's entry should begin on, so that the entry is seen and no room is wasted: not below the first
 * line while the start of the log is loaded, not leaving rows empty at the end while there are lines above.
 */
export function settledLine(state: State, layout: Layout): number {
  const above = layout.tops[layout.cursor] ?? 0;
  const below = lineCount(layout) - above;
  const height = heightAt(layout, layout.cursor);
  const { rows } = layout;
  let line = clampToView(state.stream.cursorLine, height, rows);
  if (isLoadedToEnd(state)) line = Math.max(line, Math.min(rows - below, above));
  if (isAtStart(state)) line = Math.min(line, above);
  return clampToView(line, height, rows);
}

/** Entries of the page's end count as the end even when more has come: new lines fill the room, they do not make any. */
function isLoadedToEnd(state: State): boolean {
  return state.stream.page?.atEnd ?? false;
}

/** Keeps an entry in sight: whole if it fits, else filling the area. */
export function clampToView(line: number, height: number, rows: number): number {
  const lowest = Math.min(0, rows - height);
  const highest = Math.max(0, rows - height);
  return Math.max(lowest, Math.min(highest, line));
}
