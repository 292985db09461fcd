import type { AggregateSnapshot, TimeSpan } from "../../../core/ports.js";
import { EVERYTHING, type Query } from "../../../core/query/ast.js";
import { nameTemplates } from "../../../core/query/name-templates.js";
import type { Slice, Statement } from "../../../core/query/statement.js";
import { type Micros, micros } from "../../../core/time.js";
import type { Step } from "../../effect.js";
import type { Motion } from "../../motion.js";
import { fieldQuery } from "../../overlays/detail.js";
import { allOf, effectiveQuery } from "../../query/effective.js";
import { still } from "../../step.js";
import type { State } from "../../state.js";
import { isLoading, loadTable } from "../load-table.js";
import { inWords } from "../in-words.js";
import { loadPatterns } from "../load-patterns.js";
import type { Focus, View } from "../view.js";
import { type Grid, gridOf, gridOfPatterns, type GridRow, sliceWidth } from "./grid.js";
import { HEATMAP_FIELDS, type HeatmapField, type HeatmapState } from "./heatmap-state.js";
import { heatmapArea } from "./heatmap-area.js";

/** Of a log whose reach is not known yet: slices as wide as some dozens of them are. */
const REACH = "reach";
const COUNTS = "counts";

/** A zoom shows half of what was shown, or twice as much. */
const ZOOM = 2;

export const heatmap: View = {
  title: "Heatmap",
  open: (state) => ask(state),
  grew: (state) =>
    isLoading(state, "heatmap", COUNTS) || isLoading(state, "heatmap", REACH) ? still(state) : ask(state),
  move: (state, by, { count }) => still(moveRow(state, by, count ?? 1)),
  sideways: (state, steps) => still(moveColumn(state, steps)),
  choose: (state) => {
    const { anchor } = state.heatmap;
    const cell = selectedCell(state);
    if (cell === undefined) return undefined;
    const marked = anchor === undefined ? undefined : rangeOf(state.heatmap, cell, anchor);
    const span: Query = marked === undefined ? EVERYTHING : { kind: "time", from: marked.from, to: marked.to };
    const left = { ...state, heatmap: { ...state.heatmap, anchor: undefined } };
    const focus = focusOf(state.heatmap, allOf([span, rowQuery(state.heatmap.by, cell.row)]));
    return { state: left, ...focus, at: marked?.from ?? micros(cell.from) };
  },
  at: (state) => state.timeCursor,
  focused: (state) => {
    const cell = selectedCell(state);
    return cell === undefined ? undefined : focusOf(state.heatmap, rowQuery(state.heatmap.by, cell.row));
  },
  tableCame: (state, purpose, snapshot) => tableCame(state, purpose, snapshot),
  patternsCame: (state, snapshot) => {
    const { grid } = state.heatmap;
    // Counting takes a while: what there is so far is shown, but not in the place of what is whole.
    const isFirst = grid?.by !== "template" || grid.isPartial === true;
    return snapshot.isComplete || isFirst ? withGrid(state, gridOfPatterns(snapshot)) : state;
  },
};

/** Asks for the counts; where it is not known from when to when, for that first. */
function ask(state: State): Step<State> {
  const { span } = state.heatmap;
  if (span === undefined) return loadTable(state, "heatmap", REACH, statement(state, { kind: "auto" }, undefined));
  return askWithin(state, span, span);
}

function askWithin(state: State, span: TimeSpan, within: TimeSpan | undefined): Step<State> {
  const width = sliceWidth(span, heatmapArea(state).columns);
  if (state.heatmap.by === "template") return askForPatterns(state, span, width);
  return loadTable(state, "heatmap", COUNTS, statement(state, { kind: "width", width }, within));
}

function askForPatterns(state: State, span: TimeSpan, width: number): Step<State> {
  const from = Math.floor(span.from / width) * width;
  const slices = Math.max(1, Math.ceil((span.to - from) / width));
  const within = { from, to: from + slices * width };
  const time: Query = { kind: "time", from: micros(within.from), to: micros(within.to) };
  const query = allOf([effectiveQuery(state.filters), time]);
  return loadPatterns(state, "heatmap", COUNTS, { query, slices, within });
}

function statement(state: State, slice: Slice, span: TimeSpan | undefined): Statement {
  const within: Query =
    span === undefined ? EVERYTHING : { kind: "time", from: micros(span.from), to: micros(span.to) };
  const query = allOf([effectiveQuery(state.filters), within]);
  // Of templates the reach alone is counted so.
  const by = state.heatmap.by === "template" ? [] : [state.heatmap.by];
  return { query, stages: [{ kind: "count", slice, by }] };
}

function tableCame(state: State, purpose: string, { table, isComplete }: AggregateSnapshot): Step<State> {
  const { heatmap: shown } = state;
  if (purpose === REACH) {
    const rough = gridOf(table, shown.by, undefined);
    if (isComplete && !shown.isChosen && rough?.rows.every(({ name }) => name === undefined) === true) {
      return chartBy(state, "identifier");
    }
    const first = shown.by === "template" ? state : withGrid(state, rough);
    if (!isComplete || rough === undefined) return still(first);
    // A grid that is fine enough already stays; one that is too coarse for the screen is asked for anew.
    return askWithin(first, { from: rough.from, to: rough.from + rough.columns * rough.width }, undefined);
  }
  const width = widthAsked(state);
  // What was there stays until all of the new is.
  return still(isComplete ? withGrid(state, gridOf(table, shown.by, width)) : state);
}

