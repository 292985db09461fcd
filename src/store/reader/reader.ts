import { ordinalOf, sourceNumberOf, type EntryId } from "../../core/entry.js";
import type { Bookmark } from "../../core/bookmark.js";
import type { StoredBoot } from "../../core/boots.js";
import { LEVEL_UNKNOWN, levelOf } from "../../core/level.js";
import type { LogReader, ResumeToken, StoredArchive, StoredSource } from "../../core/ports.js";
import type { Truth } from "../../core/truth.js";
import { EVERYTHING } from "../../core/query/ast.js";
import { micros } from "../../core/time.js";
import type { Result } from "../../core/fault.js";
import { readBookmarks } from "../bookmark/bookmark-table.js";
import type { Db } from "../database.js";
import { askSql, type SqlAnswer, type SqlRequest } from "../sql/ask-sql.js";
import { machineReading } from "../machine/machine-table.js";
import { remarkReading } from "../remark-table.js";
import { sessionReading } from "../session/session-table.js";
import { readAggregate } from "./aggregate.js";
import type { ArchiveShelf } from "./archives.js";
import { type SourceRun } from "./catalogue.js";
import { countMatches } from "./count.js";
import { type Desk, type DeskOptions, openDesk } from "./desk.js";
import { explainQuestion } from "./explain.js";
import { readOverview } from "./overview.js";
import { entryAt, findNext, readPage, scanAll } from "./page.js";
import { perform, stream } from "./work.js";
import { holderTable } from "../writer/holder-table.js";

/** How a store is read: what the texts mean, and whom to tell of damage. */
export type ReaderOptions = DeskOptions;

/**
 * A LogReader on a store. Calls are answered in turns of a few milliseconds, so that a long one holds up nobody. Each
 * answer is about the store as it was when the question was asked. An aborted call rejects with an AbortError.
 */
export type StoreReader = LogReader & {
  /** Grows with every commit of any process; cheap enough to ask many times a second. */
  revision(): number;
  /** The boots that `boot:0` and its like count, oldest first. */
  boots(): Promise<readonly StoredBoot[]>;
  /** What was unpacked so far; may be asked while anything is being answered. */
  opened(): { readonly blocks: number; readonly entries: number };
  /** Answers an SQL statement over the tables of `sql/schema.ts`; nothing else may be asked until its rows are read. */
  sql(request: SqlRequest): Result<SqlAnswer>;
  /** The files that entries were moved to, whether they are there or not, the oldest first. */
  archives(): Promise<readonly StoredArchive[]>;
  /** How often another store has come to the place of the one that was read: ids of before mean nothing in it. */
  moves(): number;
};

export type ReaderParts = {
  readonly db: Db;
  /** The connection is the writer's own and is left open at the end. */
  readonly isShared: boolean;
  /** Whether the process that took the lock still runs. */
  readonly isAlive: (lock: string) => boolean;
  readonly archives: ArchiveShelf;
};

