import type { MachineSample } from "../core/machine/metrics.js";
import type { Micros } from "../core/time.js";
import { type Look, lookAround, sampleBetween } from "./measure.js";
import { openProc } from "./proc.js";

export type SamplerParts = {
  /** `/proc`, or a folder like it. */
  readonly folder: string;
  readonly now: () => Micros;
  /** Milliseconds of a clock that nobody sets. */
  readonly monotonicMs: () => number;
  readonly everyMs: number;
  readonly onSample: (sample: MachineSample) => void;
};

/** Looks at the machine again and again, and tells what happened since the look before. Returns the way to stop. */
export function sampleMachine({ folder, now, monotonicMs, everyMs, onSample }: SamplerParts): () => void {
  const proc = openProc(folder);
  const look = (): Look => lookAround(proc.read, { at: now(), seconds: monotonicMs() / 1_000 });
  let last = look();
  const timer = setInterval(() => {
    const next = look();
    const sample = sampleBetween(last, next);
    last = next;
    if (sample !== undefined) onSample(sample);
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    proc.close();
  };
}
