import type { LocalOffset, Micros } from "../core/time.js";
import { micros, MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE } from "../core/time.js";
import type { ParseContext } from "./format.js";
import { dayNumber, type Stamp, type YearlessStamp, yearOf } from "./timestamp.js";

/** Lines of one source are seldom further out of order than this; a larger step back is a clock set back. */
const DISORDER = 5 * MICROS_PER_MINUTE;
/** A clock may be a little ahead of ours. */
const AHEAD = MICROS_PER_MINUTE;
/** No place on Earth is further from UTC. */
const WIDEST_OFFSET = 15 * MICROS_PER_HOUR;
/** How far back a 29 February is looked for: over 1900 or 2100 leap years are eight years apart. */
const YEARS_BACK = 8;

/** The moment a stamp means, with the place's own clock when the stamp names no zone. */
export function instantOf(stamp: Stamp, context: ParseContext): Micros {
  return stamp.offset === undefined ? fromLocal(stamp.civil, context) : micros(stamp.civil - stamp.offset);
}

/**
 * The latest moment with that month, day and time that is not more than a day ahead of the arrival: December read in
 * January is last year's, 1 January read on 31 December is next year's.
 */
export function instantOfYearless(stamp: YearlessStamp, context: ParseContext): Micros | undefined {
  const limit = context.receivedAt + MICROS_PER_DAY;
  const newest = yearOf(limit + WIDEST_OFFSET);
  for (let year = newest; year >= newest - YEARS_BACK; year -= 1) {
    const day = dayNumber(year, stamp.month, stamp.day);
    const civil = day * MICROS_PER_DAY + stamp.clock;
    if (day < 0 || civil - WIDEST_OFFSET > limit) continue;
    const at = fromLocal(civil, context);
    if (at <= limit) return at;
  }
  return undefined;
}

/** The latest moment with that time of day that is not more than a minute ahead of the arrival. */
export function instantOfClock(clock: number, context: ParseContext): Micros {
  const limit = context.receivedAt + AHEAD;
  const newest = Math.floor((limit + WIDEST_OFFSET) / MICROS_PER_DAY);
  const candidates = [newest, newest - 1, newest - 2].map((day) => fromLocal(day * MICROS_PER_DAY + clock, context));
  return candidates.find((at) => at <= limit) ?? context.receivedAt;
}

/**
 * A civil time of this place. In the hour that a clock change repeats, the first pass is meant unless the lines before
 * were already later than that; at the very start, the pass that lies just before the arrival.
 */
function fromLocal(civil: number, context: ParseContext): Micros {
  const offset = context.localOffset(micros(civil));
  const first = civil - offset;
  const step = repeatedBy(civil, offset, context.localOffset);
  if (step === 0) return micros(first);
  const { previousAt, receivedAt } = context;
  const isSecondPass =
    previousAt === undefined
      ? first + step <= receivedAt + AHEAD && receivedAt - first - step < 2 * DISORDER
      : previousAt > first + DISORDER && previousAt < first + 2 * step;
  return micros(isSecondPass ? first + step : first);
}

/** By how much the clock is about to be set back after this civil time, 0 when the time comes only once. */
function repeatedBy(civil: number, offset: number, localOffset: LocalOffset): number {
  const hour = MICROS_PER_HOUR;
  if (localOffset(micros(civil + hour)) === offset - hour) return hour;
  // Lord Howe Island changes by half an hour.
  const half = hour / 2;
  return localOffset(micros(civil + half)) === offset - half ? half : 0;
}

const REMEMBERED = 512;

/** The same answers, asked once for each civil minute: asking the host costs more than reading a line. */
export function rememberOffsets(localOffset: LocalOffset): LocalOffset {
  const known = new Map<number, number>();
  return (civil) => {
    const minute = Math.floor(civil / MICROS_PER_MINUTE);
    const remembered = known.get(minute);
    if (remembered !== undefined) return remembered;
    if (known.size >= REMEMBERED) known.clear();
    const offset = localOffset(civil);
    known.set(minute, offset);
    return offset;
  };
}
