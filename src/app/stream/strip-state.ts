import type { Micros } from "../../core/time.js";
import type { ViewId } from "../view-id.js";
import type { Grid } from "../views/heatmap/grid.js";

/** How much there is over time of what the filters let through, in a strip below the lines. */
export type StripState = {
  readonly isShown: boolean;
  /** It has the keys that move sideways, and those of a range. */
  readonly isFocused: boolean;
  /** By level; undefined until counts have come. */
  readonly grid: Grid | undefined;
  /** Microseconds of the slices that were asked for last. */
  readonly width: number | undefined;
  /** Where the reader has gone on it; undefined where the lines say where that is. */
  readonly at: Micros | undefined;
  /** Where a range that is being marked began. */
  readonly anchor: Micros | undefined;
};

export const NO_STRIP: StripState = {
  isShown: false,
  isFocused: false,
  grid: undefined,
  width: undefined,
  at: undefined,
  anchor: undefined,
};

/** Whether the strip has the keys at the moment. */
export function isOnStrip({ view, strip }: { readonly view: ViewId; readonly strip: StripState }): boolean {
  return view === "stream" && strip.isFocused;
}

/** Cells left and right of the bars. */
export const STRIP_MARGIN = 1;
