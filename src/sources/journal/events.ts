import type { ResumeToken, SourceEvent } from "../../core/ports.js";
import { micros } from "../../core/time.js";
import { type Bell, createBell } from "../stream/bell.js";
import { type ByteReader, readReadable } from "../stream/byte-reader.js";
import { emptyBatch } from "../structured-batch.js";
import {
  type Course,
  failure,
  flagsOf,
  hasNoHistory,
  hasReached,
  intakeOptions,
  type JournalPlan,
  moveOn,
  nowOn,
  type Outcome,
  outcomeOf,
  startAt,
  startCourse,
} from "./course.js";
import { type Cursor, tokenOf } from "./cursor.js";
import { BROKEN_TOKEN, NO_JOURNALCTL, ONLY_OWN } from "./faults.js";
import { fileHistory } from "./file-history.js";
import { createIntake, type Intake } from "./intake.js";
import { hasJournalctl, type Journalctl, startJournalctl } from "./journalctl.js";
import { newestEntry } from "./newest-entry.js";

/** History counts as read when nothing came for this long, should the newest entry never show up. */
const IDLE_MS = 500;
/** History, and as much as this at once, is gathered to full batches while more follows without a pause. */
const FLOOD_BYTES = 32 * 1024;
const GATHER_MS = 5;

/**
 * The journal as events: what is there at the start from its files (bench/journal-history.ts), what comes then through
 * `journalctl -o export`: two to three times as fast as its JSON, and exact for any bytes (bench/journal.ts). Where the
 * files cannot be read, journalctl gives all of it. One that dies is started again after the last entry that was given.
 *
 * It goes on with `--cursor`, not `--after-cursor`: where that entry is gone (vacuumed), the latter skips one that was
 * never seen (systemd 252). So the known entry is asked for again, and left out when it shows up.
 */
export async function* journalEvents(
  plan: JournalPlan,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const course = startCourse(plan, resume);
  if (course.isFailing) yield { kind: "failed", fault: BROKEN_TOKEN, retryInMs: 0 };
  const bell = createBell(signal);
  try {
    if (!signal.aborted && (yield* fileHistory(course, signal)) === "read" && !plan.options.follow) return;
    for (;;) {
      const outcome = signal.aborted ? "done" : yield* oneRun(course, bell, signal);
      if (outcome === "done") return;
      course.isFailing = true;
      yield { kind: "failed", fault: outcome.fault, retryInMs: outcome.retryInMs };
      if (outcome.retryInMs === undefined) return;
      await bell.wait(outcome.retryInMs);
    }
  } finally {
    bell.close();
  }
}

async function* oneRun(course: Course, bell: Bell, signal: AbortSignal): AsyncGenerator<SourceEvent, Outcome> {
  const { asked, options } = course.plan;
  if (!hasJournalctl()) return { fault: NO_JOURNALCTL, retryInMs: undefined };
  course.askedAt = micros(Date.now() * 1000);
  const newest = await newestEntry(asked);
  if (newest.kind === "fault") return failure(course, newest.fault, options.follow);
  if (newest.isPartial && !course.isPartial) {
    course.isPartial = true;
    course.isFailing = true;
    yield { kind: "failed", fault: ONLY_OWN, retryInMs: 0 };
  }
  startAt(course, newest.cursor);
  const journalctl = await startJournalctl(flagsOf(course));
  signal.addEventListener("abort", journalctl.stop, { once: true });
  if (signal.aborted) journalctl.stop();
  const reader = readReadable(journalctl.output, bell);
  try {
    yield* readRun(course, newest.cursor, { journalctl, reader, bell, signal });
    const end = await journalctl.end;
    return signal.aborted ? "done" : outcomeOf(course, end);
  } finally {
    signal.removeEventListener("abort", journalctl.stop);
    journalctl.stop();
    reader.close();
  }
}

type Run = {
  readonly journalctl: Journalctl;
  readonly reader: ByteReader;
  readonly bell: Bell;
  readonly signal: AbortSignal;
};

/** Until journalctl's output ends or the signal aborts. */
async function* readRun(course: Course, newest: Cursor | undefined, run: Run): AsyncGenerator<SourceEvent> {
  const intake = createIntake(intakeOptions(course));
  const history: History = { oldest: intake.last(), newest };
  if (hasNoHistory(course, newest)) yield* caughtUp(course);
  for (;;) {
    const taken = run.reader.take();
    if (run.signal.aborted) return;
    if (taken === "ended") break;
    if (taken === "quiet") {
      yield* whenQuiet(course, intake, run.bell);
      continue;
    }
    yield* given(course, history, intake, intake.push(taken));
    const isReached = !course.isCaughtUp && hasReached(intake.last(), newest);
    const isTrickle = course.isCaughtUp && taken.length < FLOOD_BYTES;
    if (isTrickle || isReached) yield* given(course, history, intake, intake.flush());
    if (isReached) yield* caughtUp(course);
  }
  yield* given(course, history, intake, intake.flush());
}

type History = { oldest: Cursor | undefined; readonly newest: Cursor | undefined };

/** The events, with the progress that they are; the next run of journalctl goes on after them. */
function* given(
  course: Course,
  history: History,
  intake: Intake,
  events: readonly SourceEvent[],
): Generator<SourceEvent> {
  const last = intake.last();
  history.oldest ??= last;
  moveOn(course, last);
  if (events.length > 0) course.isFailing = false;
  const progress = progressOf(history, last);
  for (const event of events) yield event.kind === "batch" && !course.isCaughtUp ? { ...event, progress } : event;
}

function progressOf({ oldest, newest }: History, last: Cursor | undefined): number {
  if (oldest === undefined || last === undefined || newest === undefined || newest.at <= oldest.at) return 1;
  return Math.min(1, Math.max(0, (last.at - oldest.at) / (newest.at - oldest.at)));
}

function isSettled({ plan, isCaughtUp, isFailing }: Course): boolean {
  return (isCaughtUp || !plan.options.follow) && !isFailing;
}

function* caughtUp(course: Course): Generator<SourceEvent> {
  if (course.isCaughtUp || !course.plan.options.follow) return;
  course.isCaughtUp = true;
  nowOn(course);
  yield { kind: "caught-up" };
}

async function* whenQuiet(course: Course, intake: Intake, bell: Bell): AsyncGenerator<SourceEvent> {
  if (intake.isHolding()) {
    if ((await bell.wait(GATHER_MS)) === "timeout") yield* intake.flush();
    return;
  }
  if ((await bell.wait(isSettled(course) ? undefined : IDLE_MS)) === "rung") return;
  yield* caughtUp(course);
  if (!course.isFailing) return;
  course.isFailing = false;
  const last = intake.last();
  yield { kind: "batch", batch: emptyBatch(), resume: last === undefined ? undefined : tokenOf(last) };
}
