/**
 * Tells whether the wall clock was set, or the machine slept, since the reading before of the same boot. Readings come
 * in their order; times in microseconds.
 */
export type ClockSteps = { stepped(boot: string, monotonic: number, realtime: number): boolean };

/** Less is how clocks are disciplined, or how a record waits for its time. */
const STEP_US = 1_000_000;
/** How fast a clock may be slewed (adjtimex(2)): 500 microseconds a second. */
const SLEW = 500e-6;
/** Boots that are remembered: several writers' entries come mixed, but not those of many boots. */
const MOST_BOOTS = 8;

type Reading = { monotonic: number; distance: number };

/**
 * Within a boot the distance of the two clocks stays the same unless somebody sets the wall clock or the machine
 * sleeps, when the monotonic clock stands still.
 */
export function createClockSteps(): ClockSteps {
  const boots = new Map<string, Reading>();
  let lastBoot = "";
  let last: Reading | undefined;
  return {
    stepped(boot, monotonic, realtime) {
      const distance = realtime - monotonic;
      if (boot !== lastBoot) {
        lastBoot = boot;
        last = boots.get(boot);
      }
      if (last === undefined) {
        last = { monotonic, distance };
        remember(boots, boot, last);
        return false;
      }
      const slewed = Math.abs(monotonic - last.monotonic) * SLEW;
      const isStep = Math.abs(distance - last.distance) > STEP_US + slewed;
      last.monotonic = monotonic;
      last.distance = distance;
      return isStep;
    },
  };
}

function remember(boots: Map<string, Reading>, boot: string, reading: Reading): void {
  boots.set(boot, reading);
  for (const oldest of boots.keys()) {
    if (boots.size <= MOST_BOOTS) return;
    boots.delete(oldest);
  }
}
