import type { LogEntry } from "../../core/entry.js";
import type { Query } from "../../core/query/ast.js";
import { entryRow } from "../../core/query/match/entry-row.js";
import { compileQuery } from "../../core/query/predicate.js";

/** The query as a question about entries that are already here. */
export function matcherOf(query: Query): (entry: LogEntry) => boolean {
  const matches = compileQuery(query);
  return (entry) => matches(entryRow(entry));
}
