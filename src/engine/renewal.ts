import type { Store } from "../store/open-store.js";

/** Programs that end soon leave old blocks as they are. */
const BEGIN_MS = 3_000;
/** Between two blocks while nothing is collected, while something is, and after the store refused. */
const REST_MS = 200;
const BUSY_MS = 2_000;
const REFUSED_MS = 60_000;

/** Brings the blocks of older versions to the form of today while there is little to do. Returns the way to stop. */
export function renewInIdleTime({ renewal }: Pick<Store, "renewal">, revision: () => number): () => void {
  let seen = revision();
  let timer: NodeJS.Timeout | undefined;
  const later = (ms: number): void => {
    timer = setTimeout(turn, ms).unref();
  };
  const turn = (): void => {
    const step = renewal.step();
    if (!step.ok) return later(REFUSED_MS);
    if (!step.value) return undefined;
    const isBusy = revision() !== seen;
    seen = revision();
    return later(isBusy ? BUSY_MS : REST_MS);
  };
  later(BEGIN_MS);
  return () => clearTimeout(timer);
}
