import { activeParts } from "../query/effective.js";
import type { State } from "../state.js";

/**
 * How much came since following was paused or the display was frozen; undefined when nothing did. With filters it is what
 * they let through, which is not known (`count` undefined) until it has been counted.
 */
export function newSince(state: State): { readonly count: number | undefined } | undefined {
  const { paused, frozen, markedOnly, overview } = state.stream;
  const since = frozen ?? paused;
  if (since === undefined || markedOnly) return undefined;
  const entries = (state.engine?.entries ?? 0) - since.entries;
  if (entries <= 0) return undefined;
  if (activeParts(state.filters).length === 0) return { count: entries };
  if (frozen !== undefined || paused?.matches === undefined || overview?.complete !== true) return { count: undefined };
  const matches = overview.matches - paused.matches;
  return matches > 0 ? { count: matches } : undefined;
}
