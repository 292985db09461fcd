import type { Result } from "../../src/core/fault.js";
import { type NewSession, NOTHING_KNOWN } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";

/** A session of which only what matters is said. */
export function newSession(said: Partial<NewSession>): NewSession {
  return {
    ...NOTHING_KNOWN,
    kind: "run",
    origin: "started",
    command: ["true"],
    startedAt: micros(1),
    ...said,
  };
}

/** The value of what must not fail. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.fault.message, { cause: result.fault });
  return result.value;
}
