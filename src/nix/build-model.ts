import type { BuildReport } from "../core/build-report.js";
import type { Micros } from "../core/time.js";
import { logOf, phaseOf, progressOf, startActivity, stopActivity } from "./model/activities.js";
import { reportOf } from "./model/report.js";
import { endAll } from "./model/settle.js";
import { newState, type State, stepOf } from "./model/state.js";
import { applyStatement } from "./model/statements.js";
import type { ActivityId, NixEvent } from "./protocol.js";
import { createTextReader, type TextReader } from "./text-reader.js";

/** Whose an activity is, as far as that was told. */
export type Owner = {
  readonly drv: string | undefined;
  readonly name: string | undefined;
  readonly host: string | undefined;
  readonly phase: string | undefined;
  readonly path: string | undefined;
};

/**
 * One run of nix, followed event by event: the same events at the same moments give the same report. Nothing that comes
 * makes it fail; what it does not understand changes nothing.
 */
export type BuildModel = {
  apply(event: NixEvent, at: Micros): void;
  /** A line of human output. */
  read(line: string, at: Micros): void;
  /** Derivations that one needs, as the store tells; those that are no part of the build are left out of the report. */
  addNeeds(drv: string, needs: readonly string[]): void;
  /** The stream has ended: nothing runs any more. */
  end(at: Micros): void;
  owner(id: ActivityId): Owner | undefined;
  /** Derivations in the order in which they became known, from the given one on. */
  derivationsFrom(index: number): readonly string[];
  report(): BuildReport;
};

export function createBuildModel(): BuildModel {
  const state = newState();
  const reader = createTextReader();
  const derivations: string[] = [];
  return {
    apply(event, at) {
      apply(state, reader, event, at);
    },
    read(line, at) {
      for (const statement of reader.line(line)) applyStatement(state, statement, at);
    },
    addNeeds(drv, needs) {
      const step = stepOf(state, drv);
      for (const need of needs) step?.needs.add(need);
    },
    end(at) {
      for (const statement of reader.end()) applyStatement(state, statement, at);
      endAll(state, at);
    },
    owner: (id) => ownerOf(state, id),
    derivationsFrom(index) {
      if (derivations.length < state.steps.size) derivations.push(...[...state.steps.keys()].slice(derivations.length));
      return derivations.slice(index);
    },
    report: () => reportOf(state),
  };
}

function apply(state: State, reader: TextReader, event: NixEvent, at: Micros): void {
  switch (event.kind) {
    case "start":
      startActivity(state, event, at);
      return;
    case "stop":
      stopActivity(state, event.id, at);
      return;
    case "log-line":
      if (!event.isHook) logOf(state, event.id, event.text);
      return;
    case "phase":
      phaseOf(state, event.id, event.phase);
      return;
    case "progress":
      progressOf(state, event.id, event);
      return;
    case "message":
      for (const statement of reader.message(event.text)) applyStatement(state, statement, at);
      return;
    case "expected":
    case "status":
  }
}

function ownerOf(state: State, id: ActivityId): Owner | undefined {
  const activity = state.activities.get(id);
  if (activity === undefined) return undefined;
  const { step, fetch } = activity;
  return { drv: step?.drv, name: step?.name, host: step?.host, phase: step?.phase, path: fetch?.path };
}
