import type { BuildFetch, BuildReport, BuildStep, StepCounts } from "../../core/build-report.js";
import { findCauses } from "./causes.js";
import { type Fetch, type State, type Step, tailOf, type Tally } from "./state.js";

/** What is known at this moment, as plain data that nobody changes afterwards. */
export function reportOf(state: State): BuildReport {
  findCauses(state);
  const steps = [...state.steps.values()];
  const fetches = [...state.fetches.values()];
  return {
    steps: steps.map((step) => buildStep(state, step)),
    fetches: fetches.map(buildFetch),
    counts: { builds: countsOf(steps, state.builds, state), fetches: countsOf(fetches, state.copies, state) },
    errors: [...state.errors],
    warnings: state.warnings,
    isEnded: state.isEnded,
  };
}

function buildStep(state: State, step: Step): BuildStep {
  return {
    drv: step.drv,
    name: step.name,
    state: step.state,
    phase: step.phase,
    host: step.host,
    startedAt: step.startedAt,
    endedAt: step.endedAt,
    error: step.error,
    cause: step.cause,
    needs: [...step.needs].filter((drv) => state.steps.has(drv)),
    logTail: tailOf(step),
    logLines: step.logLines,
  };
}

function buildFetch(fetch: Fetch): BuildFetch {
  const bytes = fetch.copied ?? fetch.downloaded;
  // The last progress is not always told.
  const isAllThere = fetch.state === "done" && bytes !== undefined && bytes.expected > bytes.done;
  return {
    path: fetch.path,
    from: fetch.from,
    state: fetch.state,
    bytes: isAllThere ? bytes.expected : bytes?.done,
    expectedBytes: bytes === undefined || bytes.expected === 0 ? undefined : bytes.expected,
    startedAt: fetch.startedAt,
    endedAt: fetch.endedAt,
    error: fetch.error,
  };
}

function countsOf(
  items: readonly { readonly state: BuildStep["state"] }[],
  { expected }: Pick<Tally<unknown>, "expected">,
  { isEnded }: State,
): StepCounts {
  const counts = { planned: 0, waiting: 0, running: 0, done: 0, failed: 0 };
  for (const { state } of items) counts[state] += 1;
  if (isEnded) return counts;
  // Nix counts ahead of its plan, and without `-v` some versions print none.
  let toCome = 0;
  for (const amount of expected.values()) toCome += amount;
  return { ...counts, planned: Math.max(counts.planned, toCome - counts.waiting) };
}
