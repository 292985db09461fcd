import type { Slice } from "../query/statement.js";
import { civilOf, instantOf } from "../query/syntax/calendar.js";
import {
  type LocalOffset,
  type Micros,
  micros,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
} from "../time.js";

const [SECOND, MINUTE, HOUR, DAY] = [MICROS_PER_SECOND, MICROS_PER_MINUTE, MICROS_PER_HOUR, MICROS_PER_DAY];

/** Widths that `timeslice auto` tries, narrowest first; each divides the next, so that slices can be put together. */
const WIDTHS: readonly number[] = [
  SECOND / 1_000,
  SECOND / 100,
  SECOND / 10,
  SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  10 * DAY,
  30 * DAY,
  360 * DAY,
  3_600 * DAY,
  36_000 * DAY,
  360_000 * DAY,
];

/** `timeslice auto` makes at most so many slices from the first entry to the last. */
const MOST_AUTO = 60;

export type Stretch = { readonly index: number; readonly from: number; readonly to: number };

/** How times become slices. Slices are numbered; the number times the width is their start in civil time. */
export type Slicing = {
  readonly width: number;
  indexOf(at: number): number;
  /** The number of a time's slice, and times [from, to) around it that have the same. */
  stretchAt(at: number): Stretch;
  startOf(index: number): Micros;
};

/**
 * Slices of more than an hour begin at round civil times (days at midnight); where clocks change one of them is longer
 * or shorter. Shorter ones begin at round minutes of the place, and no hour comes twice.
 */
export function slicingOf(width: number, localOffset: LocalOffset): Slicing {
  const isCivil = width > MICROS_PER_HOUR;
  const offsetAt = (at: number): number => {
    const offset = civilOf(micros(at), localOffset) - at;
    return isCivil ? offset : offset - Math.floor(offset / MICROS_PER_HOUR) * MICROS_PER_HOUR;
  };
  const find = (at: number): Stretch => {
    const quarter = Math.floor(at / QUARTER) * QUARTER;
    const offset = offsetAt(quarter);
    const index = Math.floor((at + offset) / width);
    // The offset is known for this quarter of an hour only.
    const from = Math.max(quarter, index * width - offset);
    return { index, from, to: Math.min(quarter + QUARTER, (index + 1) * width - offset) };
  };
  let last: Stretch = { index: 0, from: Infinity, to: -Infinity };
  const stretchAt = (at: number): Stretch => {
    // Times that follow one another lie mostly in one slice.
    if (at < last.from || at >= last.to) last = find(at);
    return last;
  };
  return {
    width,
    stretchAt,
    indexOf: (at) => stretchAt(at).index,
    startOf(index) {
      const start = index * width;
      return isCivil ? instantOf(micros(start), localOffset) : micros(start - offsetAt(start));
    },
  };
}

/** Clocks change at quarters of an hour. */
const QUARTER = MICROS_PER_HOUR / 4;

/** The width to begin with. */
export function firstWidth(slice: Slice): number {
  return slice.kind === "width" ? slice.width : (WIDTHS[0] ?? 1);
}

/** The next width of `auto`, when so many slices lie between the first and the last; undefined when they are few. */
export function nextWidth(width: number, slices: number): number | undefined {
  if (slices <= MOST_AUTO) return undefined;
  return WIDTHS.find((wider) => wider > width);
}
