import type { LogEntry } from "../../core/entry.js";
import type { Scope } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import type { SessionUnit } from "../../core/session.js";
import type { Micros } from "../../core/time.js";
import { pause } from "../../pipeline/timing.js";
import { MessageId } from "../../core/systemd/message-ids.js";
import { unitChangeOf, withUnit } from "../../session/units.js";
import { watchNewcomers } from "../newer-entries.js";
import type { Begun } from "./recording.js";

const LOOK_EVERY_MS = 250;

/** systemd's own records of units, from a moment on. */
function unitRecords(from: Micros): Query {
  const ids = Object.values(MessageId).map((id): Query => ({ kind: "field", field: "MESSAGE_ID", pattern: id }));
  return {
    kind: "and",
    parts: [
      { kind: "time", from, to: undefined },
      { kind: "or", parts: ids },
    ],
  };
}

/** What became of each unit since then, as far as the journal is in the store. */
export async function unitsTouched({ reader, journal: scope, session }: Begun): Promise<readonly SessionUnit[]> {
  if (isNowhere(scope)) return [];
  let units: readonly SessionUnit[] = [];
  const request = {
    query: unitRecords(session.startedAt),
    scope,
    direction: "oldest-first",
    limit: undefined,
  } as const;
  for await (const entries of reader.scan(request)) {
    for (const change of changesIn(entries)) units = withUnit(units, change);
  }
  return units;
}

/** Tells of each change soon after it is in the store. Gives the way to stop, which tells of the last ones. */
export async function watchUnits(
  { reader, journal: scope, session }: Begun,
  tell: (unit: SessionUnit) => void,
): Promise<() => Promise<void>> {
  if (isNowhere(scope)) return () => Promise.resolve();
  const newcomers = await watchNewcomers(reader, unitRecords(session.startedAt), scope);
  const stopping = new AbortController();
  const run = async () => {
    for (let isLast = false; !isLast;) {
      isLast = stopping.signal.aborted;
      for (const change of changesIn(await newcomers.next())) tell(change);
      if (!isLast) await pause(LOOK_EVERY_MS, stopping.signal);
    }
  };
  const done = run();
  return async () => {
    stopping.abort();
    await done;
  };
}

/** A scope without sources would be everything. */
function isNowhere({ sources }: Scope): boolean {
  return sources === undefined || sources.length === 0;
}

function changesIn(entries: readonly LogEntry[]): readonly SessionUnit[] {
  return entries.flatMap(({ fields }) => {
    const texts = Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === "string"));
    const change = unitChangeOf(texts);
    return change === undefined ? [] : [change];
  });
}
