import type { EntryBatch, RawBatch } from "./batch.js";
import type { Bookmark, BookmarkChange, BookmarkLog } from "./bookmark.js";
import type { Table } from "./aggregate/table.js";
import type { Category, EntryId, EntryParts, Fields, LogEntry, SourceId } from "./entry.js";
import type { Fault, Result } from "./fault.js";
import type { Level } from "./level.js";
import type { MachineRequest, MachineSeries } from "./machine/metrics.js";
import type { Query } from "./query/ast.js";
import type { Statement } from "./query/statement.js";
import type { Session, SessionLog, SessionResult } from "./session.js";
import type { Pattern } from "./template/pattern-tally.js";
import type { Micros } from "./time.js";
import type { GapReason, NoteKind, PlacedRemark, Remark, Truth } from "./truth.js";

/** Where a source goes on after a restart: versioned JSON text that only its own source understands. */
export type ResumeToken = string & { readonly __token: "resume" };

export type SourceEvent =
  /** Lines, and where to resume once they are kept. `progress` (0..1) while history is being read. */
  | {
      readonly kind: "batch";
      readonly batch: RawBatch;
      readonly resume: ResumeToken | undefined;
      readonly progress?: number;
      /** How many bytes were read for it, where most of them became no entry. */
      readonly bytesRead?: number;
    }
  /** All that was there at the start has been given; from here on it is live. At most once. */
  | { readonly kind: "caught-up" }
  /**
   * Something is missing between the last batch and the next. It is kept with the next batch: a source that is resumed
   * from before that one must say it again, and one that is resumed from behind must not.
   */
  | { readonly kind: "gap"; readonly reason: GapReason; readonly lost: number | undefined }
  /** Nothing is missing, but somebody who asks how far to believe the source should know; see `core/truth.ts`. */
  | { readonly kind: "note"; readonly what: NoteKind; readonly count: number }
  /**
   * Could not go on; the source tries again by itself after `retryInMs`, or ends when that is undefined. The next batch,
   * which may have no records, says that it goes on.
   */
  | { readonly kind: "failed"; readonly fault: Fault; readonly retryInMs: number | undefined };

/** A part of a log that is read from its end. */
export type Stretch = {
  readonly events: AsyncIterable<SourceEvent>;
  /** It could not be read from its end: these are all the records, those of the stretches before among them. */
  readonly isWhole: boolean;
};

/**
 * One thing that logs. `events` is pulled: not calling `next()` is the back-pressure, and a source must hold at most one
 * batch ahead. It must not throw (trouble is a `failed` event), must end soon after the signal aborts, and ends by
 * itself only when nothing more can ever come (end of stdin, exit of a command, a file that is not followed).
 * With a resume token it gives exactly what came after the batch that carried the token.
 */
export type Source = {
  readonly id: SourceId;
  readonly label: string;
  events(signal: AbortSignal, resume: ResumeToken | undefined): AsyncIterable<SourceEvent>;
  /**
   * For one question to a source that is not followed: as `events` from the start, but the source may leave out records
   * of which it knows (by an index of its own) that they cannot match. What comes is tested again. Absent where the
   * source knows nothing.
   */
  search?(query: Query, signal: AbortSignal): AsyncIterable<SourceEvent>;
  /**
   * The same in stretches, the newest first, each in the order of the log: for who wants the newest matches and no more.
   * The first stretch has about `most` records, those behind it more and more. Only with `search`.
   */
  searchBack?(query: Query, most: number, signal: AbortSignal): AsyncIterable<Stretch>;
  /**
   * Where several streams come at a time (connections to a socket): the same source with each of them passed through
   * `change` on its own, for what must not mix them up. Absent where there is but one.
   */
  throughEach?(change: (stream: Source) => Source): Source;
};

export type SourceOptions = {
  /** Go on when the end is reached; false reads what is there and ends (`record --once`, `query FILE`). */
  readonly follow: boolean;
  /** How many entries of history to bring at the first start; undefined is all there is. */
  readonly history: number | undefined;
  readonly since: Micros | undefined;
  /** Whether a stream of this program has told the log of a derivation: then it is not read from the disk as well. */
  readonly isTold?: ((derivation: string) => boolean) | undefined;
  /** Files: at the first start bring what rotations made of them before, too. */
  readonly rotated?: boolean;
};

