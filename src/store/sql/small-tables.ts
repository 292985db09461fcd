import type { StoredBoot } from "../../core/boots.js";
import type { StoredSource } from "../../core/ports.js";
import type { Session } from "../../core/session.js";
import type { SqlValue } from "./log-table.js";
import { sqlTime } from "./sql-time.js";

/** Rows of the tables that are small enough to be read whole, in the columns of `schema.ts`. */
type Rows = readonly (readonly SqlValue[])[];

export function sourceRows(sources: readonly StoredSource[]): Rows {
  return sources.map(({ id, label, entries, first, last }) => [
    id,
    label,
    BigInt(entries),
    timeOf(first),
    timeOf(last),
  ]);
}

export function sessionRows(sessions: readonly Session[]): Rows {
  return sessions.map((session) => {
    const { id, kind, origin, name, command, result, exitCode, startedAt, endedAt } = session;
    const { host, user, boot, source, units } = session;
    const failedUnits = units.filter(({ state }) => state === "failed").length;
    const code = exitCode === undefined ? null : BigInt(exitCode);
    const seconds = endedAt === undefined ? null : (endedAt - startedAt) / 1_000_000;
    const what = [BigInt(id), kind, origin, name ?? null, command.join(" "), result, code];
    const where = [host ?? null, user ?? null, boot ?? null, source ?? null];
    return [...what, timeOf(startedAt), timeOf(endedAt), seconds, ...where, BigInt(failedUnits)];
  });
}

/** `boots` come oldest first. */
export function bootRows(boots: readonly StoredBoot[]): Rows {
  return boots.map(({ id, first, last }, index) => [id, BigInt(index + 1 - boots.length), timeOf(first), timeOf(last)]);
}

function timeOf(at: number | undefined): string | null {
  return at === undefined ? null : sqlTime(at);
}
