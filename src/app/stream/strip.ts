import type { AggregateSnapshot, TimeSpan } from "../../core/ports.js";
import type { Slice, Statement } from "../../core/query/statement.js";
import { type Micros, micros } from "../../core/time.js";
import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import { effectiveQuery } from "../query/effective.js";
import { addFilter } from "../query/filters.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { type Grid, gridOf, sliceWidth } from "../views/heatmap/grid.js";
import { inWords } from "../views/in-words.js";
import { isLoading, loadTable } from "../views/load-table.js";
import { pauseFollow } from "./follow.js";
import { frameOf } from "./frame.js";
import { indexOfEntry } from "./layout.js";
import { entryAtCursor } from "./marks.js";
import { NO_STRIP, STRIP_MARGIN, type StripState } from "./strip-state.js";
import { requestPage } from "./window.js";

/** Of a log whose reach is not known yet: slices as wide as some dozens of them are. */
const REACH = "reach";
const COUNTS = "counts";

/** Shows the strip with the keys on it, gives it the keys, or takes it away. */
export function toggleStrip(state: State): Step<State> {
  const { isShown, isFocused } = state.strip;
  if (!isShown) return askStrip({ ...state, strip: { ...NO_STRIP, isShown: true, isFocused: true } });
  return still({ ...state, strip: isFocused ? NO_STRIP : { ...state.strip, isFocused: true } });
}

/** Gives up the range that is being marked, else the keys. */
export function leaveStrip(state: State): State {
  const left = state.strip.anchor === undefined ? { isFocused: false, at: undefined } : { anchor: undefined };
  return { ...state, strip: { ...state.strip, ...left } };
}

/** Asks for the counts of all that is let through; where it is not known from when to when, for that first. */
function askStrip(state: State): Step<State> {
  return loadTable(state, "stream", REACH, statement(state, { kind: "auto" }));
}

/** The log has grown: the same slices once more. */
export function stripGrew(state: State): Step<State> {
  const { grid, isShown } = state.strip;
  if (!isShown || isLoading(state, "stream", COUNTS) || isLoading(state, "stream", REACH)) return still(state);
  return grid === undefined ? askStrip(state) : askCounts(state, grid.width);
}

/** After what a person did: other filters, or another width, want other counts. */
export function syncStrip(before: State, state: State): Step<State> {
  if (!state.strip.isShown || state.view !== "stream") return still(state);
  const isSame = before.filters === state.filters && before.size.columns === state.size.columns;
  return isSame && before.scope === state.scope && before.view === state.view ? still(state) : askStrip(state);
}

function askCounts(state: State, width: number): Step<State> {
  const asked = { ...state, strip: { ...state.strip, width } };
  return loadTable(asked, "stream", COUNTS, statement(state, { kind: "width", width }));
}

function statement(state: State, slice: Slice): Statement {
  return { query: effectiveQuery(state.filters), stages: [{ kind: "count", slice, by: ["level"] }] };
}

/** What was there stays until all of the new is; slices that are too many for the strip are asked for anew. */
export function stripTableCame(state: State, purpose: string, { table, isComplete }: AggregateSnapshot): Step<State> {
  if (!isComplete) return still(state);
  const columns = stripColumns(state);
  const rough = gridOf(table, "level", purpose === REACH ? undefined : state.strip.width);
  if (purpose !== REACH && rough !== undefined && rough.columns <= columns) return still(withGrid(state, rough));
  if (rough === undefined) return still(withGrid(state, undefined));
  return askCounts(state, sliceWidth(spanOf(rough), columns));
}

function withGrid(state: State, grid: Grid | undefined): State {
  return { ...state, strip: { ...state.strip, grid } };
}

function spanOf({ from, width, columns }: Grid): TimeSpan {
  return { from, to: from + columns * width };
}

/** Cells that the bars have. */
function stripColumns({ size }: Pick<State, "size">): number {
  return Math.max(8, size.columns - 2 * STRIP_MARGIN);
}

/** The column that one is on: where one went on the strip, else where the lines are. */
export function stripColumn(state: State, grid: Grid): number {
  const { at } = state.strip;
  const order = entryAtCursor(state)?.order;
  const place = at !== undefined && isWhereItLed(state, at) ? at : order;
  return place === undefined ? grid.columns - 1 : columnOf(grid, place);
}

/** Whether the lines are still where they were taken along to: on the first one from then on, or on their way there. */
function isWhereItLed(state: State, at: Micros): boolean {
  const { page, cursor } = state.stream;
  if (state.requests.page !== undefined) return true;
  const entries = page?.entries ?? [];
  const index = indexOfEntry(entries, cursor);
  const [before, entry] = [entries[index - 1], entries[index]];
  const isFrom = entry !== undefined && (entry.order >= at || index === entries.length - 1);
  return isFrom && (before === undefined || before.order < at);
}

function columnOf({ from, width, columns }: Grid, at: number): number {
  return Math.max(0, Math.min(columns - 1, Math.floor((at - from) / width)));
}

/** So many slices on; the lines go along. */
export function moveOnStrip(state: State, steps: number): Step<State> {
  const { grid } = state.strip;
  if (grid === undefined) return still(state);
  const column = Math.max(0, Math.min(grid.columns - 1, stripColumn(state, grid) + steps));
  const at = micros(grid.from + column * grid.width);
  const paused = pauseFollow({ ...state, strip: { ...state.strip, at }, stream: { ...state.stream, travel: 0 } });
  const line = Math.floor(frameOf(state).stream.rows / 3);
  return requestPage(paused, { kind: "time", at }, { kind: "anchor", line });
}

/** Begins a range where one is, or gives it up. */
export function markStripRange(state: State): State {
  const { grid, anchor } = state.strip;
  if (grid === undefined) return state;
  const at = micros(grid.from + stripColumn(state, grid) * grid.width);
  return { ...state, strip: { ...state.strip, anchor: anchor === undefined ? at : undefined } };
}

/** The slices between where a range began and where one is, both among them; else the one that one is on. */
export function stripRange(state: State, grid: Grid): { readonly from: number; readonly to: number } {
  const here = stripColumn(state, grid);
  const began = state.strip.anchor === undefined ? here : columnOf(grid, state.strip.anchor);
  return { from: Math.min(began, here), to: Math.max(began, here) };
}

/** Shows only what is in the range: a filter like any other, which can be taken back. */
export function restrictToStrip(state: State): Step<State> {
  const { grid } = state.strip;
  if (grid === undefined) return notice(state, "info", "nothing has been counted yet");
  const { from, to } = stripRange(state, grid);
  const start: Micros = micros(grid.from + from * grid.width);
  const query = { kind: "time", from: start, to: micros(grid.from + (to + 1) * grid.width) } as const;
  const strip: StripState = { ...state.strip, anchor: undefined, at: undefined, grid: undefined };
  return addFilter({ ...state, strip }, { mode: "include", ...inWords(query) });
}
