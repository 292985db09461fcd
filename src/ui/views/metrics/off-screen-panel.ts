import type { MetricsView } from "../../../app/selectors/metrics.js";
import type { MetricsState } from "../../../app/views/metrics/metrics-state.js";
import type { Painter } from "../../../theme/painter.js";
import { type LinePanel, sharedLinePanel } from "../../contrib/line-panel.js";
import type { ZoneOffset } from "../../time-text.js";
import { alonePanel } from "./alone.js";

/** Rows of the chart that is shown alone; none until it is there, and where it is not to be had. */
export type OffScreenPanel = (metrics: MetricsState, view: MetricsView, columns: number) => readonly string[];

type Drawn = {
  readonly metrics: MetricsState;
  readonly columns: number;
  readonly rows: number;
  readonly lines: readonly string[];
};

/** Draws anew only when the numbers are others, not when the cursor moves; calls back when it has come to be there. */
export function offScreenPanel(painter: Painter, zone: ZoneOffset, onReady: () => void): OffScreenPanel {
  let panel: LinePanel | undefined;
  let isAsked = false;
  let drawn: Drawn | undefined;
  const ask = async (): Promise<void> => {
    isAsked = true;
    panel = await sharedLinePanel();
    if (panel !== undefined) onReady();
  };
  return (metrics, view, columns) => {
    if (panel === undefined) {
      if (!isAsked) void ask();
      return [];
    }
    const rows = view.area.panels[0]?.rows ?? 0;
    if (drawn?.metrics !== metrics || drawn.columns !== columns || drawn.rows !== rows) {
      drawn = { metrics, columns, rows, lines: alonePanel(view, panel, { columns, painter, zone }) };
    }
    return drawn.lines;
  };
}
