import { type LogEntry, ordinalOf } from "../../core/entry.js";
import type { PlacedRemark } from "../../core/truth.js";
import { remarkWords } from "../../core/truth-words.js";

/** What is missing right before an entry, or was done to the clock there, in words; "" for nearly all entries. */
export function missingBefore(remarks: readonly PlacedRemark[]): (entry: LogEntry) => string {
  if (remarks.length === 0) return () => "";
  const placed = Map.groupBy(remarks, ({ source, ordinal }) => placeOf(source, ordinal));
  return ({ source, id }) => (placed.get(placeOf(source, ordinalOf(id))) ?? []).map(remarkWords).join(", ");
}

function placeOf(source: string, ordinal: number): string {
  return `${ordinal} ${source}`;
}
