import type { StepState } from "../../core/build-report.js";
import type { Micros } from "../../core/time.js";
import { withoutEscapes } from "../escapes.js";
import type { ActivityId } from "../protocol.js";
import { nameOfPath, programOfName } from "../store-path.js";

/** A derivation while it is followed; `report.ts` makes the plain `BuildStep` of it. */
export type Step = {
  readonly drv: string;
  readonly name: string;
  readonly program: string;
  state: StepState;
  phase: string | undefined;
  host: string | undefined;
  startedAt: Micros | undefined;
  endedAt: Micros | undefined;
  error: string | undefined;
  cause: string | undefined;
  /** It failed because another did. */
  isDependent: boolean;
  /** Told by text alone: nothing will say that it is done. */
  isTextOnly: boolean;
  readonly needs: Set<string>;
  tail: string[];
  logLines: number;
};

export type Fetch = {
  readonly path: string;
  from: string | undefined;
  state: StepState;
  isTextOnly: boolean;
  /** By the activity that says it: the copy itself counts the unpacked bytes, a download the packed ones. */
  copied: { done: number; expected: number } | undefined;
  downloaded: { done: number; expected: number } | undefined;
  /** Activities that are bringing it at the moment. */
  open: number;
  startedAt: Micros | undefined;
  endedAt: Micros | undefined;
  error: string | undefined;
  /** What was said against it before it failed. */
  suspicion: string | undefined;
};

export type Activity = {
  readonly type: number;
  readonly parent: ActivityId | undefined;
  readonly step: Step | undefined;
  readonly fetch: Fetch | undefined;
};

/**
 * What nix counts as done, against what was found to be done: a build that stops without having been counted was broken
 * off, or failed and will be named.
 */
export type Tally<Item> = {
  /** Whether any count has come; without one, what stops is taken for done. */
  isCounted: boolean;
  readonly counted: Map<ActivityId, number>;
  /** Counted as done and not yet found. */
  due: number;
  /** Stopped and not yet counted, oldest first. */
  readonly stopped: Item[];
  /** How many are still to come, by activity, as nix estimates. */
  readonly expected: Map<ActivityId, number>;
};

export type State = {
  readonly steps: Map<string, Step>;
  readonly fetches: Map<string, Fetch>;
  readonly activities: Map<ActivityId, Activity>;
  readonly running: Set<Step>;
  /** Whose log lines a program's name stands for, as long as the same builds run. */
  readonly owners: Map<string, Step | undefined>;
  readonly builds: Tally<Step>;
  readonly copies: Tally<Fetch>;
  readonly errors: string[];
  warnings: number;
  /** Lines since the first failure that show nix going on (`--keep-going`). */
  linesAfterFailure: number;
  hasFailed: boolean;
  /** Nix was interrupted or lost its daemon. */
  isBrokenOff: boolean;
  /** Activities were seen: what the text does not tell of builds, they do. */
  hasProtocol: boolean;
  isEnded: boolean;
};

/** Streams without end must not fill the memory; what is beyond is not followed. */
const MAX_STEPS = 20_000;
const MAX_FETCHES = 50_000;
const MAX_ERRORS = 100;
const MAX_ERROR_CHARACTERS = 8_192;
const TAIL_LINES = 25;
const MAX_TAIL_CHARACTERS = 500;

export function newState(): State {
  return {
    steps: new Map(),
    fetches: new Map(),
    activities: new Map(),
    running: new Set(),
    owners: new Map(),
    builds: newTally(),
    copies: newTally(),
    errors: [],
    warnings: 0,
    linesAfterFailure: 0,
    hasFailed: false,
    isBrokenOff: false,
    hasProtocol: false,
    isEnded: false,
  };
}

function newTally<Item>(): Tally<Item> {
  return { isCounted: false, counted: new Map(), due: 0, stopped: [], expected: new Map() };
}

/** The step of a derivation, made when it is not known; undefined when there are too many. */
export function stepOf(state: State, drv: string): Step | undefined {
  const known = state.steps.get(drv);
  if (known !== undefined || state.steps.size >= MAX_STEPS) return known;
  const name = nameOfPath(drv);
  const step: Step = {
    drv,
    name,
    program: programOfName(name),
    state: "planned",
    phase: undefined,
    host: undefined,
    startedAt: undefined,
    endedAt: undefined,
    error: undefined,
    cause: undefined,
    isDependent: false,
    isTextOnly: false,
    needs: new Set(),
    tail: [],
    logLines: 0,
  };
  state.steps.set(drv, step);
  return step;
}

export function fetchOf(state: State, path: string): Fetch | undefined {
  const known = state.fetches.get(path);
  if (known !== undefined || state.fetches.size >= MAX_FETCHES) return known;
  const fetch: Fetch = {
    path,
    from: undefined,
    state: "planned",
    isTextOnly: false,
    copied: undefined,
    downloaded: undefined,
    open: 0,
    startedAt: undefined,
    endedAt: undefined,
    error: undefined,
    suspicion: undefined,
  };
  state.fetches.set(path, fetch);
  return fetch;
}

/** The step that makes an output, judged by its name: `openssl-3.3.2-dev` is an output of `openssl-3.3.2`. */
export function stepOfOutput(state: State, path: string): Step | undefined {
  for (let name = nameOfPath(path); name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf("-")))) {
    const found = [...state.steps.values()].filter((step) => step.name === name);
    if (found.length > 0) return found.find(isUnfinished) ?? found[0];
  }
  return undefined;
}

/** It runs from now on, or no longer. */
export function setRunning(state: State, step: Step, isRunning: boolean): void {
  if (isRunning) state.running.add(step);
  else state.running.delete(step);
  state.owners.clear();
}

export function isUnfinished(item: { readonly state: StepState }): boolean {
  return item.state === "planned" || item.state === "waiting" || item.state === "running";
}

export function addLogLine(step: Step, raw: string): void {
  const text = withoutEscapes(raw);
  step.tail.push(text.length > MAX_TAIL_CHARACTERS ? `${text.slice(0, MAX_TAIL_CHARACTERS)}…` : text);
  if (step.tail.length >= TAIL_LINES * 2) step.tail = step.tail.slice(-TAIL_LINES);
  step.logLines += 1;
}

export function tailOf(step: Step): readonly string[] {
  return step.tail.slice(-TAIL_LINES);
}

export function addError(state: State, text: string): void {
  state.hasFailed = true;
  if (state.errors.length < MAX_ERRORS) state.errors.push(text.slice(0, MAX_ERROR_CHARACTERS));
}
