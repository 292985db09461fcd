import type { Scope, StoredSource, TimeSpan } from "./ports.js";

/** From the oldest entry of the scope to its newest; undefined where there is none. */
export function reachOf(sources: readonly StoredSource[], scope: Scope): TimeSpan | undefined {
  const spans = sources.flatMap(({ id, first, last }) =>
    first === undefined || last === undefined || scope.sources?.includes(id) === false ? [] : [{ first, last }],
  );
  if (spans.length === 0) return undefined;
  return {
    from: spans.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY),
    to: spans.reduce((most, { last }) => Math.max(most, last), Number.NEGATIVE_INFINITY),
  };
}
