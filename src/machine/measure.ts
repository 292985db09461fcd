import { METRICS, type MachineSample } from "../core/machine/metrics.js";
import type { Micros } from "../core/time.js";
import type { Readings } from "./instruments/instrument.js";
import { INSTRUMENTS } from "./instruments/registry.js";

/** All instruments at one moment; undefined for a file that cannot be read. */
export type Look = {
  readonly at: Micros;
  /** A clock that nobody sets, in seconds: rates are by it. */
  readonly seconds: number;
  readonly readings: readonly (Readings | undefined)[];
};

/** Reads every file through `read`, which gives its text or undefined. */
export function lookAround(read: (file: string) => string | undefined, clock: Pick<Look, "at" | "seconds">): Look {
  const readings = INSTRUMENTS.map((instrument) => {
    const text = read(instrument.file);
    return text === undefined ? undefined : instrument.read(text);
  });
  return { ...clock, readings };
}

/**
 * What happened between two looks; undefined where no time went by, or where the wall clock was set meanwhile, for then
 * nobody could say when it was.
 */
export function sampleBetween(before: Look, now: Look): MachineSample | undefined {
  const seconds = now.seconds - before.seconds;
  const wall = (now.at - before.at) / 1_000_000;
  if (seconds <= 0 || Math.abs(wall - seconds) > Math.max(0.5, seconds / 2)) return undefined;
  const values = new Map(
    INSTRUMENTS.flatMap(({ metrics, measure }, index) => {
      const [then, later] = [before.readings[index], now.readings[index]];
      if (then === undefined || later === undefined) return [];
      const measured = measure(then, later, seconds);
      return metrics.map((metric, place) => [metric, finite(measured[place])] as const);
    }),
  );
  return { from: before.at, at: now.at, values: METRICS.map((metric) => values.get(metric)) };
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined;
}
