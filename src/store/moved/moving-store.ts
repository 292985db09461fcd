import { rmSync } from "node:fs";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import type { LogWriter, ResumeToken, SourceHandle } from "../../core/ports.js";
import type { NewSession, SessionId, SessionLog } from "../../core/session.js";
import type { Db } from "../database.js";
import type { Keeper } from "../keeping/keeper.js";
import type { MachineLog } from "../machine/machine-table.js";
import type { Renewal } from "../writer/renewal.js";
import { begunAnew, identityOf, logOf, refusesAnother, sizeOf } from "./file-identity.js";

/** All that stands on one connection for writing. */
export type Opening = {
  readonly db: Db;
  readonly writer: LogWriter;
  readonly machine: MachineLog;
  readonly keeper: Keeper;
  readonly renewal: Renewal;
};

export type MovingParts = {
  readonly path: string;
  readonly first: Opening;
  /** Opens what is at the path now, or begins a new store there. */
  readonly reopen: () => Result<Opening>;
  /** Told when collecting went on in another file. */
  readonly moved: (fault: Fault) => void;
};

type Held = {
  readonly outer: SourceHandle;
  readonly id: Parameters<LogWriter["open"]>[0];
  readonly label: string;
  inner: SourceHandle | undefined;
  resume: ResumeToken | undefined;
  /** Why nothing of it can be written to the file that is there now. */
  refusal: Result<never> | undefined;
};

const LOOK_EVERY_MS = 1_000;

/**
 * A store whose file may be moved, deleted or replaced while it is collected into. Before each commit it is looked
 * whether the path still leads to the file that is open, so that nothing is ever written to one that nobody can find.
 * What was committed is merged into the file that went away; collecting goes on, from exactly there, in a new one.
 */
export function movingStore({ path, first, reopen, moved }: MovingParts): Opening {
  let current = first;
  let identity = identityOf(path);
  const held = new Map<number, Held>();

  const follow = (): Result<void> => {
    const now = identityOf(path);
    if (now !== undefined && now === identity) return ok(undefined);
    leave(current, path, now === undefined);
    const opened = reopen();
    if (!opened.ok) return opened;
    current = opened.value;
    identity = identityOf(path);
    for (const source of held.values()) takeAgain(current.writer, source, path);
    moved(begunAnew(path));
    return ok(undefined);
  };
  const after = <Value>(work: () => Result<Value>): Result<Value> => {
    const followed = follow();
    return followed.ok ? work() : followed;
  };
  const writer: LogWriter = {
    open(id, label) {
      if (!follow().ok) return undefined;
      const handle = current.writer.open(id, label);
      if (handle === undefined) return undefined;
      held.set(handle.number, { outer: handle, id, label, inner: handle, resume: handle.resume, refusal: undefined });
      return handle;
    },
    holder: (id) => current.writer.holder(id),
    append(source, batches, resume, remarks) {
      const followed = follow();
      if (!followed.ok) return followed;
      const own = held.get(source.number);
      if (own?.refusal !== undefined) return own.refusal;
      const done = current.writer.append(own?.inner ?? source, batches, resume, remarks);
      if (done.ok && own !== undefined) own.resume = resume ?? own.resume;
      return done;
    },
    release(source) {
      const own = held.get(source.number);
      held.delete(source.number);
      if (own?.inner !== undefined) current.writer.release(own.inner);
    },
    // An entry of the file that went away has no id in the new one.
    bookmarks: { keep: (change) => after(() => current.writer.bookmarks.keep(change)) },
    sessions: movingSessions(follow, () => current.writer.sessions),
    close() {
      clearInterval(watch);
      current.writer.close();
    },
  };
  // Also while nothing comes, so that readers soon have a store again.
  const watch = setInterval(follow, LOOK_EVERY_MS).unref();
  return {
    db: first.db,
    writer,
    machine: { keep: (sample) => after(() => current.machine.keep(sample)) },
    keeper: { step: (limits) => after(() => current.keeper.step(limits)) },
    renewal: { step: () => after(() => current.renewal.step()) },
  };
}

/** What is in the log beside the file goes into the file, wherever that is now; then the log must not meet another file. */
function leave({ db, writer }: Opening, path: string, isGone: boolean): void {
  if (!db.open) return;
  try {
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
    // A full disk, or a folder that is gone: what is in the log stays in it.
  }
  // Without a last word, which would stay behind in the log.
  db.close();
  writer.close();
  if (isGone || sizeOf(logOf(path)) === 0)
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
}

function takeAgain(writer: LogWriter, source: Held, path: string): void {
  source.inner = writer.open(source.id, source.label);
  const { inner, label } = source;
  if (inner === undefined) source.refusal = heldByOther(path, label);
  else if (inner.nextOrdinal > 0 && inner.resume !== source.resume) source.refusal = refusesAnother(path, label);
  else source.refusal = undefined;
}

function heldByOther(path: string, label: string): Result<never> {
  return failed({
    code: "store-moved",
    message: `another logstream collects ${label} into the store that is now at ${path}`,
    hint: "end one of the two and start it again",
  });
}

/** A session that began in the file that went away is begun again in the new one, with all that is known of it. */
function movingSessions(follow: () => Result<void>, current: () => SessionLog): SessionLog {
  type Known = { log: SessionLog; id: SessionId; session: NewSession };
  const known = new Map<SessionId, Known>();
  const settled = (id: SessionId): Result<Known | undefined> => {
    const followed = follow();
    const own = known.get(id);
    if (!followed.ok || own === undefined || own.log === current()) return followed.ok ? ok(own) : followed;
    const begun = current().begin(own.session);
    if (!begun.ok) return begun;
    Object.assign(own, { log: current(), id: begun.value });
    return ok(own);
  };
  return {
    begin(session) {
      const followed = follow();
      if (!followed.ok) return followed;
      const begun = current().begin(session);
      if (begun.ok) known.set(begun.value, { log: current(), id: begun.value, session });
      return begun;
    },
    update(id, patch) {
      const own = settled(id);
      if (!own.ok) return own;
      if (own.value !== undefined) own.value.session = { ...own.value.session, ...patch };
      return current().update(own.value?.id ?? id, patch);
    },
    remove(id) {
      const own = settled(id);
      if (!own.ok) return own;
      known.delete(id);
      return current().remove(own.value?.id ?? id);
    },
  };
}
