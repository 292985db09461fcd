import type { State } from "../state.js";
import { pauseFollow } from "./follow.js";
import { clampToView, heightAt, indexAtLine, isAtEnd, isAtStart, type Layout, layoutOf, lineCount } from "./layout.js";

/** Moves the cursor by entries; what lies beyond the page is gone as soon as it has come. Up ends following. */
export function moveBy(state: State, entries: number): State {
  if (entries === 0) return state;
  const paused = entries < 0 ? pauseFollow(state) : state;
  const layout = layoutOf(paused);
  if (layout.cursor < 0) return paused;
  const scrolled = Math.abs(entries) === 1 ? scrollWithin(paused, layout, entries) : undefined;
  if (scrolled !== undefined) return scrolled;
  const wanted = layout.cursor + entries + paused.stream.travel;
  const index = Math.max(0, Math.min(layout.entries.length - 1, wanted));
  const line = (layout.tops[index] ?? 0) - layout.view;
  return arrive(paused, { index, line, left: wanted - index });
}

/** Moves what is seen by lines, with the cursor keeping its place on the screen as far as entries allow. */
export function scrollBy(state: State, lines: number): State {
  if (lines === 0) return state;
  const paused = lines < 0 ? pauseFollow(state) : state;
  const layout = layoutOf(paused);
  if (layout.cursor < 0) return paused;
  const { cursorLine, travel } = paused.stream;
  const eye = Math.max(0, Math.min(layout.rows - 1, cursorLine));
  const target = layout.view + eye + lines;
  const total = lineCount(layout);
  const last = layout.entries.length - 1;
  if (target < 0) return arrive(paused, { index: 0, line: cursorLine, left: target + travel });
  if (target >= total) return arrive(paused, { index: last, line: cursorLine, left: target - total + 1 + travel });
  const view = layout.view + lines;
  const index = entryInView(layout, { view, at: indexAtLine(layout, target), step: Math.sign(lines) });
  return arrive(paused, { index, line: (layout.tops[index] ?? 0) - view, left: travel });
}

/**
 * The entry nearest to `at`, in the direction of the motion, that can carry the cursor without moving the view: one that is
 * seen whole or fills the area. Where there is none, `at` itself, unless the view would not get on.
 */
function entryInView(
  layout: Layout,
  { view, at, step }: { readonly view: number; readonly at: number; readonly step: number },
): number {
  const lineOf = (index: number): number => (layout.tops[index] ?? 0) - view;
  const settledAt = (index: number): number => clampToView(lineOf(index), heightAt(layout, index), layout.rows);
  for (let index = at; index >= 0 && index < layout.entries.length; index += step) {
    const isOutside = lineOf(index) >= layout.rows || lineOf(index + 1) <= 0;
    if (isOutside) break;
    if (settledAt(index) === lineOf(index)) return index;
  }
  const progress = ((layout.tops[at] ?? 0) - settledAt(at) - layout.view) * step;
  const next = at + step;
  return progress > 0 || next < 0 || next >= layout.entries.length ? at : next;
}

/** Goes the rest of a way whose entries have been loaded meanwhile. */
export function continueTravel(state: State): State {
  const { travel } = state.stream;
  if (travel === 0) return state;
  const layout = layoutOf(state);
  if (layout.cursor < 0) return { ...state, stream: { ...state.stream, travel: 0 } };
  const wanted = layout.cursor + travel;
  const index = Math.max(0, Math.min(layout.entries.length - 1, wanted));
  return arrive(state, { index, line: state.stream.cursorLine, left: wanted - index });
}

type Arrival = { readonly index: number; readonly line: number; readonly left: number };

function arrive(state: State, arrival: Arrival): State {
  const entry = state.stream.page?.entries[arrival.index];
  if (entry === undefined) return state;
  const isOver = arrival.left < 0 ? isAtStart(state) : isAtEnd(state);
  const travel = isOver ? 0 : arrival.left;
  return { ...state, stream: { ...state.stream, cursor: entry.id, cursorLine: arrival.line, travel } };
}

/** An entry taller than the area is read line by line before the next one has its turn. */
function scrollWithin(state: State, layout: Layout, step: number): State | undefined {
  const height = heightAt(layout, layout.cursor);
  const { cursorLine } = state.stream;
  const hidden = step > 0 ? cursorLine + height - layout.rows : -cursorLine;
  if (height <= layout.rows || hidden <= 0 || state.stream.travel !== 0) return undefined;
  return { ...state, stream: { ...state.stream, cursorLine: cursorLine - step } };
}
