import type { SourceEvent } from "../../../core/ports.js";
import { MessageId } from "../../../core/systemd/message-ids.js";
import { type Micros, micros } from "../../../core/time.js";
import { createStructuredBatch, type StructuredBatch } from "../../structured-batch.js";
import type { ClockSteps } from "../clock-steps.js";
import { type Cursor, missingBetween, parseCursor, tokenOf } from "../cursor.js";
import { countIn } from "../record-time.js";
import { copyPlace, cursorText, type Place, type PlaceSlot } from "./entry.js";
import { letGo } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import type { MessageTest } from "./message-test.js";
import { type Due, mergeRuns, type Run } from "./merge.js";
import { type Range, runsOf, type RunsOfRange } from "./range.js";
import { type JournalRecord, ownValueOf, valueOf } from "./record.js";
import { createRecordReaders } from "./record-reader.js";

/** An event, and the newest entry that was given with it or before it. */
export type Read = { readonly event: SourceEvent; readonly last: Cursor | undefined };

export type ReadOptions = {
  /** Whether a hole in the numbers is a loss; not so where entries are left out on purpose. */
  readonly countsHoles: boolean;
  /** Messages that do not pass are left out. */
  readonly mayMatch?: MessageTest | undefined;
  /** Knows the entries before; undefined where that is nobody's question. */
  readonly clock?: ClockSteps;
};

/**
 * Gives the entries of a range as batches, with the gaps between them. Reads from the disk when it is asked for the next
 * batch. Throws a `FaultError` where a file is damaged; what was given until then is whole.
 */
export function readEntries(files: readonly JournalFile[], range: Range, options: ReadOptions): Generator<Read> {
  return readRuns({ ...runsOf(files, range), after: range.after }, options);
}

type RunsToRead = RunsOfRange & Pick<Range, "after">;

/** The same of runs that are known. */
export function* readRuns(
  { runs, skip, isAfterThere, after }: RunsToRead,
  { countsHoles, clock, mayMatch }: ReadOptions,
): Generator<Read> {
  const readers = createRecordReaders(mayMatch);
  const merge = mergeRuns(runs, (file) => {
    readers.drop(file);
    letGo(file.bytes);
  });
  const batch = createStructuredBatch();
  const add = adderTo(batch);
  const progress = progressOver(runs);
  const start = after === undefined ? undefined : cursorOf(after);
  let last: PlaceSlot | undefined;

  const read = (event: SourceEvent): Read => ({
    event,
    last: last === undefined ? undefined : cursorOf(last),
  });
  function* close(): Generator<Read> {
    const taken = batch.take();
    if (taken === undefined || last === undefined) return;
    yield read({
      kind: "batch",
      batch: taken,
      resume: tokenOf(cursorOf(last)),
      progress: progress(last),
    });
  }

  function* missed(due: Due): Generator<Read> {
    const hole = last === undefined ? holeAfter(start, due, isAfterThere) : holeBetween(last, due.place);
    yield* close();
    if (hole.lost !== 0) yield read({ kind: "gap", ...hole });
  }

  for (let passed = 0; passed < skip; passed++) merge.next();
  for (let due = merge.next(); due !== undefined; due = merge.next()) {
    if (countsHoles && mayMiss(last, due.place)) yield* missed(due);
    const record = readers.of(due.file).read(due.at, due.place);
    if (record === undefined) continue;
    // What a record tells is said before it, so that who goes on behind the record has heard it.
    const said = tellings(record, due.place, clock);
    if (said.length > 0) yield* close();
    for (const event of said) yield read(event);
    add(record, due.place);
    if (last === undefined) last = { ...due.place };
    else copyPlace(due.place, last);
    if (batch.isFull()) yield* close();
  }
  yield* close();
  if (merge.duplicates() > 0) yield read({ kind: "note", what: "duplicate", count: merge.duplicates() });
}

const NOTHING: readonly SourceEvent[] = [];

