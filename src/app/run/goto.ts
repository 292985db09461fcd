import type { Anchor } from "../../core/ports.js";
import { isTrouble, parseTime } from "../../core/query/times.js";
import type { Micros } from "../../core/time.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { notice } from "../notices.js";
import { fieldQuery } from "../overlays/detail.js";
import { allOf } from "../query/effective.js";
import { find } from "../query/search.js";
import type { State } from "../state.js";
import { pauseFollow } from "../stream/follow.js";
import { frameOf } from "../stream/frame.js";
import { leaveTrace } from "../stream/jumps.js";
import { entryAtCursor } from "../stream/marks.js";
import { requestPage } from "../stream/window.js";

/** Goes to a percentage of the log, a line of the cursor's source, or a time in any form that queries know. */
export function goTo(state: State, place: string, moment: Moment): Step<State> {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(place)?.[1];
  if (percent !== undefined) {
    return goToAnchor(state, { kind: "fraction", fraction: Math.min(1, Number(percent) / 100) });
  }
  if (/^\d+$/.test(place)) return goToLine(state, Number(place));
  const time = parseTime(place, { ...moment, now: dayMeant(state, place) ?? moment.now });
  if (!isTrouble(time)) return goToAnchor(state, { kind: "time", at: time.at });
  const hint =
    time.suggestion === undefined ? "try 14:30, -15m, yesterday, 1200 or 50%" : `did you mean ${time.suggestion}?`;
  return notice(state, "fault", `'${place}' is no place: ${time.message}`, hint);
}

/** A time of day alone is one of the day that is read, not of today. */
function dayMeant(state: State, place: string): Micros | undefined {
  return /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.test(place.trim()) ? entryAtCursor(state)?.at : undefined;
}

/** Goes to the first entry from a moment on. */
export function goToTime(state: State, at: Micros): Step<State> {
  return goToAnchor(state, { kind: "time", at });
}

/** Goes to a place that is not an entry; the entry found there comes a third down the screen. */
function goToAnchor(state: State, anchor: Anchor): Step<State> {
  const paused = pauseFollow(leaveTrace(state));
  const line = Math.floor(frameOf(state).stream.rows / 3);
  return requestPage({ ...paused, stream: { ...paused.stream, travel: 0 } }, anchor, { kind: "anchor", line });
}

/** The entry that holds this line, or the last one that is shown before it. */
function goToLine(state: State, line: number): Step<State> {
  const source = entryAtCursor(state)?.source;
  const upTo = { kind: "compare", field: "line", operator: "<=", value: String(line) } as const;
  const pattern = allOf(source === undefined ? [upTo] : [fieldQuery("source", source), upTo]);
  const missing = `line ${line} is not shown: the log begins later, or filters hide it`;
  return find(state, pattern, undefined, { kind: "jump", direction: "older", missing, isExact: true });
}