/** A family member of `sources/`: how a spec such as `journal:unit=x` becomes sources. */
export type SourceKind = {
  readonly scheme: string;
  readonly summary: string;
  readonly example: string;
  /** `rest` is what follows `scheme:`. One spec may open several sources (a glob). */
  open(rest: string, options: SourceOptions): Promise<Result<readonly Source[]>>;
  /**
   * Sources that a followed spec comes to stand for later (a new file that matches a pattern), each once, until the
   * signal aborts. `known` are those that `open` gave. Absent where a spec never grows.
   */
  discover?(
    rest: string,
    options: SourceOptions,
    known: ReadonlySet<SourceId>,
    signal: AbortSignal,
  ): AsyncIterable<Source>;
};

export type SourceState = "starting" | "loading" | "following" | "ended" | "failed" | "shared";

/** A running logstream that collects. */
export type Collector = {
  readonly command: string;
  /** As its own machine or container counts; undefined where it did not say. */
  readonly pid: number | undefined;
  readonly since: Micros;
};

/** What the header shows of one source. `shared`: another process collects it, this one follows the store. */
export type SourceStatus = {
  readonly id: SourceId;
  readonly label: string;
  readonly state: SourceState;
  readonly entries: number;
  readonly progress: number | undefined;
  readonly truth: Truth;
  /** Milliseconds from a record's own time to its commit, of the newest live record. */
  readonly lagMs: number | undefined;
  /** The worst of the last minute. */
  readonly worstLagMs: number | undefined;
  readonly entriesPerSecond: number;
  readonly fault: Fault | undefined;
  /** Who collects it while it is `shared`. */
  readonly holder: Collector | undefined;
};

/** What a writer knows of a source before its first batch of this run. */
export type SourceHandle = {
  readonly number: number;
  readonly resume: ResumeToken | undefined;
  /** `order` of the newest entry kept, so that the next ones do not sort before it; undefined for a new source. */
  readonly lastOrder: Micros | undefined;
  /** Ordinal and 1-based line number that the next entry will have. */
  readonly nextOrdinal: number;
  readonly nextLine: number;
  /** What earlier runs had to say of it. */
  readonly truth: Truth;
};

/** The store as the pipeline sees it. Synchronous: it lives in the engine's thread. */
export type LogWriter = {
  /**
   * Registers a source and takes its lease. Fails with undefined when another live process collects it.
   * The resume token is the one of the last committed batch.
   */
  open(source: SourceId, label: string): SourceHandle | undefined;
  /** The other process that collects the source; undefined where none does. */
  holder(source: SourceId): Collector | undefined;
  /**
   * One transaction: the rows of the batches, the resume token, and what was said since the rows before: all or nothing.
   * Without rows the rest is kept. Throws nothing but store faults.
   */
  append(
    source: SourceHandle,
    batches: readonly EntryBatch[],
    resume: ResumeToken | undefined,
    remarks?: readonly Remark[],
  ): Result<void>;
  /** Gives the lease back. */
  release(source: SourceHandle): void;
  readonly sessions: SessionLog;
  readonly bookmarks: BookmarkLog;
  close(): void;
};

/** Which entries a view stands on: the given sources only, or everything kept. */
export type Scope = { readonly sources: readonly SourceId[] | undefined };

export type Anchor =
  | { readonly kind: "head" }
  | { readonly kind: "tail" }
  | { readonly kind: "entry"; readonly id: EntryId }
  | { readonly kind: "time"; readonly at: Micros }
  /** A place between 0 (oldest) and 1 (newest), for the scrollbar. */
  | { readonly kind: "fraction"; readonly fraction: number };

/**
 * Asks for `before` matches older than the anchor and `after` from the anchor on, in (order, id) order. With the `tail`
 * anchor only `before` counts, with `head` only `after`. An entry anchor that does not match the query stands for its
 * place in the order.
 */
export type PageRequest = {
  readonly query: Query;
  readonly scope: Scope;
  readonly anchor: Anchor;
  readonly before: number;
  readonly after: number;
  /** So many neighbours of each match are shown, too, and counted with them; 0 where it is left out. */
  readonly context?: number;
  /** Neighbours that say the same are shown as one, and counted as one; every entry is shown where it is left out. */
  readonly repeats?: RepeatsRequest;
};

/**
 * When entries of one source, unit, program, host and level repeat each other: their messages are the same, or alike but for
 * numbers and other plain identifiers. Errors and worse only where they are the same.
 */
export type RepeatKind = "same" | "alike";

export type RepeatsRequest = {
  readonly as: RepeatKind;
  /** Runs whose entries are all shown, by their first. */
  readonly opened: readonly EntryId[];
};

