import type { EntryBatch } from "../../core/batch.js";
import type { EntryParts, LogEntry, SourceId } from "../../core/entry.js";
import type { Fault } from "../../core/fault.js";
import type { Source, SourceEvent } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import type { Needs } from "../../core/query/match/needs.js";
import type { Predicate } from "../../core/query/predicate.js";
import type { LocalOffset } from "../../core/time.js";
import { createParser, type Parser } from "../../parse/parser.js";
import { raceTimer } from "../timing.js";
import { type BatchRow, createBatchRow } from "./batch-row.js";
import { decodeUtf8 } from "./decode.js";
import { compileNeeds } from "./literal-needs.js";

/** What a scan tells: matches in the order of their source, and what went wrong or missing in between. */
export type ScanEvent =
  | { readonly kind: "entries"; readonly entries: readonly LogEntry[] }
  | { readonly kind: "failed"; readonly source: SourceId; readonly label: string; readonly fault: Fault }
  | { readonly kind: "gap"; readonly source: SourceId; readonly gap: SourceEvent & { readonly kind: "gap" } };

/** The same of one source, and the moment from which on what comes is new; told once, at the latest at its end. */
export type SourceScanEvent = ScanEvent | { readonly kind: "caught-up" };

/** What one source is asked. */
export type Search = {
  /** For a source that can search by itself; undefined when it is followed, for then it must give all. */
  readonly query: Query | undefined;
  readonly predicate: Predicate;
  readonly needs: Needs;
  readonly localOffset: LocalOffset;
  readonly signal: AbortSignal;
  /** How much of the matches is wanted. */
  readonly parts: EntryParts;
};

/** A record that may still grow is given as it stands after this long without a next line, as the collector does. */
const HOLD_MS = 15;

/** Pulls one source to its end and yields what matches; each batch of the source gives one batch of matches at most. */
export async function* sourceMatches(source: Source, number: number, search: Search): AsyncGenerator<SourceScanEvent> {
  const parser = createParser({ localOffset: search.localOffset, decode: decodeUtf8, lastOrder: undefined });
  const pick = createPicker(createBatchRow(source.id, number), search);
  const { query, signal } = search;
  const searched = query === undefined ? undefined : source.search?.(query, signal);
  let course: "behind" | "level" | "told" = "behind";
  for await (const event of heldBack(searched ?? source.events(signal, undefined), parser)) {
    const batch = event === "flush" ? parser.flush() : event.kind === "batch" ? parser.push(event.batch) : undefined;
    const entries = pick(batch);
    if (entries.length > 0) yield { kind: "entries", entries };
    if (event !== "flush") {
      if (event.kind === "caught-up") course = "level";
      yield* troubleIn(source, event);
    }
    // What the parser still holds was there before.
    if (course === "level" && parser.held === 0) {
      course = "told";
      yield { kind: "caught-up" };
    }
  }
  if (course !== "told") yield { kind: "caught-up" };
}

function* troubleIn({ id, label }: Source, event: SourceEvent): Generator<ScanEvent> {
  if (event.kind === "failed") yield { kind: "failed", source: id, label, fault: event.fault };
  if (event.kind === "gap") yield { kind: "gap", source: id, gap: event };
}

/** The source's events, with a `flush` where the parser holds a record and nothing comes, and at the end. */
async function* heldBack(
  events: AsyncIterable<SourceEvent>,
  parser: Parser,
): AsyncGenerator<SourceEvent | "flush", void, undefined> {
  const iterator = events[Symbol.asyncIterator]();
  let live = false;
  try {
    for (;;) {
      const next = iterator.next();
      // Only what is live may pause: history must come out the same however slowly it is read.
      if (live && parser.held > 0 && !(await raceTimer(next, HOLD_MS))) yield "flush";
      const step = await next;
      if (step.done === true) break;
      live ||= step.value.kind === "caught-up";
      yield step.value;
    }
    yield "flush";
  } finally {
    await iterator.return?.();
  }
}

function createPicker(
  row: BatchRow,
  { predicate, needs, parts }: Search,
): (batch: EntryBatch | undefined) => readonly LogEntry[] {
  const mayHold = compileNeeds(needs);
  return (batch) => {
    if (batch === undefined) return [];
    const isHopeless = batch.fields === undefined && !mayHold(batch.bytes);
    const entries: LogEntry[] = [];
    for (let index = 0; index < batch.count; index += 1) {
      row.move(batch, index);
      if (!isHopeless && predicate(row)) entries.push(row.entry(parts));
    }
    return entries;
  };
}
