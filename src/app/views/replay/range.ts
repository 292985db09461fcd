import { commandText } from "../../../core/session-words.js";
import type { Session } from "../../../core/session.js";
import type { TimeSpan } from "../../../core/ports.js";
import { isTrouble, parseTime } from "../../../core/query/times.js";
import { type Micros, micros, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from "../../../core/time.js";
import type { Moment } from "../../moment.js";
import type { Axis } from "../metrics/axis.js";
import type { ReplayRange } from "./replay-state.js";

/** A log that is not longer than this is replayed whole. */
const SHORT = MICROS_PER_HOUR;
/** Of a longer one so much before a moment, and as much after it. */
const AROUND = 5 * MICROS_PER_MINUTE;
/** Nothing shorter is shown as a bar. */
const SHORTEST = 2 * MICROS_PER_SECOND;

/** What is replayed where nobody has said what; `at` undefined stands for the end. */
export function usualRange(reach: TimeSpan, at: Micros | undefined): ReplayRange {
  if (reach.to - reach.from <= SHORT) return wholeRange(reach);
  return rangeAround(reach, at ?? reach.to, 2 * AROUND);
}

export function wholeRange({ from, to }: TimeSpan): ReplayRange {
  return { from, to: Math.max(to, from + SHORTEST), kind: "log", title: "the whole log" };
}

/** So long a stretch with the moment in its middle, as far as the log reaches. */
export function rangeAround(reach: TimeSpan, at: number, width: number): ReplayRange {
  const wide = Math.max(SHORTEST, width);
  if (wide >= reach.to - reach.from) return wholeRange(reach);
  const from = Math.round(Math.max(reach.from, Math.min(at - wide / 2, reach.to - wide)));
  return { from, to: Math.round(from + wide), kind: "around", title: "around where you were" };
}

/** A stretch that somebody chose. */
export function chosenRange({ from, to }: TimeSpan, title: string): ReplayRange {
  return { from, to: Math.max(to, from + SHORTEST), kind: "chosen", title };
}

/** From its first sign to a second behind its end, for what units say last; one that still runs, until now. */
export function rangeOfSession(session: Session, now: Micros): ReplayRange {
  const { startedAt, endedAt, name, command, kind } = session;
  const what = name ?? (command.length === 0 ? "" : commandText(command));
  const title = what === "" ? `the ${kind}` : what;
  return chosenRange({ from: startedAt, to: (endedAt ?? now) + MICROS_PER_SECOND }, title);
}

/** `14:00..14:30`, `-10m..`, `..14:30`, `-10m`; undefined where it is none. What is left out is the log's end. */
export function rangeInWords(text: string, reach: TimeSpan | undefined, moment: Moment): ReplayRange | undefined {
  const [first = "", second = "", ...rest] = text.split("..").map((part) => part.trim());
  const isEmpty = first === "" && second === "";
  if (rest.length > 0 || isEmpty) return undefined;
  const from = momentIn(first, reach?.from, moment);
  const to = momentIn(second, reach?.to, moment);
  return from === undefined || to === undefined || to <= from ? undefined : chosenRange({ from, to }, text);
}

function momentIn(text: string, otherwise: number | undefined, moment: Moment): number | undefined {
  if (text === "") return otherwise ?? moment.now;
  const time = parseTime(text, moment);
  return isTrouble(time) ? undefined : time.at;
}

/** A moment within. */
export function withinRange({ from, to }: TimeSpan, at: number): Micros {
  return micros(Math.max(from, Math.min(to, Math.round(at))));
}

/** The range as so many columns at most; they begin at multiples of their width, as counts by time do. */
export function axisOfRange({ from, to }: TimeSpan, columns: number): Axis {
  const width = Math.max(1, Math.ceil((to - from) / Math.max(1, columns - 1)));
  const start = Math.floor(from / width) * width;
  return { from: start, width, columns: Math.floor((to - start) / width) + 1 };
}
