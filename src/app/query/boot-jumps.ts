import type { EntryId, LogEntry } from "../../core/entry.js";
import type { Query } from "../../core/query/ast.js";
import { entryRow } from "../../core/query/match/entry-row.js";
import { literalPattern } from "../../core/query/match/pattern.js";
import type { FindGoal, State } from "../state.js";
import { entryAtCursor } from "../stream/marks.js";
import type { Direction } from "./search.js";

/** A look-up, as `find` makes one. */
type LookUp = {
  readonly pattern: Query;
  readonly from: EntryId | undefined;
  readonly goal: FindGoal;
};

/** What comes of a boot jump: somewhere to look, or something to say. */
type BootJump = { readonly lookUp: LookUp } | { readonly missing: string };

/** `}`: to the first line of the next boot. `{`: to the first line of this one, and from there of the one before. */
export function bootJump(state: State, direction: Direction): BootJump {
  const entry = entryAtCursor(state);
  const boot = entry === undefined ? undefined : bootOf(entry);
  if (entry === undefined || boot === undefined) return { missing: "this line does not say of which boot it is" };
  const pattern = otherThan(boot);
  if (direction === "newer") {
    const goal: FindGoal = { kind: "jump", direction, missing: "no later boot below this entry" };
    return { lookUp: { pattern, from: entry.id, goal } };
  }
  const goal: FindGoal = { kind: "boot", direction, boot, stage: "leave", origin: entry.id };
  return { lookUp: { pattern, from: entry.id, goal } };
}

type BootGoal = FindGoal & { readonly kind: "boot" };

/**
 * What is looked for next on the way up: behind the last line of the boot before begins the one that was left. Where that
 * is where one was, the same once more for the boot before. `arrived` is the line to go to.
 */
export function bootFound(goal: BootGoal, found: LogEntry | undefined): BootJump | { readonly arrived: LogEntry } {
  const { boot, origin } = goal;
  if (goal.stage === "leave") {
    const before = found === undefined ? undefined : { id: found.id, boot: bootOf(found) };
    const next: BootGoal = { ...goal, direction: "newer", stage: "begin", before };
    return { lookUp: { pattern: isOf(boot), from: found?.id, goal: next } };
  }
  if (found !== undefined && found.id !== origin) return { arrived: found };
  const { before } = goal;
  if (before?.boot === undefined) return { missing: "no earlier boot above this entry" };
  const next: BootGoal = { kind: "boot", direction: "older", boot: before.boot, stage: "leave", origin };
  return { lookUp: { pattern: otherThan(before.boot), from: before.id, goal: next } };
}

function bootOf(entry: LogEntry): string | undefined {
  const boot = entryRow(entry).field("boot");
  return typeof boot === "string" ? boot : undefined;
}

function isOf(boot: string): Query {
  return { kind: "field", field: "boot", pattern: literalPattern(boot) };
}

function otherThan(boot: string): Query {
  const some: Query = { kind: "field", field: "boot", pattern: "*" };
  return { kind: "and", parts: [some, { kind: "not", part: isOf(boot) }] };
}
