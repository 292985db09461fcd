import type { Fault } from "../core/fault.js";
import type { Source, SourceState, SourceStatus } from "../core/ports.js";

/** The running figures of one source; `status` takes a picture of them. */
export type Meter = {
  state: SourceState;
  entries: number;
  progress: number | undefined;
  gaps: number;
  lagMs: number | undefined;
  fault: Fault | undefined;
};

export function newMeter(): Meter {
  return { state: "starting", entries: 0, progress: undefined, gaps: 0, lagMs: undefined, fault: undefined };
}

export function statusOf(source: Pick<Source, "id" | "label">, meter: Meter): SourceStatus {
  return { id: source.id, label: source.label, ...meter };
}
