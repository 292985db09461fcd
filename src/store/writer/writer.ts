import process from "node:process";
import { Bug, failed, ok, type Result } from "../../core/fault.js";
import type { EntryBatch } from "../../core/batch.js";
import type { SourceId } from "../../core/entry.js";
import type { LogWriter, ResumeToken } from "../../core/ports.js";
import type { SessionLog } from "../../core/session.js";
import type { Micros } from "../../core/time.js";
import type { Remark } from "../../core/truth.js";
import { blockReading, blockWriting } from "../block/block-table.js";
import type { Db } from "../database.js";
import { writeBookmark } from "../bookmark/bookmark-table.js";
import { faultOf } from "../faults.js";
import { sessionWriting } from "../session/session-table.js";
import { type CollectorLock, isHeld } from "./collector-lock.js";
import { type HeldSource, sourceShelf } from "./held-source.js";
import { holderTable } from "./holder-table.js";
import { leaseTable } from "./lease-table.js";
import { residentSources } from "./resident-sources.js";
import type { Room } from "./room.js";
import { type FileOf, textFinders } from "./text-finders.js";

/** One run of a collecting program, as its row in the store names it while it runs. */
export type CollectorLabel = { readonly kind: string; readonly command: string };

export type WriterOptions = {
  readonly db: Db;
  /** For messages, and where the locks lie. */
  readonly path: string;
  /** Undefined for a store in memory, which nobody else can see. */
  readonly lock: CollectorLock | undefined;
  readonly collector: CollectorLabel;
  readonly now: () => Micros;
  readonly fileOf?: FileOf | undefined;
  readonly room: Room;
};

/**
 * The writing side of a store. Each `append` is one transaction that is on its way to the disk when it returns; after
 * a refused one (disk full) nothing of it is there and the next may succeed. `open` gives undefined, too, while the
 * store refuses to be written. Throws store errors only here, while it starts.
 */
export function createWriter(options: WriterOptions): LogWriter {
  const { db, path, room } = options;
  const collector = enlist(options);
  const blocks = { ...blockReading(db), ...blockWriting(db) };
  const isAlive = (lock: string) => isHeld(path, lock);
  const leases = leaseTable(db, collector, isAlive);
  const holders = holderTable(db, isAlive);
  const shelf = sourceShelf(db, blocks, textFinders(db, options.fileOf ?? (() => undefined)));
  const residents = residentSources();
  const open = new Set<number>();
  const perform = performer(options, () => blocks.advance());

  const append = db.transaction(
    (held: HeldSource, batches: readonly EntryBatch[], resume: ResumeToken | undefined, remarks: readonly Remark[]) => {
      shelf.append(held, batches, resume, remarks);
    },
  );
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
    holder(source) {
      const holder = refusable(path, () => holders.of(source));
      return holder.ok ? holder.value : undefined;
    },
    append(source, batches, resume, remarks = []) {
      if (!open.has(source.number)) throw new Bug(`source ${source.number} was not opened for writing`);
      const done = refusable(path, () => {
        room.prepare();
        const held = residents.get(source.number) ?? shelf.load(source.number);
        append.immediate(held, batches, resume, remarks);
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
    sessions: sessionLog(db, collector, perform),
    bookmarks: { keep: (change) => perform(() => writeBookmark(db, change, options.now())) },
    close() {
      // A store that cannot be written any more is left as if the process had been killed: the lock tells.
      if (db.open) refusable(path, () => discharge(db, collector, leases));
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

/** Each call one transaction, which others notice by the revision. */
type Perform = <Value>(work: () => Value) => Result<Value>;

function performer({ db, path }: WriterOptions, advance: () => number): Perform {
  return (work) =>
    refusable(path, () =>
      db
        .transaction(() => {
          advance();
          return work();
        })
        .immediate(),
    );
}

function sessionLog(db: Db, collector: number, perform: Perform): SessionLog {
  const writing = sessionWriting(db, collector);
  return {
    begin: (session) => perform(() => writing.begin(session)),
    update: (id, patch) => perform(() => writing.update(id, patch)),
    remove: (id) => perform(() => writing.remove(id)),
  };
}

/** Writes this collector down, and strikes out those that died. */
function enlist({ db, path, lock, collector, now }: WriterOptions): number {
  const others = db.prepare<[], { readonly id: number; readonly lock: string | null }>(
    "SELECT id, lock FROM collector",
  );
  const strike = db.prepare("DELETE FROM collector WHERE id = ?");
  for (const other of others.all()) if (other.lock === null || !isHeld(path, other.lock)) strike.run(other.id);
  const insert = db.prepare("INSERT INTO collector (kind, command, started, lock, pid) VALUES (?, ?, ?, ?, ?)");
  return Number(insert.run(collector.kind, collector.command, now(), lock?.name ?? null, process.pid).lastInsertRowid);
}

function discharge(db: Db, collector: number, leases: { giveAll(): void }): void {
  db.transaction(() => {
    leases.giveAll();
    db.prepare("DELETE FROM collector WHERE id = ?").run(collector);
  }).immediate();
}