function tellings(
  record: JournalRecord,
  { bootId, monotonic, realtime }: Place,
  clock: ClockSteps | undefined,
): readonly SourceEvent[] {
  const hasStepped = clock?.stepped(bootId, monotonic, realtime) === true;
  // A value that one entry alone has is not shared.
  const isSuppression = record.shared.saysSuppressed || ownValueOf(record, "MESSAGE_ID") === MessageId.suppressed;
  if (!hasStepped && !isSuppression) return NOTHING;
  return [
    ...(isSuppression
      ? [{ kind: "gap", reason: "suppressed", lost: countIn(valueOf(record, "N_DROPPED")) } as const]
      : []),
    ...(hasStepped ? [{ kind: "note", what: "clock-step", count: 1 } as const] : []),
  ];
}

type Hole = { readonly reason: "dropped" | "vacuumed"; readonly lost: number | undefined };

/** Where the entry that reading goes on after is gone, so may be others that came after it. */
function holeAfter(start: Cursor | undefined, { place }: Due, isStartThere: boolean): Hole {
  const lost = start === undefined ? 0 : missingBetween(start, cursorOf(place));
  if (isStartThere) return { reason: "dropped", lost };
  const isOtherWriter = start !== undefined && start.seqnumId !== place.seqnumId;
  return { reason: "vacuumed", lost: isOtherWriter ? undefined : lost };
}

function mayMiss(before: Place | undefined, after: Place): boolean {
  if (before === undefined) return true;
  return after.seqnum > before.seqnum + 1 && before.seqnumId === after.seqnumId;
}

function holeBetween(before: Place, after: Place): Hole {
  return { reason: "dropped", lost: after.seqnum - before.seqnum - 1 };
}

function cursorOf(place: Place): Cursor {
  const { seqnumId, seqnum, realtime } = place;
  return { text: cursorText(place), seqnumId, seqnum, at: micros(realtime) };
}

/** The place that a cursor names; undefined where the text is none. */
export function placeOfCursor({ text, seqnumId, seqnum, at }: Cursor): Place | undefined {
  if (parseCursor(text) === undefined) return undefined;
  const part = (name: string) => new RegExp(`;${name}=([0-9a-f]+)`).exec(text)?.[1] ?? "0";
  const xor = part("x").padStart(16, "0");
  return {
    seqnumId,
    seqnum,
    realtime: at,
    monotonic: Number.parseInt(part("m"), 16),
    bootId: part("b"),
    xorHigh: Number.parseInt(xor.slice(0, 8), 16),
    xorLow: Number.parseInt(xor.slice(8), 16),
  };
}

/** The sender's clock where the record has it, as journalctl shows it; else the moment at which journald took it. */
function timeOf({ sourceTime, shared }: JournalRecord, { realtime }: Place): Micros {
  return Number.isNaN(sourceTime) ? (shared.at ?? micros(realtime)) : micros(sourceTime);
}

/** What an entry has for itself goes into columns, so that nothing is made of what it shares. */
function adderTo(batch: StructuredBatch): (record: JournalRecord, place: Place) => void {
  return (record, place) => {
    batch.addRow(timeOf(record, place), record.shared.fields, record.text);
    batch.stamp(place, record.sourceTime);
    for (let index = 0; index < record.count; index++) {
      const name = record.names[index] ?? "";
      const number = record.numbers[index] ?? Number.NaN;
      if (Number.isNaN(number)) batch.set(name, record.values[index] ?? null);
      else batch.setDigits(name, number);
    }
  };
}

/** How much of the time that the runs span lies behind an entry, 0..1. */
function progressOver(runs: readonly Run[]): (place: Place) => number {
  const from = Math.min(...runs.map(({ first }) => first.realtime));
  const to = Math.max(...runs.map(({ last }) => last.realtime));
  return ({ realtime }) => (to <= from ? 1 : Math.min(1, Math.max(0, (realtime - from) / (to - from))));
}
