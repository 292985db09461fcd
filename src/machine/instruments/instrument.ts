import type { Metric } from "../../core/machine/metrics.js";

/** Numbers of a file of /proc by the name of what they belong to (a disk, an interface; one name where there is but one). */
export type Readings = ReadonlyMap<string, readonly number[]>;

/** What one file of /proc tells. Pure: text in, numbers out; what is not understood is left out. */
export type Instrument = {
  /** Below /proc. */
  readonly file: string;
  /** What it measures, in the order of what `measure` gives. */
  readonly metrics: readonly Metric[];
  readonly read: (text: string) => Readings;
  /** From two readings, so many seconds apart; undefined is what cannot be known. */
  readonly measure: (before: Readings, now: Readings, seconds: number) => readonly (number | undefined)[];
};

/**
 * By how much a counter has grown, over all that were there before and are there now: one that was plugged in between, or
 * began anew at 0, adds nothing this time. Undefined where there is none.
 */
export function growth(before: Readings, now: Readings, place: number): number | undefined {
  let sum: number | undefined;
  for (const [name, numbers] of now) {
    const [then, later] = [before.get(name)?.[place], numbers[place]];
    if (then === undefined || later === undefined) continue;
    sum = (sum ?? 0) + Math.max(0, later - then);
  }
  return sum;
}

/** The same for each second. */
export function rate(before: Readings, now: Readings, place: number, seconds: number): number | undefined {
  const grown = growth(before, now, place);
  return grown === undefined ? undefined : grown / seconds;
}

/** All the numbers of a line; what is none is NaN. */
export function numbersOf(text: string): readonly number[] {
  return text.trim().split(/\s+/).map(Number);
}
