import { Bug, failed, ok, type Result } from "../../core/fault.js";
import type { EntryBatch } from "../../core/batch.js";
import type { SourceId } from "../../core/entry.js";
import type { LogWriter, ResumeToken } from "../../core/ports.js";
import type { Micros } from "../../core/time.js";
import { blockReading, blockWriting } from "../block/block-table.js";
import type { Db } from "../database.js";
import { faultOf } from "../faults.js";
import { type CollectorLock, isHeld } from "./collector-lock.js";
import { type HeldSource, sourceShelf } from "./held-source.js";
import { leaseTable } from "./lease-table.js";
import { residentSources } from "./resident-sources.js";

/** One run of a collecting program, as the `session` field of its entries names it. */
export type SessionLabel = { readonly kind: string; readonly command: string };

export type WriterOptions = {
  readonly db: Db;
  /** For messages, and where the locks lie. */
  readonly path: string;
  /** Undefined for a store in memory, which nobody else can see. */
  readonly lock: CollectorLock | undefined;
  readonly session: SessionLabel;
  readonly now: () => Micros;
};

/**
 * The writing side of a store. Each `append` is one transaction that is on its way to the disk when it returns; after
 * a refused one (disk full) nothing of it is there and the next may succeed. `open` gives undefined, too, while the
 * store refuses to be written. Throws store errors only here, while it starts.
 */
export function createWriter(options: WriterOptions): LogWriter {
  const { db, path } = options;
  const session = beginSession(options);
  const blocks = { ...blockReading(db), ...blockWriting(db) };
  const leases = leaseTable(db, session, (lock) => isHeld(path, lock));
  const shelf = sourceShelf(db, session, blocks);
  const residents = residentSources();
  const open = new Set<number>();

  const append = db.transaction((held: HeldSource, batch: EntryBatch, resume: ResumeToken | undefined) => {
    shelf.append(held, batch, resume);
  });
  const take = db.transaction((source: SourceId, label: string) => {
    const handle = leases.take(source, label);
    if (handle !== undefined) blocks.advance();
    return handle;
  });

  return {
    open(source, label) {
      const handle = refusable(path, () => take.immediate(source, label));
      if (!handle.ok || handle.value === undefined) return undefined;
      open.add(handle.value.number);
      return handle.value;
    },
    append(source, batch, resume) {
      if (!open.has(source.number)) throw new Bug(`source ${source.number} was not opened for writing`);
      const done = refusable(path, () => {
        const held = residents.get(source.number) ?? shelf.load(source.number);
        append.immediate(held, batch, resume);
        residents.keep(held);
      });
      // The buffer may hold rows that were rolled back: read it again next time.
      if (!done.ok) residents.drop(source.number);
      return done;
    },
    release(source) {
      if (!open.delete(source.number)) return;
      residents.drop(source.number);
      refusable(path, () => leases.give(source.number));
    },
    close() {
      if (!db.open) return;
      // A store that cannot be written any more is left as if the process had been killed: the lock tells.
      refusable(path, () => endSession(db, session, { leases, now: options.now }));
      db.close();
      options.lock?.release();
    },
  };
}

function refusable<Value>(path: string, work: () => Value): Result<Value> {
  try {
    return ok(work());
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

function beginSession({ db, lock, session, now }: WriterOptions): number {
  const insert = db.prepare("INSERT INTO session (kind, command, started, lock) VALUES (?, ?, ?, ?)");
  return Number(insert.run(session.kind, session.command, now(), lock?.name ?? null).lastInsertRowid);
}

type Ending = { readonly leases: { giveAll(): void }; readonly now: () => Micros };

/** A session that collected nothing leaves no trace. */
function endSession(db: Db, session: number, { leases, now }: Ending): void {
  db.transaction(() => {
    leases.giveAll();
    db.prepare("UPDATE session SET ended = ?, lock = NULL WHERE id = ?").run(now(), session);
    db.prepare("DELETE FROM session WHERE id = ? AND NOT EXISTS (SELECT 1 FROM stretch WHERE session = ?)").run(
      session,
      session,
    );
  }).immediate();
}
