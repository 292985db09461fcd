import type { SessionUnit } from "../core/session.js";
import type { FactFields } from "./facts.js";
import { MessageId } from "../core/systemd/message-ids.js";

/** A rebuild touches some hundreds of units; a loop of restarts must not make the list grow without end. */
const MOST_UNITS = 1_000;

/** What a record of systemd says happened to a unit; undefined when it is none, or is but a step on the way. */
export function unitChangeOf(fields: FactFields): SessionUnit | undefined {
  const unit = fields.UNIT;
  if (unit === undefined) return undefined;
  const invocation = fields.INVOCATION_ID;
  switch (fields.MESSAGE_ID) {
    case MessageId.started:
      return { unit, state: "started", result: undefined, invocation };
    case MessageId.stopped:
      return { unit, state: "stopped", result: undefined, invocation };
    case MessageId.reloaded:
      return { unit, state: "reloaded", result: undefined, invocation };
    case MessageId.failed:
      return { unit, state: "failed", result: fields.UNIT_RESULT, invocation };
    case MessageId.startFailed:
      return { unit, state: "failed", result: fields.JOB_RESULT, invocation };
    default:
      return undefined;
  }
}

/**
 * The list with what happened last to each unit, in the order in which they were first touched. How a unit failed is
 * said twice, by the unit and then by its job, whose word ("failed") tells less and does not replace the first.
 */
export function withUnit(units: readonly SessionUnit[], change: SessionUnit): readonly SessionUnit[] {
  const at = units.findIndex(({ unit }) => unit === change.unit);
  const known = units[at];
  if (known === undefined) return units.length < MOST_UNITS ? [...units, change] : units;
  const invocation = change.invocation ?? known.invocation;
  const isJob = known.state === "failed" && change.state === "failed" && change.result === "failed";
  const result = isJob ? (known.result ?? change.result) : change.result;
  return units.with(at, { ...change, result, invocation });
}
