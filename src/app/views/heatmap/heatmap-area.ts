import type { State } from "../../state.js";
import { frameOf } from "../../stream/frame.js";

/** Cells of the terminal that the counts have: beside the names, between the title and the axis. */
export type HeatmapArea = { readonly names: number; readonly columns: number; readonly rows: number };

/** Rows above and below the counts: title, axis, what is selected. */
const ROWS_AROUND = 3;
/** Behind each row: its total. */
export const TOTAL_COLUMNS = 8;

export function heatmapArea({ size, looks, heatmap }: Pick<State, "size" | "looks" | "heatmap">): HeatmapArea {
  const { columns, rows } = frameOf({ size, looks, overlays: [] }).stream;
  // A template is a sentence.
  const [share, most] = heatmap.by === "template" ? [2.5, 70] : [5, 32];
  const names = Math.max(12, Math.min(most, Math.floor(columns / share)));
  return { names, columns: Math.max(8, columns - names - TOTAL_COLUMNS - 3), rows: Math.max(1, rows - ROWS_AROUND) };
}
