import type { Micros } from "../../core/time.js";
import type { Statement } from "../statement.js";
import { isDerivation } from "../store-path.js";
import { failFetch, failStep, startStep, takeTail } from "./settle.js";
import {
  addError,
  addLogLine,
  fetchOf,
  isUnfinished,
  setRunning,
  type State,
  type Step,
  stepOf,
  stepOfOutput,
} from "./state.js";

const PHASE = /^Running phase: (\w{1,60})$/;
/** What frames a rebuild after a failure is no sign that nix goes on. */
const FRAME = /^(?:Command '|warning: error\(s\) occurred|error|fatal)/;

export function applyStatement(state: State, statement: Statement, at: Micros): void {
  switch (statement.kind) {
    case "will-build":
      if (isDerivation(statement.drv)) stepOf(state, statement.drv);
      return;
    case "will-fetch":
      fetchOf(state, statement.path);
      return;
    case "building":
      begin(state, statement.drv, statement.host, at);
      return;
    case "copying":
      beginFetch(state, statement.path, statement.from, at);
      return;
    case "waiting":
      wait(state, statement.path);
      return;
    case "log-line":
    case "line":
      logLine(state, statement);
      return;
    case "hook-line":
      finishedBeforeHook(state, at);
      return;
    default:
      applyTrouble(state, statement, at);
  }
}

type Trouble = Extract<
  Statement,
  { readonly kind: "failed" | "dependency-failed" | "goals-failed" | "error" | "broken-off" | "warning" }
>;

function applyTrouble(state: State, statement: Trouble, at: Micros): void {
  switch (statement.kind) {
    case "failed":
      fail(state, statement, at);
      return;
    case "dependency-failed": {
      const step = stepOf(state, statement.drv);
      if (step === undefined) return;
      failStep(state, step, statement.reason, at);
      step.isDependent = true;
      return;
    }
    case "goals-failed":
      failGoals(state, statement.paths, statement.text, at);
      return;
    case "error":
      addError(state, statement.text);
      return;
    case "broken-off":
      state.isBrokenOff = true;
      addError(state, statement.text);
      return;
    case "warning":
      state.warnings += 1;
      suspect(state, statement.text);
  }
}

/** A warning about a path is why it fails, should it fail. */
function suspect(state: State, text: string): void {
  const path = /'(\/[^'\s]{1,400})'/.exec(text.slice(0, 1_000))?.[1];
  const fetch = path === undefined ? undefined : state.fetches.get(path);
  if (fetch !== undefined) fetch.suspicion = text.split("\n", 1)[0];
}

function begin(state: State, drv: string, host: string | undefined, at: Micros): void {
  const step = stepOf(state, drv);
  // With the protocol, its activity says it better.
  if (step === undefined || (state.hasProtocol && !step.isTextOnly && step.state !== "planned")) return;
  if (state.hasFailed) state.linesAfterFailure += KEPT_GOING;
  startStep(state, step, at);
  step.isTextOnly = true;
  if (host !== undefined) step.host = host;
}

/** A new build after a failure leaves no doubt. */
const KEPT_GOING = 3;

function beginFetch(state: State, path: string, from: string, at: Micros): void {
  const fetch = fetchOf(state, path);
  if (fetch === undefined || fetch.state === "running") return;
  fetch.state = "running";
  fetch.isTextOnly = true;
  fetch.startedAt = at;
  fetch.from = from;
}

function wait(state: State, path: string): void {
  const step = isDerivation(path) ? stepOf(state, path) : stepOfOutput(state, path);
  if (step?.state === "planned") step.state = "waiting";
}

/** Whose line it is: the running build of that name, or the only one that runs. */
function logLine(state: State, statement: Extract<Statement, { readonly kind: "log-line" | "line" }>): void {
  if (state.hasProtocol) return;
  const owner = ownerOf(state, statement);
  if (owner === undefined) {
    if (state.hasFailed && statement.text !== "" && !FRAME.test(statement.text)) state.linesAfterFailure += 1;
    return;
  }
  if (state.hasFailed) state.linesAfterFailure += 1;
  addLogLine(owner, statement.text);
  const phase = PHASE.exec(statement.text)?.[1];
  if (phase !== undefined) owner.phase = phase;
}

function ownerOf(
  state: State,
  statement: Extract<Statement, { readonly kind: "log-line" | "line" }>,
): Step | undefined {
  if (statement.kind === "log-line") return runningNamed(state, statement.program);
  if (state.running.size !== 1 || state.hasFailed) return undefined;
  const [only] = state.running;
  return only;
}

/** Undefined where several run that are called so. */
function runningNamed(state: State, program: string): Step | undefined {
  if (state.owners.has(program)) return state.owners.get(program);
  const named = [...state.running].filter((step) => step.program === program);
  const owner = named.length === 1 ? named[0] : undefined;
  if (state.owners.size < MAX_OWNERS) state.owners.set(program, owner);
  return owner;
}

const MAX_OWNERS = 10_000;

/** The hook runs when a build is done; with one build, it was that one. */
function finishedBeforeHook(state: State, at: Micros): void {
  const [only] = state.running;
  if (only === undefined || state.running.size !== 1 || !only.isTextOnly) return;
  only.state = "done";
  only.endedAt = at;
  setRunning(state, only, false);
}

function fail(state: State, { path, reason, tail }: Extract<Statement, { readonly kind: "failed" }>, at: Micros): void {
  const fetch = state.fetches.get(path);
  if (fetch !== undefined) {
    failFetch(state, fetch, reason, at);
    return;
  }
  const step = isDerivation(path) ? stepOf(state, path) : stepOfOutput(state, path);
  if (step === undefined) {
    addError(state, reason);
    return;
  }
  failStep(state, step, reason, at);
  takeTail(step, tail);
  forgetQuoted(state, tail);
}

/** In human output a builder's own `error:` looks like one of nix, until the message about its failure repeats it. */
function forgetQuoted(state: State, tail: readonly string[]): void {
  if (state.hasProtocol || state.errors.length === 0) return;
  const quoted = new Set(tail.map((line) => line.replace(/^error: ?/, "").trim()));
  for (let at = state.errors.length - 1; at >= 0; at -= 1) {
    if (quoted.has(state.errors[at] ?? "")) state.errors.splice(at, 1);
  }
}

/** What was asked for and not had; the error before it, which named nothing, said why. */
function failGoals(state: State, paths: readonly string[], text: string, at: Micros): void {
  state.hasFailed = true;
  let isExplained = paths.length === 0 && state.steps.size > 0;
  for (const path of paths) {
    const fetch = state.fetches.get(path);
    const step = isDerivation(path) ? state.steps.get(path) : undefined;
    isExplained ||= fetch !== undefined || step !== undefined;
    if (fetch !== undefined && isUnfinished(fetch)) {
      failFetch(state, fetch, state.errors.pop()?.split("\n", 1)[0] ?? fetch.suspicion ?? text, at);
    }
  }
  if (!isExplained) addError(state, text);
}
