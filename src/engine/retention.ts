import type { Fault } from "../core/fault.js";
import type { KeepLimits } from "../core/keep.js";
import type { Keeper } from "../store/open-store.js";

/** How often the limits are looked at while entries come, and how long others have a turn between two steps. */
const LOOK_EVERY_MS = 2_000;
const REST_MS = 20;
/** Ages change without anything being written. */
const LOOK_RARELY_MS = 600_000;

export type RetentionParts = {
  readonly keeper: Keeper;
  readonly limits: KeepLimits;
  /** Grows with every commit. */
  readonly revision: () => number;
  readonly removed: (removed: Extract<ReturnType<Keeper["step"]>, { ok: true }>["value"]["removed"]) => void;
  /** Told when a step is refused, and with undefined when one succeeds again. */
  readonly refused: (fault: Fault | undefined) => void;
};

/** Longest that the last look may take when collecting ends. */
const END_MS = 500;

/**
 * Holds the store to its limits while somebody collects, in short steps between which commits go on, and once more at
 * the end. A step that is refused (disk full) is tried again at the next look. Returns the way to stop.
 */
export function keepWithin({ keeper, limits, revision, removed, refused }: RetentionParts): () => void {
  if (limits.days === undefined && limits.bytes === undefined) return () => undefined;
  let seen = -1;
  let lookedAt = 0;
  let isRefused = false;
  let timer: NodeJS.Timeout | undefined;
  /** Takes one step; what is left to do then. */
  const step = (): "nothing" | "more" | "retry" => {
    const done = keeper.step(limits);
    if (!done.ok || isRefused) refused(done.ok ? undefined : done.fault);
    isRefused = !done.ok;
    if (!done.ok) return "retry";
    if (done.value.removed.length > 0) removed(done.value.removed);
    if (!done.value.isDone) return "more";
    // Our own steps raise the revision, too.
    seen = revision();
    lookedAt = performance.now();
    return "nothing";
  };
  const isDue = () => revision() !== seen || performance.now() - lookedAt >= LOOK_RARELY_MS;
  const later = (ms: number): void => {
    timer = setTimeout(() => later(isDue() && step() === "more" ? REST_MS : LOOK_EVERY_MS), ms).unref();
  };
  later(REST_MS);
  return () => {
    clearTimeout(timer);
    const deadline = performance.now() + END_MS;
    while (isDue() && performance.now() < deadline && step() === "more");
  };
}
