import { type Micros, micros } from "../../core/time.js";

/** Turns microseconds since boot into the time of day. */
export type BootClock = {
  at(uptimeUs: number): Micros;
  /** Looks at the clocks again; to be called now and then. True when the clock was set or the machine slept meanwhile. */
  adjust(): boolean;
};

/** Two readings of the time of day in milliseconds differ by less when no clock was set and the machine did not sleep. */
const JUMP_US = 5_000;
/** What is worth telling. */
const STEP_US = 1_000_000;

/**
 * The kernel stamps its messages with a clock that stands still while the machine sleeps. Their time of day is reckoned
 * back from now by that same clock: exact for everything since the last wake-up, and too late by the time slept for
 * messages from before (`/proc/stat`'s btime would make those right until the first sleep, and all later ones wrong).
 */
export function createBootClock(
  now: () => number = () => Date.now() * 1000,
  uptime: () => number = () => Number(process.hrtime.bigint() / 1000n),
): BootClock {
  let boot = now() - uptime();
  return {
    at: (uptimeUs) => micros(Math.round(boot + uptimeUs)),
    adjust() {
      // The time of day comes cut to milliseconds, so each reading is late by up to one: the largest is the best.
      const seen = now() - uptime();
      const isStep = Math.abs(seen - boot) >= STEP_US;
      if (seen > boot || seen < boot - JUMP_US) boot = seen;
      return isStep;
    },
  };
}
