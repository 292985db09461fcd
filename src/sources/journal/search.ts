import { setImmediate as turn } from "node:timers/promises";
import { FaultError } from "../../core/fault.js";
import type { ResumeToken, SourceEvent } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { boundsOf } from "../../core/query/bounds.js";
import type { JournalPlan } from "./course.js";
import { tokenOf } from "./cursor.js";
import { ONLY_OWN } from "./faults.js";
import { selectionOf } from "./files/asked-selection.js";
import { closeJournal, openJournal, type OpenJournal } from "./files/open-journal.js";
import { selectionOfQuery } from "./files/query-selection.js";
import type { Range } from "./files/range.js";
import { readEntries } from "./files/read-entries.js";
import { everyOf } from "./files/selection.js";

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
    for (const read of entriesOf(plan, query, opened.value)) {
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

function entriesOf({ asked }: JournalPlan, query: Query, { files }: OpenJournal): ReturnType<typeof readEntries> {
  const { from, to } = boundsOf(query);
  const range: Range = {
    selection: everyOf([selectionOf(asked), selectionOfQuery(query)]),
    after: undefined,
    from: from - CLOCKS_APART_MICROS,
    to: to + CLOCKS_APART_MICROS,
    newest: undefined,
  };
  return readEntries(files, range, { countsHoles: false });
}

function isSuppressed(event: SourceEvent): boolean {
  return event.kind === "gap" && event.reason === "suppressed";
}