/** Slices come as wide as they were asked for, but for a log whose every slice was empty. */
function widthAsked(state: State): number | undefined {
  const { span, grid } = state.heatmap;
  const reach =
    span ?? (grid === undefined ? undefined : { from: grid.from, to: grid.from + grid.columns * grid.width });
  return reach === undefined ? undefined : sliceWidth(reach, heatmapArea(state).columns);
}

function withGrid(state: State, grid: Grid | undefined): State {
  return { ...state, heatmap: { ...state.heatmap, grid } };
}

/** The cell under the cursor. */
export type HeatmapCell = {
  readonly row: GridRow;
  readonly index: number;
  readonly column: number;
  /** When it begins, in microseconds. */
  readonly from: number;
  readonly count: number;
};

export function selectedCell({ heatmap: shown, timeCursor }: State): HeatmapCell | undefined {
  const { grid } = shown;
  if (grid === undefined) return undefined;
  const index = Math.max(
    0,
    grid.rows.findIndex(({ name }) => shown.row !== undefined && name === shown.row.name),
  );
  const row = grid.rows[index];
  if (row === undefined) return undefined;
  const column = columnAt(grid, timeCursor);
  return { row, index, column, from: grid.from + column * grid.width, count: row.counts[column] ?? 0 };
}

/** Without a time cursor one is on the newest. */
export function columnAt({ from, width, columns }: Grid, at: Micros | undefined): number {
  if (at === undefined) return columns - 1;
  return Math.max(0, Math.min(columns - 1, Math.floor((at - from) / width)));
}

function moveRow(state: State, by: Motion, count: number): State {
  const { grid } = state.heatmap;
  const cell = selectedCell(state);
  if (grid === undefined || cell === undefined) return state;
  const page = Math.max(1, heatmapArea(state).rows - 1);
  const step = by.unit === "line" ? 1 : by.unit === "half" ? Math.max(1, page >> 1) : page;
  const wanted =
    by.unit === "end" ? (by.direction < 0 ? 0 : grid.rows.length - 1) : cell.index + by.direction * step * count;
  const row = grid.rows[Math.max(0, Math.min(grid.rows.length - 1, wanted))];
  return { ...state, heatmap: { ...state.heatmap, row: row === undefined ? undefined : { name: row.name } } };
}

function moveColumn(state: State, steps: number): State {
  const { grid } = state.heatmap;
  const cell = selectedCell(state);
  if (grid === undefined || cell === undefined) return state;
  const column = Math.max(0, Math.min(grid.columns - 1, cell.column + steps));
  return { ...state, timeCursor: micros(grid.from + column * grid.width) };
}

function rowQuery(by: HeatmapField, { name }: GridRow): Query {
  if (name === undefined) return { kind: "not", part: { kind: "field", field: by, pattern: "*" } };
  return fieldQuery(by, name);
}

/** A template is told by its id, and asked for by what it says. */
function focusOf({ grid }: HeatmapState, query: Query): Focus {
  const { text } = inWords(query);
  const all = grid?.templates ?? [];
  return { text, query: nameTemplates(query, all, (id) => all.find((template) => template.id === id)) };
}

function rangeOf(
  { grid }: HeatmapState,
  cell: HeatmapCell,
  anchor: Micros,
): { readonly from: Micros; readonly to: Micros } {
  const width = grid?.width ?? 0;
  return { from: micros(Math.min(anchor, cell.from)), to: micros(Math.max(anchor, cell.from) + width) };
}

/** The times that are being marked; undefined while none are. */
export function markedTimes(state: State): TimeSpan | undefined {
  const { anchor } = state.heatmap;
  const cell = selectedCell(state);
  return anchor === undefined || cell === undefined ? undefined : rangeOf(state.heatmap, cell, anchor);
}

/** Shows less around the cursor, or more; the whole log again when that is all of it. */
export function zoom(state: State, direction: "in" | "out"): Step<State> {
  const { grid } = state.heatmap;
  const cell = selectedCell(state);
  if (grid === undefined || cell === undefined) return still(state);
  const shown = state.heatmap.span ?? { from: grid.from, to: grid.from + grid.columns * grid.width };
  const width = (shown.to - shown.from) * (direction === "in" ? 1 / ZOOM : ZOOM);
  if (width < 1_000_000 * 2) return still(state);
  const middle = cell.from + grid.width / 2;
  const span = { from: Math.floor(middle - width / 2), to: Math.ceil(middle + width / 2) };
  const at = state.timeCursor ?? micros(cell.from);
  return ask({ ...state, timeCursor: at, heatmap: { ...state.heatmap, span } });
}

/** All of the log again. */
export function wholeLog(state: State): Step<State> {
  return ask({ ...state, heatmap: { ...state.heatmap, span: undefined, anchor: undefined } });
}

/** Rows by another field; without one, the next. */
export function chartBy(state: State, field: HeatmapField | undefined): Step<State> {
  const { by } = state.heatmap;
  const next = HEATMAP_FIELDS[(HEATMAP_FIELDS.indexOf(by) + 1) % HEATMAP_FIELDS.length] ?? by;
  return ask({
    ...state,
    heatmap: { ...state.heatmap, by: field ?? next, isChosen: true, grid: undefined, row: undefined },
  });
}

/** Begins a range at the cursor, or gives it up. */
export function markRange(state: State): State {
  const cell = selectedCell(state);
  const { anchor } = state.heatmap;
  if (cell === undefined) return state;
  return { ...state, heatmap: { ...state.heatmap, anchor: anchor === undefined ? micros(cell.from) : undefined } };
}
