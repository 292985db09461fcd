import type { FieldValue, LogEntry } from "../core/entry.js";
import { FaultError } from "../core/fault.js";
import type { Anchor } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { entryRow } from "../core/query/match/entry-row.js";
import { type Cursor, cursorOf, type Place, placeOf } from "./cursor.js";
import { type Question, statementOf } from "./question.js";
import type { Store } from "./store.js";

export type QueryOptions = {
  /** `newest` goes back from the end of the log, `oldest` forward from its beginning. */
  readonly sort?: "newest" | "oldest" | undefined;
  /** Entries of a page, 1 to 10,000. */
  readonly limit?: number | undefined;
  /** Go on behind the page that had this cursor. */
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type Page<Item> = {
  readonly entries: readonly Item[];
  /**
   * Where the next page begins. With `oldest` it is there at the end of the log, too: what comes later is behind it.
   * Undefined where nothing has been found yet.
   */
  readonly cursor: Cursor | undefined;
  /** Whether there is more behind it now. */
  readonly hasMore: boolean;
};

/** Chosen fields of an entry, by the names that queries use; `undefined` where it has none of that name. */
export type Projection = Readonly<Record<string, FieldValue | undefined>>;

const PAGE_ENTRIES = 100;
const MOST_ENTRIES = 10_000;

/** One page of the entries that match. With `fields`, these alone of each. Throws a `FaultError`. */
export function query(
  store: Store,
  question: Question,
  options: QueryOptions & { readonly fields: readonly string[] },
): Promise<Page<Projection>>;
export function query(store: Store, question: Question, options?: QueryOptions): Promise<Page<LogEntry>>;
export async function query(
  store: Store,
  question: Question,
  options: QueryOptions & { readonly fields?: readonly string[] } = {},
): Promise<Page<Projection | LogEntry>> {
  const { query: asked, stages } = statementOf(question);
  if (stages.length > 0) throw new FaultError(STAGES);
  const { fields } = options;
  const page = await pageOf(store, asked, options);
  if (fields === undefined) return page;
  const chosen = page.entries.map((entry) => {
    const row = entryRow(entry);
    return Object.fromEntries(fields.map((name) => [name, row.field(name)]));
  });
  return { ...page, entries: chosen };
}

const STAGES = {
  code: "usage",
  message: "query() gives entries, not what stages make of them",
  hint: "ask aggregate() for tables; sort, limit and fields are options of query()",
} as const;

async function pageOf(store: Store, asked: Query, options: QueryOptions): Promise<Page<LogEntry>> {
  const { sort = "newest", limit = PAGE_ENTRIES, cursor, signal } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ENTRIES) {
    throw new FaultError({ code: "usage", message: `limit cannot be ${limit}`, hint: `use 1 to ${MOST_ENTRIES}` });
  }
  const place = cursor === undefined ? undefined : placeOf(cursor);
  const isNewest = sort === "newest";
  const anchor = await anchorOf(store, place, isNewest);
  // Going forward the entry of the cursor itself is the first that is found, where it matches.
  const wanted = isNewest ? { before: limit, after: 0 } : { before: 0, after: limit + 1 };
  const page = await store.page({ query: asked, scope: { sources: undefined }, anchor, ...wanted }, signal);
  const found = isNewest ? page.entries.toReversed() : page.entries.filter(({ id }) => id !== place?.id);
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  return {
    entries,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `placeOf` has read it
    cursor: last === undefined ? (cursor as Cursor | undefined) : cursorOf(last),
    hasMore: found.length > limit || !(isNewest ? page.atStart : page.atEnd),
  };
}

/** Retention may have taken the entry of the cursor: then its time is the place. */
async function anchorOf(store: Store, place: Place | undefined, isNewest: boolean): Promise<Anchor> {
  if (place === undefined) return { kind: isNewest ? "tail" : "head" };
  const isThere = (await store.entry(place.id)) !== undefined;
  return isThere ? { kind: "entry", id: place.id } : { kind: "time", at: place.order };
}
