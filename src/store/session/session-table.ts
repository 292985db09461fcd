import { Bug } from "../../core/fault.js";
import type { NewSession, Session, SessionId, SessionPatch } from "../../core/session.js";
import { type Removals, removedOf } from "./removed-entries.js";
import type { Db } from "../database.js";
import { rowOf, sessionOf, type SessionRow } from "./session-row.js";

/** Reads the list of sessions, the newest first. One whose recorder has gone before its end is `unknown`. */
export type SessionReading = {
  all(): readonly Session[];
  /** The same without their builds: enough to find entries by. */
  outlines(): readonly Session[];
};

/** Whether the process that took the lock still runs. */
type IsAlive = (lock: string) => boolean;

type StoredRow = SessionRow & {
  readonly lock: string | null;
  readonly holder: number | null;
} & Removals;

const COLUMNS = "kind, origin, name, source, started, ended, result, exit_code, details";

export function sessionReading(db: Db, isAlive: IsAlive): SessionReading {
  const listing = (build: string) =>
    db.prepare<[], StoredRow>(
      `SELECT session.id, session.kind, origin, name, source, session.started, ended, result, exit_code, details,
       ${build} AS build, lock, collector.id AS holder, next_ordinal, expired,
       (SELECT max(expired_order) FROM source WHERE id GLOB 'journal:*') AS journal_until
       FROM session LEFT JOIN collector ON collector.id = session.recorder
       LEFT JOIN source ON source.id = session.source
       ORDER BY session.started DESC, session.id DESC`,
    );
  const whole = listing("build");
  const outline = listing("NULL");
  const read = (list: () => readonly StoredRow[]) => {
    // Many sessions may have one recorder, and asking after it opens its lock.
    const known = new Map<string, boolean>();
    const lives = (lock: string): boolean => {
      const answer = known.get(lock) ?? isAlive(lock);
      known.set(lock, answer);
      return answer;
    };
    // A recorder may write the end and go, between our reading and our asking: read after that, the rows have its end.
    const rows = list();
    return (rows.some((row) => isLost(row, lives)) ? list() : rows).map((row) => {
      const session = { ...sessionOf(row), removed: removedOf(sessionOf(row), row) };
      return isLost(row, lives) ? { ...session, result: "unknown" as const } : session;
    });
  };
  return { all: () => read(() => whole.all()), outlines: () => read(() => outline.all()) };
}

/** A store in memory has no locks: its only collector is the one that reads. */
function isLost({ result, holder, lock }: StoredRow, isAlive: IsAlive): boolean {
  return result === "running" && (holder === null || (lock !== null && !isAlive(lock)));
}

/** Writes sessions. All calls belong in a transaction that writes. */
export type SessionWriting = {
  begin(session: NewSession): SessionId;
  /** Nothing happens to a session that is not there any more. */
  update(id: SessionId, patch: SessionPatch): void;
  remove(id: SessionId): void;
};

export function sessionWriting(db: Db, recorder: number): SessionWriting {
  const insert = db.prepare<[object], SessionId>(
    `INSERT INTO session (recorder, ${COLUMNS}, build) VALUES (@recorder, @kind, @origin, @name, @source, @started, @ended,
     @result, @exit_code, @details, @build) RETURNING id`,
  );
  const find = db.prepare<[number], SessionRow>(`SELECT id, ${COLUMNS}, build FROM session WHERE id = ?`);
  const change = db.prepare(
    `UPDATE session SET kind = @kind, name = @name, source = @source, ended = @ended, result = @result,
     exit_code = @exit_code, details = @details, build = @build WHERE id = @id`,
  );
  const remove = db.prepare("DELETE FROM session WHERE id = ?");
  return {
    begin: (session) => {
      const id = insert.pluck().get({ ...rowOf(session), recorder });
      if (id === undefined) throw new Bug("a session was written and has no number");
      return id;
    },
    update: (id, patch) => {
      const known = find.get(id);
      if (known !== undefined) change.run({ ...rowOf({ ...sessionOf(known), ...patch }), id });
    },
    remove: (id) => void remove.run(id),
  };
}