/** Neighbours that repeat each other. A very long run comes as several. */
export type Repeat = {
  /** The oldest, which stands for all while the run is not open. */
  readonly first: EntryId;
  readonly last: { readonly id: EntryId; readonly order: Micros };
  readonly lastAt: Micros;
  readonly count: number;
  readonly isOpen: boolean;
};

/** What a page has beside the matches. */
export type PageContext = {
  /** Entries that do not match but are near one that does. */
  readonly beside: readonly EntryId[];
  /** Entries of the page behind which others are left out. */
  readonly breaks: readonly EntryId[];
};

export type Page = {
  readonly entries: readonly LogEntry[];
  /** Where the neighbours of matches were asked for. */
  readonly context?: PageContext;
  /** Where repeats were asked for as one: those that there are. */
  readonly repeats?: readonly Repeat[];
  /** Index in `entries` of the first one at or after the anchor; `entries.length` when there is none. */
  readonly anchorIndex: number;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Gaps and clock steps right before entries of the page. */
  readonly remarks: readonly PlacedRemark[];
  /** Entries of the scope older than the first of the page, whether they match or not; an estimate within a block. */
  readonly position: number;
  /** Entries of the scope, whether they match or not. */
  readonly total: number;
  readonly revision: number;
};

/** Counts by level for equal stretches of the scope, oldest first: the scrollbar's overview. */
export type Overview = {
  readonly buckets: readonly { readonly levels: readonly number[]; readonly matches: number }[];
  readonly matches: number;
  readonly total: number;
  /** False while the counts are still growing: ask again for the rest. */
  readonly complete: boolean;
};

export type FindRequest = {
  /** What is on the screen. */
  readonly query: Query;
  /** What is looked for among it. */
  readonly pattern: Query;
  readonly scope: Scope;
  /** Exclusive start; undefined starts at the very end (or start) of the log. */
  readonly from: EntryId | undefined;
  readonly direction: "older" | "newer";
  /** So many neighbours of each match are on the screen, too; 0 where it is left out. */
  readonly context?: number;
};

export type ScanRequest = {
  readonly query: Query;
  readonly scope: Scope;
  readonly direction: "oldest-first" | "newest-first";
  readonly limit: number | undefined;
  /** How much of the entries is wanted; the whole of them where it is left out. */
  readonly parts?: EntryParts;
};

/** A statement that makes a table. */
export type AggregateRequest = { readonly statement: Statement; readonly scope: Scope };

/** The table of what has been read so far; the last one, and it alone, is complete. */
export type AggregateSnapshot = {
  readonly table: Table;
  /** The part of the work that is done, 0..1. */
  readonly done: number;
  readonly isComplete: boolean;
};

/** Asks for the templates of the messages; the log's whole time is divided into so many slices for their trends. */
export type PatternsRequest = {
  readonly query: Query;
  readonly scope: Scope;
  /** Slices of a trend, over this time; undefined for all that the sources have. */
  readonly slices: number;
  readonly within: TimeSpan | undefined;
};

/** A pattern with its counts by slice of the time that was asked for, oldest first. */
export type TrendedPattern = Pattern & { readonly trend: readonly number[] };

/** What has been counted so far, the most frequent first; the last one, and it alone, is complete. */
export type PatternsSnapshot = {
  readonly patterns: readonly TrendedPattern[];
  /** Entries looked at. */
  readonly total: number;
  /** Entries of templates that were forgotten because there were too many. */
  readonly forgotten: number;
  /** The time that trends are of. */
  readonly span: TimeSpan;
  readonly isComplete: boolean;
};

/** Who counts messages by their templates. */
export type PatternReader = {
  patterns(request: PatternsRequest, signal?: AbortSignal): AsyncIterable<PatternsSnapshot>;
};

