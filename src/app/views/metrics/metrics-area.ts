import type { State } from "../../state.js";
import { frameOf } from "../../stream/frame.js";
import { PANEL_IDS, type PanelId } from "./panels.js";

/** Cells of the terminal that charts have: beside the figures, between title and events. */
export type MetricsArea = {
  readonly figures: number;
  readonly columns: number;
  /** The charts in sight and how many rows each has, from the top. */
  readonly panels: readonly { readonly id: PanelId; readonly rows: number }[];
};

/** Title above; events, axis and what is selected below. */
const ROWS_AROUND = 4;
/** A chart that is alone has a scale of its own, right of the figures. */
export const SCALE_CELLS = 6;
/** Rows that the panel the cursor is on has more than the others, at least. */
const MORE = 2;

export function metricsArea({ size, looks, metrics }: Pick<State, "size" | "looks" | "metrics">): MetricsArea {
  const { columns, rows } = frameOf({ size, looks, overlays: [] }).stream;
  const figures = (columns >= 120 ? 30 : columns >= 80 ? 26 : 20) + (metrics.isAlone ? SCALE_CELLS : 0);
  const room = Math.max(1, rows - ROWS_AROUND);
  const panels = metrics.isAlone ? [{ id: metrics.panel, rows: room }] : panelsIn(room, metrics.panel);
  return { figures, columns: Math.max(8, columns - figures - 1), panels };
}

/** Where there are fewer rows than panels, those around the chosen one are seen. */
function panelsIn(room: number, chosen: PanelId): MetricsArea["panels"] {
  const count = PANEL_IDS.length;
  const index = PANEL_IDS.indexOf(chosen);
  const seen = Math.min(count, room);
  const first = Math.max(0, Math.min(count - seen, index - (seen >> 1)));
  const each = Math.max(1, Math.floor((room - MORE) / seen));
  const rest = room - each * seen;
  return PANEL_IDS.slice(first, first + seen).map((id) => ({ id, rows: id === chosen ? each + rest : each }));
}
