import type { LogEntry } from "../../core/entry.js";
import type { Query } from "../../core/query/ast.js";
import type { Source } from "../../core/ports.js";
import { type ScanEvent, type Search, sourceMatches, type SourceScanEvent } from "./source-matches.js";

/** A source that can be searched from its end. */
export type SearchedBack = Source & Required<Pick<Source, "searchBack">>;

export function isSearchedBack(source: Source): source is SearchedBack {
  return source.searchBack !== undefined;
}

type Back = Search & { readonly query: Query };

/** For who wants all of them: so many are given at first. */
const FIRST_STRETCH = 1_024;

/** The newest matches of one source, the newest first; reads no further back than the last of them. */
export async function* newestMatches(
  source: SearchedBack,
  number: number,
  search: Back,
  limit = Infinity,
): AsyncGenerator<ScanEvent> {
  let given = 0;
  const first = Math.min(limit, FIRST_STRETCH);
  for await (const { events, isWhole } of source.searchBack(search.query, first, search.signal)) {
    const found: LogEntry[] = [];
    for await (const event of sourceMatches({ ...source, search: () => events }, number, search)) {
      if (event.kind === "entries") for (const entry of event.entries) found.push(entry);
      else if (event.kind !== "caught-up") yield event;
    }
    const older = isWhole ? found.slice(0, Math.max(0, found.length - given)) : found;
    const entries = older.slice(-Math.min(older.length, limit - given)).toReversed();
    if (entries.length > 0) yield { kind: "entries", entries };
    given += entries.length;
    if (given >= limit || search.signal.aborted) return;
  }
}

/** The newest so many of one source as they stand in it, for a merge with those of others. */
export async function* newestInOrder(
  source: SearchedBack,
  number: number,
  search: Back,
  limit: number,
): AsyncGenerator<SourceScanEvent> {
  const found: LogEntry[] = [];
  for await (const event of newestMatches(source, number, search, limit)) {
    if (event.kind === "entries") for (const entry of event.entries) found.push(entry);
    else yield event;
  }
  if (found.length > 0) yield { kind: "entries", entries: found.toReversed() };
  yield { kind: "caught-up" };
}
