import type { Fault } from "../core/fault.js";
import type { Collector, Source, SourceState, SourceStatus } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import { NO_TROUBLE, type Truth } from "../core/truth.js";
import { type Lag, NO_LAG, worstLagMs } from "./lag.js";

/** The running figures of one source; `statusOf` takes a picture of them. */
export type Meter = {
  state: SourceState;
  entries: number;
  progress: number | undefined;
  truth: Truth;
  lag: Lag;
  fault: Fault | undefined;
  holder: Collector | undefined;
};

export function newMeter(): Meter {
  return {
    state: "starting",
    entries: 0,
    progress: undefined,
    truth: NO_TROUBLE,
    lag: NO_LAG,
    fault: undefined,
    holder: undefined,
  };
}

type Moment = { readonly now: Micros; readonly perSecond: number };

export function statusOf(
  { id, label }: Pick<Source, "id" | "label">,
  { lag, ...meter }: Meter,
  { now, perSecond }: Moment,
): SourceStatus {
  return {
    id,
    label,
    ...meter,
    lagMs: lag.newestMs,
    worstLagMs: worstLagMs(lag, now),
    entriesPerSecond: perSecond,
  };
}
