import type { Fault } from "../../core/fault.js";
import type { ResumeToken, SourceOptions } from "../../core/ports.js";
import { type Micros, micros } from "../../core/time.js";
import { isFiltered, type JournalArguments, journalFlags } from "./arguments.js";
import { type ClockSteps, createClockSteps } from "./clock-steps.js";
import { type Cursor, isUpTo, type Place, placeOf } from "./cursor.js";
import { BROKEN_TOKEN, faultOfEnd, NOT_ALLOWED, saysBadCursor } from "./faults.js";
import type { IntakeOptions } from "./intake.js";
import type { JournalctlEnd } from "./journalctl.js";

export type JournalPlan = { readonly asked: JournalArguments; readonly options: SourceOptions };

/** What the runs of journalctl of one source hand on to each other. */
export type Course = {
  readonly plan: JournalPlan;
  place: Place;
  /** A moment before the newest entry was asked for. */
  askedAt: Micros;
  isCaughtUp: boolean;
  /** Others' entries cannot be seen; said once. */
  isPartial: boolean;
  /** The last that was said is a failure; the next sign of life takes it back. */
  isFailing: boolean;
  retryInMs: number;
  readonly clock: ClockSteps;
};

/** Why a run is over: for good, or with a failure that is tried again when it has a time. */
export type Outcome = "done" | { readonly fault: Fault; readonly retryInMs: number | undefined };

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
const LOOK = "see whether journalctl itself can read this journal";

export function startCourse(plan: JournalPlan, resume: ResumeToken | undefined): Course {
  const { place, isBroken } = placeOf(resume);
  const askedAt = micros(Date.now() * 1000);
  return {
    plan,
    place,
    askedAt,
    isCaughtUp: false,
    isPartial: false,
    isFailing: isBroken,
    retryInMs: FIRST_RETRY_MS,
    clock: createClockSteps(),
  };
}

/**
 * Without history the start is the newest entry there is, and named: `--lines=0` would start wherever the journal's end
 * is by the time journalctl looks, and what was written before that would be lost.
 */
export function startAt(course: Course, newest: Cursor | undefined): void {
  if (course.place.kind !== "start" || course.plan.options.history !== 0) return;
  course.place =
    newest === undefined ? { kind: "since", at: course.askedAt, last: undefined } : { kind: "cursor", cursor: newest };
}

/** journalctl's flags for going on from the place. */
export function flagsOf({ plan, place }: Course): readonly string[] {
  const { follow, history, since } = plan.options;
  return [
    "--quiet",
    "--output=export",
    "--all",
    ...(follow ? ["--follow"] : []),
    ...startFlags(place, history, since, follow),
    ...journalFlags(plan.asked),
  ];
}

function startFlags(
  place: Place,
  history: number | undefined,
  since: Micros | undefined,
  follow: boolean,
): readonly string[] {
  // With a start of another kind `-f` would show the last ten entries and skip the rest.
  const all = follow ? ["--no-tail"] : [];
  if (place.kind === "cursor") return [...all, `--cursor=${place.cursor.text}`];
  if (place.kind === "since") return [...all, `--since=${timeFlag(place.at)}`];
  // Not both: with --since, --lines counts from the older end in systemd 252. The intake leaves out what is too old.
  if (history !== undefined) return [`--lines=${history}`];
  return since === undefined ? all : [...all, `--since=${timeFlag(since)}`];
}

function timeFlag(at: Micros): string {
  const text = String(at).padStart(7, "0");
  return `@${text.slice(0, -6)}.${text.slice(-6)}`;
}

export function intakeOptions({ plan, place, isPartial, clock }: Course): IntakeOptions {
  return {
    last: place.kind === "cursor" ? place.cursor : place.kind === "since" ? place.last : undefined,
    from: place.kind === "start" ? plan.options.since : undefined,
    countsHoles: !isPartial && !isFiltered(plan.asked),
    clock,
  };
}

/** After the newest entry there was at the start, everything is live. */
export function hasReached(last: Cursor | undefined, newest: Cursor | undefined): boolean {
  if (newest === undefined) return true;
  return last !== undefined && (isUpTo(newest, last) || last.at > newest.at);
}

/** Nothing will be given until something new is written. */
export function hasNoHistory({ place }: Course, newest: Cursor | undefined): boolean {
  if (newest === undefined) return true;
  return place.kind === "cursor" && hasReached(place.cursor, newest);
}

/** What the end of a run means; leaves the course ready for the next one. */
export function outcomeOf(course: Course, end: JournalctlEnd): Outcome {
  const { follow } = course.plan.options;
  if (end.code === 0 && !follow) return "done";
  if (course.place.kind === "cursor" && saysBadCursor(end.said)) {
    course.place = { kind: "since", at: course.place.cursor.at, last: course.place.cursor };
    return { fault: BROKEN_TOKEN, retryInMs: 0 };
  }
  return failure(course, faultOfEnd(end), follow || end.signal !== undefined);
}

/** A failure with the time until the next try; each one without a record between them doubles it. */
export function failure(course: Course, fault: Fault, isWorthRetrying: boolean): Outcome {
  if (fault === NOT_ALLOWED) return { fault, retryInMs: undefined };
  if (!isWorthRetrying)
    return { fault: fault.code === "source-died" ? { ...fault, hint: LOOK } : fault, retryInMs: undefined };
  const { retryInMs } = course;
  course.retryInMs = Math.min(LAST_RETRY_MS, retryInMs * 2);
  return { fault, retryInMs };
}

/** Takes note of what was given: the next run goes on from there. */
export function moveOn(course: Course, last: Cursor | undefined): void {
  if (last !== undefined) course.place = { kind: "cursor", cursor: last };
  course.retryInMs = FIRST_RETRY_MS;
}

/** Where nothing was given so far, a later run must not take new entries for too old a history. */
export function nowOn(course: Course): void {
  if (course.place.kind === "start") course.place = { kind: "since", at: course.askedAt, last: undefined };
}
