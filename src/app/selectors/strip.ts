import { levelFromName, levelNumber } from "../../core/level.js";
import type { State } from "../state.js";
import { stripColumn, stripRange } from "../stream/strip.js";
import type { Grid } from "../views/heatmap/grid.js";

/** The histogram below the lines. */
export type StripView = {
  /** Undefined until something was counted. */
  readonly grid: Grid | undefined;
  readonly slices: readonly StripSlice[];
  readonly hand: number;
  /** The columns of the range that is being marked. */
  readonly range: { readonly from: number; readonly to: number } | undefined;
  readonly isFocused: boolean;
};

/** Entries in a stretch of time: errors and worse, warnings, and all of them. */
export type StripSlice = { readonly errors: number; readonly warnings: number; readonly entries: number };

export function selectStrip(state: State): StripView {
  const { grid, anchor, isFocused } = state.strip;
  if (grid === undefined) return { grid, slices: [], hand: 0, range: undefined, isFocused };
  const range = anchor === undefined ? undefined : stripRange(state, grid);
  return { grid, slices: slicesOf(grid), hand: stripColumn(state, grid), range, isFocused };
}

const ERROR = levelNumber("error");
const WARNING = levelNumber("warning");

const known = new WeakMap<Grid, readonly StripSlice[]>();

function slicesOf(grid: Grid): readonly StripSlice[] {
  const last = known.get(grid);
  if (last !== undefined) return last;
  const sum = (column: number, isOf: (level: number) => boolean): number =>
    grid.rows.reduce((count, row) => (isOf(levelOfRow(row.name)) ? count + (row.counts[column] ?? 0) : count), 0);
  const slices = Array.from({ length: grid.columns }, (_, column) => ({
    errors: sum(column, (level) => level <= ERROR),
    warnings: sum(column, (level) => level === WARNING),
    entries: sum(column, () => true),
  }));
  known.set(grid, slices);
  return slices;
}

function levelOfRow(name: string | undefined): number {
  return levelNumber(name === undefined ? undefined : levelFromName(name));
}
