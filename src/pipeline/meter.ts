import type { Fault } from "../core/fault.js";
import { NO_TROUBLE, type Truth } from "../core/truth.js";
import type { Source, SourceState, SourceStatus } from "../core/ports.js";

/** The running figures of one source; `status` takes a picture of them. */
export type Meter = {
  state: SourceState;
  entries: number;
  progress: number | undefined;
  truth: Truth;
  lagMs: number | undefined;
  fault: Fault | undefined;
};

export function newMeter(): Meter {
  return { state: "starting", entries: 0, progress: undefined, truth: NO_TROUBLE, lagMs: undefined, fault: undefined };
}

export function statusOf(source: Pick<Source, "id" | "label">, meter: Meter): SourceStatus {
  return { id: source.id, label: source.label, ...meter };
}
