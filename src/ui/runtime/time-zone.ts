import { MICROS_PER_MINUTE } from "../../core/time.js";
import type { ZoneOffset } from "../time-text.js";

const MS_PER_QUARTER = 15 * 60 * 1000;

/**
 * How far this machine's local time is ahead of UTC at an instant. Offsets change at quarters of an hour only, so one
 * answer serves a whole quarter.
 */
export function machineZone(): ZoneOffset {
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / 1000 / MS_PER_QUARTER);
    const offset = known.get(quarter);
    if (offset !== undefined) return offset;
    if (known.size > 1000) known.clear();
    const minutes = new Date(quarter * MS_PER_QUARTER).getTimezoneOffset();
    const fresh = Number.isNaN(minutes) ? 0 : 0 - minutes * MICROS_PER_MINUTE;
    known.set(quarter, fresh);
    return fresh;
  };
}
