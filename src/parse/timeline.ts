import { Mark } from "../core/entry.js";
import { type LocalOffset, type Micros, micros, MICROS_PER_DAY, MICROS_PER_SECOND } from "../core/time.js";
import type { Columns } from "./columns.js";
import { rememberOffsets } from "./instant.js";

/** So many entries are held back for a first line with a time; after that the log is taken to have none. */
const MAX_LEADING = 32;
/** A source whose lines arrive within this of their time is live. */
const LIVE_WITHIN = 60 * MICROS_PER_SECOND;
/** In a live source, a line without time this long after the last one with time is no part of what that one said. */
const STALE_AFTER = 5 * MICROS_PER_SECOND;

/**
 * What is known of time in one source so far. Also the context that formats are given: the same object for every line,
 * because it changes with every line.
 */
export type Timeline = {
  receivedAt: Micros;
  /** The newest time that a line gave. */
  previousAt: Micros | undefined;
  readonly localOffset: LocalOffset;
  /** Time of the last entry, wherever it was from. */
  lastAt: Micros;
  /** When the last line that gave a time arrived, and whether it arrived soon after that time. */
  toldAt: Micros;
  isLive: boolean;
  /** No line has given a time yet, and all entries so far are still held. */
  isLeading: boolean;
};

export type When = { readonly at: Micros; readonly marks: number };

export function newTimeline(localOffset: LocalOffset): Timeline {
  return {
    receivedAt: micros(0),
    previousAt: undefined,
    localOffset: rememberOffsets(localOffset),
    lastAt: micros(0),
    toldAt: micros(0),
    isLive: false,
    isLeading: true,
  };
}

/** The time of an entry whose record says it. The entries before the first such one happened no later: they get it too. */
export function timeTold(time: Timeline, at: Micros, columns: Columns): When {
  const { receivedAt } = time;
  if (time.isLeading) {
    columns.at.fill(at, 0, columns.count);
    for (let row = 0; row < columns.count; row += 1) {
      columns.marks[row] = ((columns.marks[row] ?? 0) & ~Mark.timeReceived) | Mark.timeInherited | futureMark(time, at);
    }
    time.isLeading = false;
  }
  const future = futureMark(time, at);
  time.lastAt = at;
  time.toldAt = receivedAt;
  time.isLive = Math.abs(receivedAt - at) < LIVE_WITHIN;
  if (future === 0 && (time.previousAt === undefined || at > time.previousAt)) time.previousAt = at;
  return { at, marks: future };
}

/** As `timeTold` for records that come together, and no entry is held back; adds to their marks. */
export function timesTold(time: Timeline, at: Float64Array, count: number, marks: Uint16Array): void {
  const { receivedAt } = time;
  const latest = receivedAt + MICROS_PER_DAY;
  let previous = time.previousAt ?? Number.NEGATIVE_INFINITY;
  for (let row = 0; row < count; row += 1) {
    const told = at[row] ?? 0;
    if (told > latest) marks[row] = (marks[row] ?? 0) | Mark.timeFuture;
    else if (told > previous) previous = told;
  }
  time.isLeading = false;
  time.lastAt = micros(at[count - 1] ?? 0);
  time.toldAt = receivedAt;
  time.isLive = Math.abs(receivedAt - time.lastAt) < LIVE_WITHIN;
  if (previous > Number.NEGATIVE_INFINITY) time.previousAt = micros(previous);
}

/** The time of an entry whose record does not say it: that of the entry before, or of its arrival. */
export function timeUntold(time: Timeline, columns: Columns): When {
  if (time.isLeading && columns.count >= MAX_LEADING) time.isLeading = false;
  const hasTold = time.previousAt !== undefined || time.toldAt > 0;
  const isStale = time.isLive && time.receivedAt - time.toldAt > STALE_AFTER;
  if (!hasTold || isStale) {
    time.lastAt = time.receivedAt;
    return { at: time.receivedAt, marks: Mark.timeReceived };
  }
  return { at: time.lastAt, marks: Mark.timeInherited | futureMark(time, time.lastAt) };
}

/** Writes the order of the first `count` entries: their time, never decreasing, and not moved by times in the future. */
export function advanceOrder(
  columns: Pick<Columns, "at" | "marks">,
  count: number,
  from: number,
  orders: Float64Array,
): number {
  let order = from;
  for (let row = 0; row < count; row += 1) {
    const at = columns.at[row] ?? 0;
    const isFuture = ((columns.marks[row] ?? 0) & Mark.timeFuture) !== 0;
    if (at > order && !isFuture) order = at;
    // Before anything has an order, a time in the future is better than none.
    orders[row] = Number.isFinite(order) ? order : 0;
  }
  return order;
}

function futureMark(time: Timeline, at: Micros): number {
  return at > time.receivedAt + MICROS_PER_DAY ? Mark.timeFuture : 0;
}
