import { machineOffsetMinutes } from "./machine-offset.js";
import { shortLocal } from "./output/time-text.js";

/** A moment (microseconds) as this machine's clock showed it: `Nov 21 11:59:58`. */
export function localClock(at: number): string {
  return shortLocal(at, machineOffsetMinutes(at / 1_000));
}
