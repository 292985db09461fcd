import { setImmediate as turn } from "node:timers/promises";
import { type Fault, FaultError } from "../../core/fault.js";
import type { SourceEvent } from "../../core/ports.js";
import { micros } from "../../core/time.js";
import { isFiltered } from "./arguments.js";
import { type Course, moveOn } from "./course.js";
import { ONLY_OWN } from "./faults.js";
import { selectionOf } from "./files/asked-selection.js";
import { closeJournal, openJournal, type OpenJournal } from "./files/open-journal.js";
import type { Range } from "./files/range.js";
import { placeOfCursor, readEntries } from "./files/read-entries.js";
import { isForeign } from "./files/unreadable.js";
import { isWorthThread, readInThread } from "./thread/read-in-thread.js";

/** `not here`: there are no files, or some that only journalctl can read; the course tells how far this came. */
type HistoryEnd = "read" | "not here";

/** Where nothing was there, what journald had already stamped but not yet written is new all the same. */
const IN_WRITING_MICROS = 60_000_000;

/**
 * Gives all that is there at the start straight from the journal's files, many times faster than journalctl does. The
 * course stands behind the last entry afterwards, from where journalctl goes on.
 */
export async function* fileHistory(course: Course, signal: AbortSignal): AsyncGenerator<SourceEvent, HistoryEnd> {
  const startedAt = micros(Date.now() * 1000);
  const range = rangeOf(course);
  if (range === undefined) return "not here";
  const opened = openJournal(course.plan.asked);
  if (!opened.ok) return yield* toJournalctl(course, opened.fault);
  const journal = opened.value;
  try {
    if (journal.files.length === 0) return "not here";
    yield* saidPartial(course, journal);
    yield* readAll(course, journal, range, signal);
    if (course.place.kind === "start") {
      const at = micros(Math.max(startedAt - IN_WRITING_MICROS, course.plan.options.since ?? 0));
      course.place = { kind: "since", at, last: undefined };
    }
    return "read";
  } catch (caught) {
    if (!(caught instanceof FaultError)) throw caught;
    return yield* toJournalctl(course, caught.fault);
  } finally {
    closeJournal(journal);
  }
}

/** What the course has still to bring; undefined where that is nothing, or only journalctl can find it. */
function rangeOf({ plan, place }: Course): Range | undefined {
  const selection = selectionOf(plan.asked);
  const whole = { selection, after: undefined, from: -Infinity, to: Infinity, newest: undefined };
  if (place.kind === "since") return place.last === undefined ? { ...whole, from: place.at } : undefined;
  if (place.kind === "cursor") {
    const after = placeOfCursor(place.cursor);
    return after === undefined ? undefined : { ...whole, after };
  }
  const { history, since } = plan.options;
  return history === 0 ? undefined : { ...whole, from: since ?? -Infinity, newest: history };
}

function* saidPartial(course: Course, { isPartial }: OpenJournal): Generator<SourceEvent> {
  if (!isPartial || course.isPartial) return;
  course.isPartial = true;
  course.isFailing = true;
  yield { kind: "failed", fault: ONLY_OWN, retryInMs: 0 };
}

/** Passes on what is read, with a turn for others after each batch; much is read in a thread of its own. */
async function* readAll(
  course: Course,
  journal: OpenJournal,
  range: Range,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const { asked } = course.plan;
  const countsHoles = !course.isPartial && !isFiltered(asked);
  const { selection: _selection, ...bounds } = range;
  const reads = isWorthThread(journal)
    ? readInThread({ asked, range: bounds, countsHoles }, signal)
    : readEntries(journal.files, range, { countsHoles, clock: course.clock });
  for await (const { event, last } of reads) {
    if (signal.aborted) return;
    moveOn(course, last);
    if (event.kind === "batch") course.isFailing = false;
    yield event;
    await turn();
  }
  tellClock(course);
}

/** A thread has clocks of its own: what comes next is compared with the last entry that was read. */
function tellClock({ place, clock }: Course): void {
  const last = place.kind === "cursor" ? placeOfCursor(place.cursor) : undefined;
  if (last !== undefined) clock.stepped(last.bootId, last.monotonic, last.realtime);
}

/** A damaged file is said; one that is only of another kind costs nothing but time. */
function* toJournalctl(course: Course, fault: Fault): Generator<SourceEvent, HistoryEnd> {
  if (!isForeign(fault)) {
    course.isFailing = true;
    yield { kind: "failed", fault, retryInMs: 0 };
  }
  return "not here";
}
