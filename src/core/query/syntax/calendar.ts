import {
  type LocalOffset,
  type Micros,
  micros,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MS,
  MICROS_PER_SECOND,
} from "../../time.js";

/** A date and a time of day without a place: as microseconds, as if it were UTC. */
export type Civil = Micros;

/** A civil date; undefined when there is no such day. Years 1000 to 9999. */
export function civilDate(year: number, month: number, day: number): Civil | undefined {
  if (year < 1000 || year > 9999) return undefined;
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return micros(ms * MICROS_PER_MS);
}

/** The instant of a civil time; of one that the clock change skips or repeats, what `LocalOffset` says. */
export function instantOf(civil: Civil, localOffset: LocalOffset): Micros {
  return micros(civil - localOffset(civil));
}

/** The civil time of an instant. */
export function civilOf(at: Micros, localOffset: LocalOffset): Civil {
  const first = micros(at + localOffset(at));
  const second = micros(at + localOffset(first));
  for (const civil of [first, second]) {
    if (instantOf(civil, localOffset) === at) return civil;
  }
  // The second pass of a repeated hour: `localOffset` answers for the first, so ask for the time after it.
  return micros(at + localOffset(micros(second + 3 * MICROS_PER_HOUR)));
}

/** The start of the civil day. */
export function midnightOf(civil: Civil): Civil {
  return micros(Math.floor(civil / MICROS_PER_DAY) * MICROS_PER_DAY);
}

/** An instant as RFC 3339 in UTC with as many decimals as it needs. Exact for every whole microsecond of a double. */
export function printedInstant(at: Micros): string {
  const seconds = Math.floor(at / MICROS_PER_SECOND);
  const rest = at - seconds * MICROS_PER_SECOND;
  const decimals = rest === 0 ? "" : `.${String(rest).padStart(6, "0").replace(/0+$/, "")}`;
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}${decimals}Z`;
}
