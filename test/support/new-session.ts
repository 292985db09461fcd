import type { Result } from "../../src/core/fault.js";
import type { NewSession } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";

/** A session of which only what matters is said. */
export function newSession(said: Partial<NewSession>): NewSession {
  return {
    kind: "run",
    origin: "started",
    name: undefined,
    command: ["true"],
    folder: undefined,
    host: undefined,
    user: undefined,
    boot: undefined,
    startedAt: micros(1),
    endedAt: undefined,
    exitCode: undefined,
    signal: undefined,
    result: "running",
    source: undefined,
    phases: [],
    units: [],
    generationBefore: undefined,
    generationAfter: undefined,
    build: undefined,
    tags: [],
    note: undefined,
    ...said,
  };
}

/** The value of what must not fail. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.fault.message, { cause: result.fault });
  return result.value;
}
