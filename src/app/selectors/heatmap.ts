import type { State } from "../state.js";
import type { Micros } from "../../core/time.js";
import { isLoading } from "../views/load-table.js";
import type { Grid, GridRow } from "../views/heatmap/grid.js";
import { type HeatmapArea, heatmapArea } from "../views/heatmap/heatmap-area.js";
import type { HeatmapField, HeatmapScale } from "../views/heatmap/heatmap-state.js";
import { columnAt, type HeatmapCell, selectedCell } from "../views/heatmap/heatmap.js";

/** What the heatmap shows. Names are as they are kept: not yet safe to show. */
export type HeatmapView = {
  readonly area: HeatmapArea;
  readonly by: HeatmapField;
  readonly scale: HeatmapScale;
  readonly grid: Grid | undefined;
  readonly isLoading: boolean;
  /** The rows that are in sight, and the first column that is. */
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly selected: HeatmapCell | undefined;
  /** Columns of the range that is being marked. */
  readonly range: { readonly from: number; readonly to: number } | undefined;
  /** The most in a cell of all rows. */
  readonly most: number;
};

export function selectHeatmap(state: State): HeatmapView {
  const { by, scale, grid, anchor } = state.heatmap;
  const area = heatmapArea(state);
  const selected = selectedCell(state);
  return {
    area,
    by,
    scale,
    grid,
    isLoading: isLoading(state, "heatmap", "reach") || isLoading(state, "heatmap", "counts"),
    firstRow: scrolled(selected?.index ?? 0, grid?.rows.length ?? 0, area.rows),
    firstColumn: scrolled(selected?.column ?? 0, grid?.columns ?? 0, area.columns),
    selected,
    range: rangeOf(grid, selected, anchor),
    most: grid === undefined ? 0 : grid.rows.reduce(most, 0),
  };
}

function most(so: number, { counts }: GridRow): number {
  return counts.reduce((least, count) => Math.max(least, count), so);
}

/** The first of `length` places of which `room` are seen, so that the selected one is among them. */
function scrolled(selected: number, length: number, room: number): number {
  return Math.max(0, Math.min(length - room, selected - (room >> 1)));
}

function rangeOf(
  grid: Grid | undefined,
  cell: HeatmapCell | undefined,
  anchor: Micros | undefined,
): HeatmapView["range"] {
  if (grid === undefined || cell === undefined || anchor === undefined) return undefined;
  const began = columnAt(grid, anchor);
  return { from: Math.min(began, cell.column), to: Math.max(began, cell.column) };
}
