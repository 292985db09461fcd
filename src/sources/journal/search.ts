import { setImmediate as turn } from "node:timers/promises";
import { type Fault, FaultError } from "../../core/fault.js";
import type { ResumeToken, SourceEvent, Stretch } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { boundsOf } from "../../core/query/bounds.js";
import type { JournalPlan } from "./course.js";
import { tokenOf } from "./cursor.js";
import { ONLY_OWN } from "./faults.js";
import { selectionOf } from "./files/asked-selection.js";
import type { Run } from "./files/merge.js";
import { messageTestOf } from "./files/message-test.js";
import { closeJournal, openJournal } from "./files/open-journal.js";
import { selectionOfQuery } from "./files/query-selection.js";
import { type Range, runsOf } from "./files/range.js";
import { readEntries, type ReadOptions, readRuns } from "./files/read-entries.js";
import { everyOf } from "./files/selection.js";
import { stretchesBack } from "./files/stretches.js";

/**
 * The sender's clock, which a question is about, and the moment at which journald took the entry, which is in its index,
 * lie this far apart at most: a machine that is so busy has no journal any more.
 */
const CLOCKS_APART_MICROS = 600_000_000;

/**
 * The entries of the journal that can match, by the indexes of its files; all of them through journalctl where the files
 * cannot be read. Ends.
 */
export async function* journalSearch(
  plan: JournalPlan,
  query: Query,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const opened = openJournal(plan.asked);
  if (!opened.ok || opened.value.files.length === 0) {
    if (opened.ok) closeJournal(opened.value);
    yield* byJournalctl(plan, signal, undefined);
    return;
  }
  let last: ResumeToken | undefined;
  try {
    if (opened.value.isPartial) yield { kind: "failed", fault: ONLY_OWN, retryInMs: undefined };
    const range = rangeOf(plan, query);
    const options = { countsHoles: false, mayMatch: messageTestOf(range.selection) };
    for (const read of readEntries(opened.value.files, range, options)) {
      if (signal.aborted) return;
      if (read.last !== undefined) last = tokenOf(read.last);
      // Holes are left on purpose here; what journald says it left out itself is none of them.
      if (read.event.kind === "batch" || isSuppressed(read.event)) yield read.event;
      await turn();
    }
  } catch (caught) {
    if (!(caught instanceof FaultError)) throw caught;
    yield { kind: "failed", fault: caught.fault, retryInMs: 0 };
    yield* byJournalctl(plan, signal, last);
  } finally {
    closeJournal(opened.value);
  }
}

/** Seldom, and much to load. */
async function* byJournalctl(
  plan: JournalPlan,
  signal: AbortSignal,
  after: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  yield* (await import("./events.js")).journalEvents(plan, signal, after);
}

export type SearchBack = { readonly plan: JournalPlan; readonly query: Query; readonly signal: AbortSignal };

/** The same from the end; see `Source.searchBack`. Where the files cannot be read that is all of it at once. */
export async function* journalSearchBack({ plan, query, signal }: SearchBack, most: number): AsyncGenerator<Stretch> {
  const opened = openJournal(plan.asked);
  if (!opened.ok || opened.value.files.length === 0) {
    if (opened.ok) closeJournal(opened.value);
    yield { events: byJournalctl(plan, signal, undefined), isWhole: true };
    return;
  }
  const { files, isPartial } = opened.value;
  try {
    if (isPartial) yield { events: said({ kind: "failed", fault: ONLY_OWN, retryInMs: undefined }), isWhole: false };
    const range = rangeOf(plan, query);
    const { runs } = runsOf(files, range);
    const options = { countsHoles: false, mayMatch: messageTestOf(range.selection) };
    for (const stretch of stretchesBack(runs, most)) {
      // What cannot be read ends the whole: it is read by journalctl, then.
      let fault: Fault | undefined;
      yield { events: entriesIn(stretch, options, signal, (caught) => (fault = caught)), isWhole: false };
      if (fault !== undefined) throw new FaultError(fault);
      if (signal.aborted) return;
    }
  } catch (caught) {
    if (!(caught instanceof FaultError)) throw caught;
    // Who reads it all meets the fault again, and says so.
    yield { events: byJournalctl(plan, signal, undefined), isWhole: true };
  } finally {
    closeJournal(opened.value);
  }
}

async function* entriesIn(
  runs: readonly Run[],
  options: ReadOptions,
  signal: AbortSignal,
  broken: (fault: Fault) => void,
): AsyncGenerator<SourceEvent> {
  try {
    for (const { event } of readRuns({ runs, skip: 0, isAfterThere: true, after: undefined }, options)) {
      if (signal.aborted) return;
      if (event.kind === "batch" || isSuppressed(event)) yield event;
      await turn();
    }
  } catch (caught) {
    if (!(caught instanceof FaultError)) throw caught;
    broken(caught.fault);
  }
}

async function* said(event: SourceEvent): AsyncGenerator<SourceEvent> {
  await turn();
  yield event;
}

function rangeOf({ asked }: JournalPlan, query: Query): Range {
  const { from, to } = boundsOf(query);
  return {
    selection: everyOf([selectionOf(asked), selectionOfQuery(query)]),
    after: undefined,
    from: from - CLOCKS_APART_MICROS,
    to: to + CLOCKS_APART_MICROS,
    newest: undefined,
  };
}

function isSuppressed(event: SourceEvent): boolean {
  return event.kind === "gap" && event.reason === "suppressed";
}
