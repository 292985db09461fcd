import type { State, Step } from "./state.js";

/**
 * Finds whose failure kept a step from being built: one that it is known to need, else the only one that failed by
 * itself. Where several did and nothing tells which, none is named.
 */
export function findCauses(state: State): void {
  const dependents = [...state.steps.values()].filter((step) => step.isDependent);
  if (dependents.length === 0) return;
  const own = [...state.steps.values()].filter((step) => step.state === "failed" && !step.isDependent);
  const only = own.length === 1 ? own[0]?.drv : undefined;
  for (const step of dependents) step.cause = failedNeed(state, step) ?? only;
}

function failedNeed(state: State, step: Step): string | undefined {
  for (const drv of step.needs) if (state.steps.get(drv)?.state === "failed") return drv;
  return undefined;
}
