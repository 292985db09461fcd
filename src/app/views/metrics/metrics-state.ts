import type { MachineSeries } from "../../../core/machine/metrics.js";
import type { Micros } from "../../../core/time.js";
import type { Grid } from "../heatmap/grid.js";
import type { Axis } from "./axis.js";
import type { PanelId } from "./panels.js";
import type { MetricsWindow } from "./windows.js";

/** How the machine was and how much was logged, over time. */
export type MetricsState = {
  readonly window: MetricsWindow;
  /** Where the time that is shown ends; undefined for now. */
  readonly end: Micros | undefined;
  readonly panel: PanelId;
  /** Whether that panel is shown alone. */
  readonly isAlone: boolean;
  /** The columns that are shown; undefined before the view was seen. */
  readonly axis: Axis | undefined;
  /** Lines by level, by columns as they were when they were asked for; undefined until they have come, or without any. */
  readonly lines: Grid | undefined;
  /** What was measured, by columns as they were then. */
  readonly machine: MachineSeries | undefined;
};

export const NO_METRICS: MetricsState = {
  window: "15m",
  end: undefined,
  panel: "cpu",
  isAlone: false,
  axis: undefined,
  lines: undefined,
  machine: undefined,
};
