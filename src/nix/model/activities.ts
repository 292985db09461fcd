import type { Micros } from "../../core/time.js";
import { type ActivityId, ActivityType, type NixEvent, type Progress } from "../protocol.js";
import { isDerivation } from "../store-path.js";
import { count, settle, startStep, stopCounting } from "./settle.js";
import {
  type Activity,
  addLogLine,
  type Fetch,
  fetchOf,
  setRunning,
  type State,
  type Step,
  stepOf,
  stepOfOutput,
} from "./state.js";

type Start = Extract<NixEvent, { readonly kind: "start" }>;

/** More open activities than any nix has at once: ids that never stop. */
const MAX_ACTIVITIES = 100_000;
/** Where a copy goes that brings nothing here. */
const ELSEWHERE = /^(?:ssh|ssh-ng|https?|s3|file):/;

export function startActivity(state: State, event: Start, at: Micros): void {
  state.hasProtocol = true;
  const step = stepOfStart(state, event, at);
  const fetch = fetchOfStart(state, event, at);
  if (state.activities.size < MAX_ACTIVITIES) {
    state.activities.set(event.id, { type: event.activity, parent: event.parent, step, fetch });
  }
}

function stepOfStart(state: State, event: Start, at: Micros): Step | undefined {
  const [first, second] = event.fields;
  switch (event.activity) {
    case ActivityType.build: {
      const step = typeof first === "string" && isDerivation(first) ? stepOf(state, first) : undefined;
      if (step === undefined) return undefined;
      startStep(state, step, at);
      step.isTextOnly = false;
      if (typeof second === "string" && second !== "") step.host = second;
      return step;
    }
    case ActivityType.postBuildHook:
      return typeof first === "string" ? state.steps.get(first) : undefined;
    case ActivityType.buildWaiting: {
      const step = waitingStep(state, event);
      if (step?.state === "planned") step.state = "waiting";
      return step;
    }
    default:
      return undefined;
  }
}

/** By its first field where it has one, else by what the text names: a derivation, or the output that is locked. */
function waitingStep(state: State, { fields, text }: Start): Step | undefined {
  const [first] = fields;
  const path = typeof first === "string" ? first : /'([^'\s]{1,400})'/.exec(text)?.[1];
  if (path === undefined) return undefined;
  return isDerivation(path) ? stepOf(state, path) : stepOfOutput(state, path);
}

function fetchOfStart(state: State, event: Start, at: Micros): Fetch | undefined {
  const [path, from, to] = event.fields;
  if (event.activity === ActivityType.fileTransfer) return fetchAbove(state, event.parent);
  const isCopy = event.activity === ActivityType.copyPath;
  if (!isCopy && event.activity !== ActivityType.substitute) return undefined;
  if (typeof path !== "string" || (isCopy && typeof to === "string" && ELSEWHERE.test(to))) return undefined;
  const fetch = fetchOf(state, path);
  if (fetch === undefined) return undefined;
  fetch.isTextOnly = false;
  fetch.state = "running";
  fetch.endedAt = undefined;
  fetch.startedAt ??= at;
  fetch.open += 1;
  if (typeof from === "string" && from !== "") fetch.from = from;
  return fetch;
}

function fetchAbove(state: State, parent: ActivityId | undefined): Fetch | undefined {
  const above = parent === undefined ? undefined : state.activities.get(parent);
  return above?.type === ActivityType.copyPath ? above.fetch : undefined;
}

export function stopActivity(state: State, id: ActivityId, at: Micros): void {
  stopCounting(state.builds, id);
  stopCounting(state.copies, id);
  const activity = state.activities.get(id);
  if (activity === undefined) return;
  state.activities.delete(id);
  const { step, fetch, type } = activity;
  if (step !== undefined) stopStep(state, step, type, at);
  if (fetch === undefined || type === ActivityType.fileTransfer) return;
  fetch.open -= 1;
  if (fetch.open === 0 && fetch.state === "running") settle(state.copies, fetch, at);
}

function stopStep(state: State, step: Step, type: number, at: Micros): void {
  if (type === ActivityType.buildWaiting) {
    if (step.state === "waiting") step.state = "planned";
    return;
  }
  if (type !== ActivityType.build) return;
  setRunning(state, step, false);
  if (step.state === "running") settle(state.builds, step, at);
}

export function progressOf(state: State, id: ActivityId, progress: Progress): void {
  const activity = state.activities.get(id);
  if (activity === undefined) return;
  if (activity.type === ActivityType.builds) count(state.builds, id, progress);
  else if (activity.type === ActivityType.copyPaths) count(state.copies, id, progress);
  else if (activity.fetch !== undefined) addBytes(activity, activity.fetch, progress);
}

function addBytes({ type }: Activity, fetch: Fetch, { done, expected }: Progress): void {
  if (expected === 0 && done === 0) return;
  if (type === ActivityType.copyPath) fetch.copied = { done, expected };
  else if (type === ActivityType.fileTransfer) fetch.downloaded = { done, expected };
}

export function logOf(state: State, id: ActivityId, text: string): void {
  const step = state.activities.get(id)?.step;
  if (step !== undefined) addLogLine(step, text);
}

export function phaseOf(state: State, id: ActivityId, phase: string): void {
  const step = state.activities.get(id)?.step;
  if (step !== undefined) step.phase = phase;
}
