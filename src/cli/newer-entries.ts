import type { EntryId, LogEntry, SourceId } from "../core/entry.js";
import type { LogReader } from "../core/ports.js";
import { EVERYTHING, type Query } from "../core/query/ast.js";

/** Entries of one look at most; the rest comes with the next. */
const PAGE = 1_000;

/** Walks what comes into a store, source by source, so that an entry with an older time is not missed. */
export type Newcomers = {
  /** Matches that came since the last call, in the order of the log. */
  next(): Promise<readonly LogEntry[]>;
};

/** Begins at what the store holds now. */
export async function watchNewcomers(reader: LogReader, wanted: Query): Promise<Newcomers> {
  const seen = new Map<SourceId, EntryId>();
  for (const { id } of await reader.sources()) {
    const newest = await newestOf(reader, id);
    if (newest !== undefined) seen.set(id, newest);
  }
  return {
    next: async () => {
      const found: LogEntry[] = [];
      for (const { id } of await reader.sources()) {
        const newest = await newestOf(reader, id);
        const last = seen.get(id);
        if (newest === undefined || newest === last) continue;
        const matches = await after(reader, wanted, id, last);
        found.push(...matches);
        // A full page may not have reached the newest: the next look goes on behind it.
        const reached = matches.length < PAGE ? newest : matches.at(-1)?.id;
        if (reached !== undefined) seen.set(id, reached);
      }
      return found.toSorted((one, other) => one.order - other.order || one.id - other.id);
    },
  };
}

async function newestOf(reader: LogReader, source: SourceId): Promise<EntryId | undefined> {
  const scope = { sources: [source] };
  const page = await reader.page({ query: EVERYTHING, scope, anchor: { kind: "tail" }, before: 1, after: 0 });
  return page.entries.at(-1)?.id;
}

async function after(
  reader: LogReader,
  wanted: Query,
  source: SourceId,
  last: EntryId | undefined,
): Promise<readonly LogEntry[]> {
  const anchor = last === undefined ? ({ kind: "head" } as const) : ({ kind: "entry", id: last } as const);
  const page = await reader.page({ query: wanted, scope: { sources: [source] }, anchor, before: 0, after: PAGE + 1 });
  return page.entries.filter(({ id }) => last === undefined || id > last).slice(0, PAGE);
}
