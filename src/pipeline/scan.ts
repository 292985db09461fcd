import type { EntryParts, LogEntry } from "../core/entry.js";
import type { Source } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { requiredLiterals } from "../core/query/literals.js";
import { compileQuery } from "../core/query/predicate.js";
import type { LocalOffset } from "../core/time.js";
import { interleaveMatches, mergeMatches } from "./scan/merge-matches.js";
import { isSearchedBack, newestInOrder, newestMatches } from "./scan/newest-matches.js";
import { type ScanEvent, type Search, sourceMatches, type SourceScanEvent } from "./scan/source-matches.js";

/** A question to sources that no store keeps: `logstream query EXPR FILE...`. */
export type Scan = {
  readonly sources: readonly Source[];
  readonly query: Query;
  readonly localOffset: LocalOffset;
  readonly signal: AbortSignal;
  /** How many matches at most; undefined is all. */
  readonly limit: number | undefined;
  /** With `newest-first` and a limit, the newest so many. All that may be given is held until the sources end. */
  readonly direction: "oldest-first" | "newest-first";
  /** The sources are followed: matches come as they arrive instead of merged by time. */
  readonly follow: boolean;
  /** Followed: of what was there at the beginning only the newest so many; undefined is all. */
  readonly history?: number | undefined;
  /** How much of the matches is wanted; the whole of them where it is left out. */
  readonly parts?: EntryParts;
};

/**
 * Yields the matches of all sources by time, in batches, with the trouble of each source where it happened. Reads no
 * further ahead than one batch of each source; stops reading when the limit is reached, when the signal aborts, or when
 * the caller stops asking.
 */
export async function* scan(asked: Scan): AsyncGenerator<ScanEvent> {
  const controller = new AbortController();
  const search: Search = {
    query: asked.follow ? undefined : asked.query,
    predicate: compileQuery(asked.query),
    needs: requiredLiterals(asked.query),
    localOffset: asked.localOffset,
    signal: AbortSignal.any([asked.signal, controller.signal]),
    parts: asked.parts ?? "whole",
  };
  if (asked.limit !== undefined && asked.limit <= 0) return;
  const [only] = asked.sources;
  if (asked.direction === "newest-first" && !asked.follow && asked.sources.length === 1 && only !== undefined) {
    if (isSearchedBack(only)) {
      yield* newestMatches(only, 1, { ...search, query: asked.query }, asked.limit);
      return;
    }
  }
  const scans = asked.sources.map((source, index) => matchesOf(source, index + 1, asked, search));
  const matches = asked.follow ? interleaveMatches(scans, () => controller.abort()) : mergeMatches(scans);
  const wanted = newestOfHistory(matches, asked.history ?? Infinity, asked.follow ? scans.length : 0);
  yield* asked.direction === "newest-first" ? newestFirst(wanted, asked.limit) : limited(wanted, asked.limit);
}

/** What is not followed and wanted from its end is read from there, where the source can. */
function matchesOf(
  source: Source,
  number: number,
  { direction, limit, follow, query }: Scan,
  search: Search,
): AsyncGenerator<SourceScanEvent> {
  const isFromEnd = direction === "newest-first" && limit !== undefined && !follow;
  return isFromEnd && isSearchedBack(source)
    ? newestInOrder(source, number, { ...search, query }, limit)
    : sourceMatches(source, number, search);
}

/** Holds the newest `most` matches until all sources have caught up or ended, then passes on what comes. */
async function* newestOfHistory(
  events: AsyncGenerator<SourceScanEvent>,
  most: number,
  sources: number,
): AsyncGenerator<ScanEvent> {
  let behind = most === Infinity ? 0 : sources;
  let kept: LogEntry[] = [];
  for await (const event of events) {
    if (event.kind === "caught-up") {
      behind -= 1;
      if (behind > 0) continue;
      const entries = newestOf(kept, most);
      if (entries.length > 0) yield { kind: "entries", entries };
      kept = [];
    } else if (event.kind === "entries" && behind > 0) {
      for (const entry of event.entries) kept.push(entry);
      if (kept.length > 2 * most + MOST_WAITING) kept = newestOf(kept, most);
    } else yield event;
  }
}

const MOST_WAITING = 1_000;

function newestOf(entries: readonly LogEntry[], most: number): LogEntry[] {
  const sorted = entries.toSorted((one, other) => one.order - other.order || one.id - other.id);
  return most === 0 ? [] : sorted.slice(-most);
}

async function* limited(events: AsyncGenerator<ScanEvent>, limit = Infinity): AsyncGenerator<ScanEvent> {
  let left = limit;
  for await (const event of events) {
    if (event.kind !== "entries") {
      yield event;
      continue;
    }
    yield event.entries.length <= left ? event : { kind: "entries", entries: event.entries.slice(0, left) };
    left -= event.entries.length;
    if (left <= 0) return;
  }
}

async function* newestFirst(events: AsyncGenerator<ScanEvent>, limit = Infinity): AsyncGenerator<ScanEvent> {
  let kept: LogEntry[] = [];
  for await (const event of events) {
    if (event.kind !== "entries") {
      yield event;
      continue;
    }
    for (const entry of event.entries) kept.push(entry);
    // Cut seldom: cutting at every batch would copy all that is kept each time.
    if (kept.length > 2 * limit) kept = kept.slice(-limit);
  }
  const entries = kept.slice(-Math.min(limit, kept.length)).toReversed();
  if (entries.length > 0) yield { kind: "entries", entries };
}
