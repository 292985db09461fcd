import { MICROS_PER_SECOND, type Micros } from "../core/time.js";

/** How late the live records of a source are kept, in milliseconds. */
export type Lag = {
  readonly newestMs: number | undefined;
  /** The worst of each stretch of ten seconds in which anything came, oldest first. */
  readonly worst: readonly { readonly stretch: number; readonly ms: number }[];
};

export const NO_LAG: Lag = { newestMs: undefined, worst: [] };

const STRETCH_US = 10 * MICROS_PER_SECOND;
/** A minute, and the stretch that is not over yet. */
const STRETCHES = 7;

export function withLag({ worst }: Lag, ms: number, now: Micros): Lag {
  const stretch = Math.floor(now / STRETCH_US);
  const last = worst.at(-1);
  if (last?.stretch === stretch) {
    return ms <= last.ms ? { newestMs: ms, worst } : { newestMs: ms, worst: [...worst.slice(0, -1), { stretch, ms }] };
  }
  return { newestMs: ms, worst: [...recent(worst, stretch), { stretch, ms }] };
}

/** The worst of the last minute; undefined when nothing came in it. */
export function worstLagMs({ worst }: Lag, now: Micros): number | undefined {
  const among = recent(worst, Math.floor(now / STRETCH_US));
  return among.length === 0 ? undefined : Math.max(...among.map(({ ms }) => ms));
}

function recent(worst: Lag["worst"], stretch: number): Lag["worst"] {
  return worst.filter((one) => one.stretch > stretch - STRETCHES && one.stretch <= stretch);
}
