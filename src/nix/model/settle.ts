import type { Micros } from "../../core/time.js";
import type { ActivityId, Progress } from "../protocol.js";
import { addLogLine, type Fetch, isUnfinished, setRunning, type State, type Step, type Tally } from "./state.js";

type Item = Step | Fetch;

/** Takes over what nix has counted as done; the last that stopped uncounted is what it was about. */
export function count<Kind extends Item>(
  tally: Tally<Kind>,
  id: ActivityId,
  { done, expected, running }: Progress,
): void {
  tally.isCounted = true;
  const before = tally.counted.get(id) ?? 0;
  tally.counted.set(id, done);
  tally.expected.set(id, Math.max(0, expected - done - running));
  tally.due += done >= before ? done - before : done;
  giveDue(tally);
}

/** The activity that counted has ended: nothing more is expected of it. */
export function stopCounting<Kind extends Item>(tally: Tally<Kind>, id: ActivityId): void {
  tally.counted.delete(id);
  tally.expected.delete(id);
}

/** Its activity has stopped. Done, if nix has counted it; else it stays as it is until something tells. */
export function settle<Kind extends Item>(tally: Tally<Kind>, item: Kind, at: Micros): void {
  if (item.state === "failed") return;
  item.endedAt = at;
  if (!tally.isCounted) {
    item.state = "done";
    return;
  }
  tally.stopped.push(item);
  giveDue(tally);
}

function giveDue<Kind extends Item>(tally: Tally<Kind>): void {
  while (tally.due > 0) {
    const item = tally.stopped.pop();
    if (item === undefined) return;
    if (item.state === "failed") continue;
    item.state = "done";
    tally.due -= 1;
  }
}

export function startStep(state: State, step: Step, at: Micros): void {
  step.state = "running";
  step.startedAt = at;
  step.endedAt = undefined;
  step.error = undefined;
  step.cause = undefined;
  step.isDependent = false;
  setRunning(state, step, true);
}

export function failStep(state: State, step: Step, reason: string, at: Micros): void {
  state.hasFailed = true;
  setRunning(state, step, false);
  // What was counted as done was another one.
  if (step.state === "done" && !step.isTextOnly && state.builds.isCounted) state.builds.due += 1;
  step.state = "failed";
  step.error = reason;
  if (step.startedAt !== undefined) step.endedAt ??= at;
  giveDue(state.builds);
}

export function failFetch(state: State, fetch: Fetch, reason: string, at: Micros): void {
  state.hasFailed = true;
  if (fetch.state === "done" && !fetch.isTextOnly && state.copies.isCounted) state.copies.due += 1;
  fetch.state = "failed";
  fetch.error = reason;
  fetch.endedAt ??= at;
  giveDue(state.copies);
}

/** A message that repeats the end of a log is all there is where nothing told whose the lines were. */
export function takeTail(step: Step, tail: readonly string[]): void {
  if (step.tail.length > 0) return;
  for (const line of tail) addLogLine(step, line);
}

/** Nothing more will come. What was never said to have ended keeps its state, but for what can be known. */
export function endAll(state: State, at: Micros): void {
  state.isEnded = true;
  const isWell = !state.hasFailed;
  const isTextDone = !state.isBrokenOff && (!hasFailedStep(state) || state.linesAfterFailure >= LINES_THAT_SHOW_IT);
  const stopped = new Set(state.builds.stopped);
  for (const step of state.steps.values()) {
    if (step.state !== "running") continue;
    if (step.isTextOnly ? isTextDone : isWell && stopped.has(step)) step.state = "done";
    else step.endedAt ??= at;
  }
  settleByNeeds(state);
  endFetches(state, at, isWell);
  state.activities.clear();
  state.running.clear();
}

/** So many lines of other builds after a failure: nix was told to keep going. */
const LINES_THAT_SHOW_IT = 3;

/** Without one, an error is not about a build: those were over when it came. */
function hasFailedStep({ steps }: State): boolean {
  for (const { state } of steps.values()) if (state === "failed") return true;
  return false;
}

/** What another one needed that has begun was done by then. */
function settleByNeeds(state: State): void {
  for (const step of state.steps.values()) {
    if (step.startedAt === undefined) continue;
    for (const drv of step.needs) {
      const needed = state.steps.get(drv);
      if (needed?.state === "running" && needed.isTextOnly) needed.state = "done";
    }
  }
}

function endFetches(state: State, at: Micros, isWell: boolean): void {
  const open: Fetch[] = [];
  for (const fetch of state.fetches.values()) {
    if (fetch.state !== "running") continue;
    if (isWell) fetch.state = "done";
    else open.push(fetch);
    fetch.endedAt ??= at;
  }
  // An error that names nothing, with one thing in the air: it was about that.
  const [only] = open;
  const [error] = state.errors;
  const isAlone = open.length === 1 && ![...state.steps.values()].some(isUnfinished);
  if (only === undefined || error === undefined || !isAlone || state.isBrokenOff) return;
  only.state = "failed";
  only.error = error.split("\n", 1)[0];
}
