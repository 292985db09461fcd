import type { EntryId, LogEntry, SourceId } from "../core/entry.js";
import type { LogReader, Scope } from "../core/ports.js";
import { EVERYTHING, type Query } from "../core/query/ast.js";

/** Entries of one look at most; the rest comes with the next. */
const PAGE = 1_000;

/** Walks what comes into a store, source by source, so that an entry with an older time is not missed. */
export type Newcomers = {
  /** Whether the entry was there at the beginning, so that `next` will not bring it. */
  wasThere(entry: LogEntry): boolean;
  /** Matches that came since the last call, in the order of the log. */
  next(): Promise<readonly LogEntry[]>;
};

/** A store that may be replaced by another while it is followed. */
export type Followed = LogReader & { readonly moves?: () => number };

/** Begins at what the store holds now of the sources of the scope. */
export async function watchNewcomers(reader: Followed, wanted: Query, scope: Scope): Promise<Newcomers> {
  const sources = async (): Promise<readonly SourceId[]> => {
    const known = (await reader.sources()).map(({ id }) => id);
    return scope.sources === undefined ? known : known.filter((id) => scope.sources?.includes(id));
  };
  const seen = new Map<SourceId, EntryId>();
  for (const id of await sources()) {
    const newest = await newestOf(reader, id);
    if (newest !== undefined) seen.set(id, newest);
  }
  const first = new Map(seen);
  let moves = reader.moves?.();
  return {
    wasThere: ({ id, source }) => id <= (first.get(source) ?? -1),
    next: async () => {
      const found: LogEntry[] = [];
      // All that another store holds is new, and ids begin anew in it.
      if (reader.moves?.() !== moves) seen.clear();
      moves = reader.moves?.();
      for (const id of await sources()) {
        const newest = await newestOf(reader, id);
        const last = seen.get(id);
        if (newest === undefined || newest === last) continue;
        const matches = await between(reader, wanted, { source: id, last, newest });
        found.push(...matches);
        // A full page may not have reached the newest: the next look goes on behind it.
        seen.set(id, matches.length < PAGE ? newest : (matches.at(-1)?.id ?? newest));
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

type Stretch = { readonly source: SourceId; readonly last: EntryId | undefined; readonly newest: EntryId };

/** Matches behind `last`, up to `newest`: what came in between belongs to the next look. */
async function between(reader: LogReader, wanted: Query, stretch: Stretch): Promise<readonly LogEntry[]> {
  const { source, last, newest } = stretch;
  const anchor = last === undefined ? ({ kind: "head" } as const) : ({ kind: "entry", id: last } as const);
  const page = await reader.page({ query: wanted, scope: { sources: [source] }, anchor, before: 0, after: PAGE + 1 });
  return page.entries.filter(({ id }) => (last === undefined || id > last) && id <= newest).slice(0, PAGE);
}
