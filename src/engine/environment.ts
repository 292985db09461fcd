import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import {
  type LocalOffset,
  MICROS_PER_MINUTE,
  MICROS_PER_MS,
  MICROS_PER_SECOND,
  type Micros,
  micros,
} from "../core/time.js";

const MS_PER_MINUTE = 60_000;

/** The wall clock. */
export function now(): Micros {
  // performance keeps microseconds that Date drops; both count from the same origin.
  return micros(Math.floor((performance.timeOrigin + performance.now()) * MICROS_PER_MS));
}

/**
 * The offset of the zone that this process runs in (TZ): of a repeated hour the earlier one, of a skipped hour the one
 * before, as `Date` resolves them.
 */
export const localOffset: LocalOffset = (civil) => {
  const asUtc = new Date(civil / MICROS_PER_MS);
  if (Number.isNaN(asUtc.getTime())) return 0;
  const local = new Date(
    asUtc.getUTCFullYear(),
    asUtc.getUTCMonth(),
    asUtc.getUTCDate(),
    asUtc.getUTCHours(),
    asUtc.getUTCMinutes(),
    asUtc.getUTCSeconds(),
  );
  const ms = asUtc.getTime() - asUtc.getUTCMilliseconds() - local.getTime();
  return Math.round(ms / MS_PER_MINUTE) * MICROS_PER_MINUTE;
};

/** Moments that have a name in queries: `@boot`. */
export function namedMoments(): Readonly<Record<string, Micros>> {
  return { boot: micros(now() - Math.round(uptime() * MICROS_PER_SECOND)) };
}

/** The id of the running boot as journals write it, 32 hex digits; undefined where the kernel does not say. */
export function runningBoot(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim().replaceAll("-", "");
  } catch {
    // No /proc here: whoever asks goes on without.
    return undefined;
  }
}

/** Milliseconds that never go back. */
export function monotonicMs(): number {
  return performance.now();
}
