import type { LogEntry } from "../../core/entry.js";
import type { Query } from "../../core/query/ast.js";
import { detailItems, fieldQuery } from "../overlays/detail.js";
import { topOverlay } from "../overlays/stack.js";
import type { State } from "../state.js";
import { entryAtCursor } from "../stream/marks.js";

/** A field with a value, and the query for all entries that have it. */
export type Facet = { readonly field: string; readonly value: string; readonly query: Query };

/** What tells who wrote an entry: its unit, else its identifier, else its source. */
export function facetOf(entry: LogEntry): Facet {
  if (entry.unit !== undefined) return facet("unit", entry.unit);
  if (entry.identifier !== undefined) return facet("identifier", entry.identifier);
  return facet("source", entry.source);
}

/** What + and - are about: the focused field of the detail panel, else who wrote the entry under the cursor. */
export function focusedQuery(state: State): Query | undefined {
  const top = topOverlay(state);
  if (top?.kind === "detail") {
    const item = detailItems(state)[top.selected];
    if (item?.kind === "field" && item.query !== undefined) return item.query;
  }
  const entry = entryAtCursor(state);
  return entry === undefined ? undefined : facetOf(entry).query;
}

function facet(field: string, value: string): Facet {
  return { field, value, query: fieldQuery(field, value) };
}
