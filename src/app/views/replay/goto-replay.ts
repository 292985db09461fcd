import { isTrouble, parseTime } from "../../../core/query/times.js";
import type { Step } from "../../effect.js";
import type { Moment } from "../../moment.js";
import type { State } from "../../state.js";
import { seek } from "./playing.js";

/**
 * Goes to a place of what is replayed: a part of it (`50%`), a time, or so much before or after the hand (`-1m`, `+30s`).
 * Undefined for what lies outside, and for what is no such place.
 */
export function goToInReplay(state: State, place: string, moment: Moment): Step<State> | undefined {
  const { range, clock } = state.replay;
  if (state.view !== "replay" || range === undefined) return undefined;
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(place)?.[1];
  if (percent !== undefined) return seek(state, range.from + ((range.to - range.from) * Number(percent)) / 100);
  // A count alone is a line, and a time of day one of the day that is replayed.
  if (/^\d+$/.test(place)) return undefined;
  const time = parseTime(place, { ...moment, now: clock.at });
  return isTrouble(time) || time.at < range.from || time.at > range.to ? undefined : seek(state, time.at);
}
