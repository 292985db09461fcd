/**
 * Whole microseconds since 1970-01-01T00:00:00Z. Exact in a double until the year 2255.
 */
export type Micros = number & { readonly __unit: "us" };

/** Brands a number that is known to be whole microseconds since the epoch. */
export function micros(value: number): Micros {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where the brand is put on
  return value as Micros;
}

/**
 * How far local civil time is ahead of UTC, in microseconds, for a civil instant given as if it were UTC.
 * In the hour that a clock change repeats the earlier offset must be returned; in the hour it skips, the offset before.
 */
export type LocalOffset = (civil: Micros) => number;

export const MICROS_PER_MS = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
export const MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
export const MICROS_PER_DAY = 24 * MICROS_PER_HOUR;