/** The store as everybody who asks sees it. Every call can be cancelled and none blocks the screen. */
export type LogReader = {
  page(request: PageRequest, signal?: AbortSignal): Promise<Page>;
  find(request: FindRequest, signal?: AbortSignal): Promise<LogEntry | undefined>;
  count(query: Query, scope: Scope, signal?: AbortSignal): Promise<number>;
  overview(query: Query, scope: Scope, buckets: number, signal?: AbortSignal): Promise<Overview>;
  entry(id: EntryId): Promise<LogEntry | undefined>;
  /** The exact bytes that the source gave for the entry. */
  raw(id: EntryId): Promise<Uint8Array | undefined>;
  scan(request: ScanRequest, signal?: AbortSignal): AsyncIterable<readonly LogEntry[]>;
  /** The table that the statement makes, again and again while it grows. Throws a Bug when it makes none. */
  aggregate(request: AggregateRequest, signal?: AbortSignal): AsyncIterable<AggregateSnapshot>;
  sources(): Promise<readonly StoredSource[]>;
  /** Rebuilds and commands, the newest first. One whose recorder went away before its end is `unknown`. */
  sessions(): Promise<readonly Session[]>;
  /** Entries that somebody marked and that are still there, in the order of the log. */
  bookmarks(): Promise<readonly Bookmark[]>;
  /** Gaps and clock steps of the scope that lie between the times (microseconds), oldest first. */
  remarks(scope: Scope, span: TimeSpan): Promise<readonly PlacedRemark[]>;
  /** How the machine was that was collected on. */
  machine(request: MachineRequest): Promise<MachineSeries>;
  /** What a question has to look at; asked after it, also what was looked at. */
  explain(query: Query, scope: Scope): Promise<Explanation>;
  close(): Promise<void>;
};

/** From `from` on and before `to`; infinities leave a side open. */
export type TimeSpan = { readonly from: number; readonly to: number };

/** How a question is answered from a store. */
export type Explanation = {
  /** The times that a match can have. */
  readonly span: TimeSpan;
  readonly sources: readonly SourceWork[];
  /** Blocks that this reader has unpacked so far, for this question and those before, and the entries in them. */
  readonly opened: { readonly blocks: number; readonly entries: number };
};

/** What a question asks of one source; blocks are ruled out by what their headers say of times, levels and source. */
export type SourceWork = {
  readonly id: SourceId;
  readonly label: string;
  readonly blocks: number;
  readonly entries: number;
  readonly ruledOut: { readonly blocks: number; readonly entries: number };
};

/** A file that entries were moved to. */
export type StoredArchive = {
  readonly path: string;
  readonly entries: number;
  /** Orders of its oldest and its newest entry. */
  readonly first: Micros;
  readonly last: Micros;
  /** Why it is not read: it was moved away, replaced, or is damaged. */
  readonly fault: Fault | undefined;
};

export type StoredSource = {
  readonly id: SourceId;
  readonly label: string;
  readonly number: number;
  readonly entries: number;
  readonly first: Micros | undefined;
  readonly last: Micros | undefined;
  readonly levels: Readonly<Partial<Record<Level | "unknown", number>>>;
  readonly truth: Truth;
  /** Who collects it now. */
  readonly holder: Collector | undefined;
  /** As it was kept with the newest entry. */
  readonly resume: ResumeToken | undefined;
};

/** What the engine tells without being asked; a newer one replaces an older one that has not been read. */
export type EngineNews = {
  /** Grows with every commit, also of other processes on the same store. */
  readonly revision: number;
  readonly entries: number;
  readonly entriesPerSecond: number;
  readonly sources: readonly SourceStatus[];
  /** Trouble of the store or of the engine itself; undefined when all is well. */
  readonly fault: Fault | undefined;
  /** The rebuild that began or ended last, while that is new. */
  readonly rebuild?: RebuildNews | undefined;
};

export type RebuildNews = {
  readonly startedAt: Micros;
  readonly result: SessionResult;
  readonly failedUnits: readonly string[];
};

/** Collecting and asking together, wherever they run. */
export type Engine = LogReader &
  PatternReader & {
    readonly scope: Scope;
    /** Begins to fetch the next stretch of the journals' past into the store, or stops what was begun before. */
    fetchOlder(): Promise<OlderFetch>;
    /** Writes a bookmark down, or strikes it out. */
    keepBookmark(change: BookmarkChange): Promise<Result<void>>;
    onNews(listener: (news: EngineNews) => void): () => void;
  };

/** What became of the wish for older entries. */
export type OlderFetch =
  /** They come as sources of their own, each with at most so many entries. */
  | { readonly kind: "begun"; readonly labels: readonly string[]; readonly most: number }
  | { readonly kind: "stopped" }
  /** No journal is collected here of which the store has anything. */
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly fault: Fault };

/** What is read from a record's text again when somebody looks at it; pure, given to the store by the composition root. */
export type Describe = (
  format: string,
  text: string,
  structured: Fields | undefined,
) => { readonly message: string; readonly fields: Fields };

/** What an entry is about, judged by who wrote it; `fields` is asked for only when the names do not tell. */
export type Categorise = (
  origin: { readonly format: string; readonly unit: string | undefined; readonly identifier: string | undefined },
  fields: () => Fields,
) => Category | undefined;