export function createReader({ db, isShared, isAlive, archives }: ReaderParts, options: ReaderOptions): StoreReader {
  const sessions = sessionReading(db, isAlive);
  const localOffset = options.localOffset ?? (() => 0);
  const desk = openDesk({ db, isShared, sessions, archives }, options);
  const named = db.prepare<[], [number, string, ResumeToken | null]>("SELECT number, label, resume FROM source").raw();
  const said = remarkReading(db);
  const holders = holderTable(db, isAlive);
  const machine = machineReading(db);
  const namesOf = (): ((run: SourceRun) => Named) => {
    const names = new Map(
      named.all().map(([number, label, resume]) => [number, { label, resume: resume ?? undefined }]),
    );
    return (run) => names.get(run.number) ?? { label: run.id, resume: undefined };
  };
  const sourcesNow = (): readonly StoredSource[] => {
    const names = namesOf();
    const spans = desk.spans({ sources: undefined });
    return spans.map(({ run }) => ({
      ...describeSource(run, names(run), said.truth(run.number)),
      holder: holders.of(run.id),
    }));
  };
  return {
    sql: (request) =>
      askSql({ desk, sources: sourcesNow, sessions: () => sessions.all(), boots: () => desk.boots() }, request),
    page: (request, signal) => perform(readPage(desk, request), desk, signal),
    find: (request, signal) => perform(findNext(desk, request), desk, signal),
    count: (query, scope, signal) => perform(countMatches(desk, query, scope), desk, signal),
    overview: (query, scope, buckets, signal) => perform(readOverview(desk, { query, scope }, buckets), desk, signal),
    scan: (request, signal) => stream(scanAll(desk, request), desk, signal),
    aggregate: (request, signal) => stream(readAggregate(desk, request, localOffset), desk, signal),
    entry: async (id) => within(desk, () => entryOf(desk, id)),
    raw: async (id) => within(desk, () => bytesOf(desk, id)),
    sources: async () => within(desk, sourcesNow),
    remarks: async (scope, span) =>
      within(desk, () => {
        const runs = new Set(desk.spans(scope).map(({ run }) => run.id));
        return said.between(span).filter(({ source }) => runs.has(source));
      }),
    explain: async (query, scope) =>
      within(desk, () => {
        const names = namesOf();
        return explainQuestion(desk, { query, scope }, (run) => names(run).label);
      }),
    machine: async (request) => within(desk, () => machine(request)),
    archives: async () => within(desk, () => archives.list()),
    sessions: async () => within(desk, () => sessions.all()),
    bookmarks: async () => bookmarksOf(db, desk),
    boots: async () => within(desk, () => desk.boots()),
    moves: () => 0,
    opened: () => desk.opened(),
    revision: () => within(desk, () => desk.revision()),
    close: async () => {
      archives.close();
      if (!isShared) db.close();
      return Promise.resolve();
    },
  };
}

function within<Value>(desk: Desk, work: () => Value): Value {
  desk.enter();
  try {
    return work();
  } finally {
    desk.leave();
  }
}

/** Those of entries that retention has removed are left out. */
async function bookmarksOf(db: Db, desk: Desk): Promise<readonly Bookmark[]> {
  const found: Bookmark[] = [];
  for (const { entry: id, note, tags } of readBookmarks(db)) {
    const request = {
      query: EVERYTHING,
      scope: { sources: undefined },
      anchor: { kind: "entry", id },
      before: 0,
      after: 1,
    } as const;
    const { entries, position } = await perform(readPage(desk, request), desk);
    const [entry] = entries;
    if (entry?.id === id) found.push({ entry, position, note, tags });
  }
  return found.toSorted(({ entry: left }, { entry: right }) => left.order - right.order || left.id - right.id);
}

function entryOf(desk: Desk, id: EntryId) {
  const run = desk.run(sourceNumberOf(id));
  return run === undefined ? undefined : entryAt(desk, { run, ordinal: ordinalOf(id) });
}

function bytesOf(desk: Desk, id: EntryId): Uint8Array | undefined {
  const run = desk.run(sourceNumberOf(id));
  const block = run === undefined ? undefined : desk.blockOf(run, ordinalOf(id));
  // A copy: what is unpacked is shared and may be dropped.
  return block === undefined ? undefined : new Uint8Array(desk.view(block, ordinalOf(id) - block.header.first).bytes());
}

type Named = Pick<StoredSource, "label" | "resume">;

function describeSource(run: SourceRun, { label, resume }: Named, truth: Truth): Omit<StoredSource, "holder"> {
  const levels: Partial<Record<keyof StoredSource["levels"], number>> = {};
  for (const { levels: counts } of run.blocks) {
    for (const [level, count] of counts.entries()) {
      if (count === 0) continue;
      const name = level === LEVEL_UNKNOWN ? "unknown" : (levelOf(level) ?? "unknown");
      levels[name] = (levels[name] ?? 0) + count;
    }
  }
  const first = run.blocks.reduce((least, { atMin }) => Math.min(least, atMin), Infinity);
  const last = run.blocks.reduce((most, { atMax }) => Math.max(most, atMax), -Infinity);
  const hasEntries = run.blocks.length > 0;
  return {
    id: run.id,
    label,
    number: run.number,
    entries: run.blocks.reduce((sum, { count }) => sum + count, 0),
    first: hasEntries ? micros(first) : undefined,
    last: hasEntries ? micros(last) : undefined,
    levels,
    truth,
    resume,
  };
}
