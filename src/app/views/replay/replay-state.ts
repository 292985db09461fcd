import type { TimeSpan } from "../../../core/ports.js";
import type { Axis } from "../metrics/axis.js";
import type { Grid } from "../heatmap/grid.js";
import { type ReplayClock, STOPPED_CLOCK } from "./replay-clock.js";

/**
 * What is replayed, and how far it is. The lines are the stream's: the clock moves its cursor, and nothing behind that is
 * drawn.
 */
export type ReplayState = {
  readonly clock: ReplayClock;
  /** Undefined until it is known from when to when the log reaches. */
  readonly range: ReplayRange | undefined;
  readonly reach: TimeSpan | undefined;
  /** The cells of the scrub bar. */
  readonly axis: Axis | undefined;
  /** Lines by level in each cell; undefined until they are counted. */
  readonly lines: Grid | undefined;
};

/** From `from` to `to`, both of which are shown. */
export type ReplayRange = TimeSpan & {
  /** `log`: all there is, also what still comes; `around`: what is near where somebody was; `chosen`: named or marked. */
  readonly kind: "log" | "around" | "chosen";
  /** What it is, in words that are not yet safe to show. */
  readonly title: string;
};

export const NO_REPLAY: ReplayState = {
  clock: STOPPED_CLOCK,
  range: undefined,
  reach: undefined,
  axis: undefined,
  lines: undefined,
};
