import type { LogEntry } from "../entry.js";
import { shownAlone, type ShownEntry } from "./entry-stages.js";

/** How many entries are shown beside a match. */
export type Around = { readonly before: number; readonly after: number };

/**
 * Matches with their neighbours, as `grep -B -A`. Given all entries of a log in their order; memory is bounded by
 * `before`. What lies near two matches is shown once.
 */
export function createContext({ before, after }: Around): {
  push(entry: LogEntry, isMatch: boolean): readonly ShownEntry[];
} {
  const waiting: LogEntry[] = [];
  let left = 0;
  let hasShown = false;
  let isGap = false;
  const show = (entry: LogEntry, isContext: boolean): ShownEntry => {
    const shown = { ...shownAlone(entry), isContext, isAfterGap: isGap && hasShown };
    isGap = false;
    hasShown = true;
    return shown;
  };
  return {
    push(entry, isMatch) {
      if (isMatch) {
        left = after;
        return [...waiting.splice(0).map((one) => show(one, true)), show(entry, false)];
      }
      if (left > 0) {
        left -= 1;
        return [show(entry, true)];
      }
      waiting.push(entry);
      if (waiting.length > before) {
        waiting.shift();
        isGap = true;
      }
      return [];
    },
  };
}

/**
 * Of matches in context the last `count`, each with its neighbours; what is near the first of them is its neighbour,
 * whether it matches or not. Holds little more than that.
 */
export function createLastInContext(count: number, before: number) {
  let kept: ShownEntry[] = [];
  let matches = 0;
  const cut = (): void => {
    let first = kept.length;
    for (let seen = 0; first > 0 && seen < count;) {
      first -= 1;
      if (kept[first]?.isContext === false) seen += 1;
    }
    let start = first;
    while (start > 0 && first - start < before && kept[start]?.isAfterGap === false) start -= 1;
    kept = kept.slice(start).map((shown, index) => ({
      ...shown,
      isContext: shown.isContext || start + index < first,
      isAfterGap: shown.isAfterGap && index > 0,
    }));
    matches = Math.min(matches, count);
  };
  return {
    push(shown: readonly ShownEntry[]): void {
      for (const one of shown) {
        kept.push(one);
        if (!one.isContext) matches += 1;
      }
      // Cut seldom: cutting each time would copy all that is kept.
      if (matches > 2 * count) cut();
    },
    end(): readonly ShownEntry[] {
      if (matches > count) cut();
      return kept;
    },
  };
}
