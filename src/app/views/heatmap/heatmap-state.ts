import type { Micros } from "../../../core/time.js";
import type { TimeSpan } from "../../../core/ports.js";
import type { Grid } from "./grid.js";

/** What rows of the heatmap can be. */
export const HEATMAP_FIELDS = ["unit", "identifier", "level", "category", "template", "source", "host"] as const;
export type HeatmapField = (typeof HEATMAP_FIELDS)[number];

/** What a cell's shade says: its rate against what is usual in its row, or against the most of all. */
export type HeatmapScale = "relative" | "absolute";

/** How often something happens, by time and by who. */
export type HeatmapState = {
  readonly by: HeatmapField;
  /** Somebody has said what rows are to stand for; else programs do where there are no units. */
  readonly isChosen: boolean;
  readonly scale: HeatmapScale;
  /** The times that are shown; undefined for all there is. */
  readonly span: TimeSpan | undefined;
  /** Undefined until the first counts have come. */
  readonly grid: Grid | undefined;
  /** The row that is selected, by its name; undefined for the first one. */
  readonly row: { readonly name: string | undefined } | undefined;
  /** Where a range that is being marked began. */
  readonly anchor: Micros | undefined;
};

export const NO_HEATMAP: HeatmapState = {
  by: "unit",
  isChosen: false,
  scale: "relative",
  span: undefined,
  grid: undefined,
  row: undefined,
  anchor: undefined,
};
