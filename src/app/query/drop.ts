import type { FilterPart, State } from "../state.js";
import { activeParts } from "./effective.js";

/**
 * What `drop-filter` takes away: on an empty page the part whose loss would show most, as far as that is counted;
 * otherwise the newest filter, then the level, then the query.
 */
export function partToDrop(state: State): FilterPart | undefined {
  const parts = activeParts(state.filters);
  const counted = state.filters.without.filter(({ shows }) => shows > 0);
  const isEmpty = state.stream.page?.entries.length === 0;
  const most = isEmpty ? counted.toSorted((left, right) => right.shows - left.shows)[0] : undefined;
  if (most !== undefined) return most.part;
  return (
    parts.findLast((part) => part.kind === "filter") ?? parts.find((part) => part.kind === "level") ?? parts.at(-1)
  );
}
