import type { LogEntry } from "../../core/entry.js";
import type { Query } from "../../core/query/ast.js";
import { fieldQuery } from "../overlays/detail.js";

/** A field with a value, and the query for all entries that have it. */
export type Facet = { readonly field: string; readonly value: string; readonly query: Query };

/** What tells who wrote an entry: its unit, else its identifier, else its source. */
export function facetOf(entry: LogEntry): Facet {
  if (entry.unit !== undefined) return facet("unit", entry.unit);
  if (entry.identifier !== undefined) return facet("identifier", entry.identifier);
  return facet("source", entry.source);
}

function facet(field: string, value: string): Facet {
  return { field, value, query: fieldQuery(field, value) };
}
