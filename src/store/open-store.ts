import { resolve } from "node:path";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import type { LogWriter } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import { APPLICATION_ID, type Db, openForReading, openForWriting } from "./database.js";
import { corrupt, faultOf, foreign, isCorruption, newer } from "./faults.js";
import { archiveKey } from "./keeping/archive-file.js";
import { createKeeper, type Keeper } from "./keeping/keeper.js";
import { type MachineLog, machineLog } from "./machine/machine-table.js";
import { isForeign, migrate, schemaVersion } from "./migrations/migrate.js";
import { SCHEMA_VERSION } from "./migrations/registry.js";
import { movingReader } from "./moved/moving-reader.js";
import { movingStore, type Opening } from "./moved/moving-store.js";
import { openReadable } from "./open-readable.js";
import { archiveShelf, NO_ARCHIVES } from "./reader/archives.js";
import type { SqlAnswer } from "./sql/ask-sql.js";
import { createReader, type ReaderOptions, type StoreReader } from "./reader/reader.js";
import { type FileHead, preparePlace, readHead, setAside } from "./store-place.js";
import { isHeld, sweepLocks, takeLock } from "./writer/collector-lock.js";
import { createRenewal, type Renewal } from "./writer/renewal.js";
import { AMPLE, roomOf } from "./writer/room.js";
import type { FileOf } from "./writer/text-finders.js";
import { type CollectorLabel, createWriter, type WriterOptions } from "./writer/writer.js";

export type { Keeper, ReaderOptions, SqlAnswer, StoreReader };

export type StoreOptions = {
  /** The file, or undefined for a store in memory. */
  readonly path: string | undefined;
  /** What this run of the program is called while it collects. */
  readonly collector: CollectorLabel;
  readonly now: () => Micros;
  /** Told when the file was moved, deleted or replaced, and collecting goes on in the one that is there now. */
  readonly moved?: (fault: Fault) => void;
  /** Which file has the texts of a source, for those whose texts are not to be copied. */
  readonly fileOf?: FileOf | undefined;
};

/** A store open for collecting. */
export type Store = {
  readonly writer: LogWriter;
  readonly machine: MachineLog;
  readonly keeper: Keeper;
  /** Brings what older versions wrote to the form of today. */
  readonly renewal: Renewal;
  /** Said once to the user: a damaged store was set aside and a new one begun. */
  readonly notice: Fault | undefined;
  /** A reader of its own; of a store in memory it must be used in this thread and ends with the writer. */
  openReader(options: ReaderOptions): Result<StoreReader>;
};

/**
 * Opens a store for collecting and makes it where there is none. A damaged file is renamed and a new store begun; a
 * file of a newer version, of another program or of somebody else is not touched and refused.
 */
export function openStore(options: StoreOptions): Result<Store> {
  if (options.path === undefined) return openInMemory(options);
  const path = resolve(options.path);
  try {
    const opened = openFile(path, options.now);
    if (!opened.ok) return opened;
    const { db, notice } = opened.value;
    const first = openingOf(db, path, options);
    const reopen = (): Result<Opening> => reopenFile(path, options);
    const store = movingStore({ path, first, reopen, moved: options.moved ?? (() => undefined) });
    return ok({ ...store, notice, openReader: (reading) => openStoreReader(path, reading) });
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

function openingOf(db: Db, path: string, options: StoreOptions): Opening {
  const room = roomOf(db, path);
  const writer = startWriter({ ...options, db, path, room });
  const machine = machineLog(db, path, room);
  const keeper = createKeeper(db, path, room, options.now);
  return { db, writer, machine, keeper, renewal: createRenewal(db, path, room) };
}

function reopenFile(path: string, options: StoreOptions): Result<Opening> {
  try {
    const opened = openFile(path, options.now);
    return opened.ok ? ok(openingOf(opened.value.db, path, options)) : opened;
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

/** Opens an existing store for reading only; it may be written, and moved, by this or another process meanwhile. */
export function openStoreReader(file: string, options: ReaderOptions): Result<StoreReader> {
  const path = resolve(file);
  const reopen = (): Result<StoreReader> => {
    const opened = openReadable(path);
    if (!opened.ok) return opened;
    const db = opened.value;
    const isAlive = (lock: string) => isHeld(path, lock);
    const archives = archiveShelf(db, path, openReadable);
    return ok(createReader({ db, isShared: false, isAlive, archives }, options));
  };
  const first = reopen();
  return first.ok ? ok(movingReader({ path, first: first.value, reopen, onMoved: options.onMoved })) : first;
}

function openInMemory(options: StoreOptions): Result<Store> {
  const db = openForWriting(":memory:");
  migrate(db);
  const writer = createWriter({ ...options, db, path: ":memory:", lock: undefined, room: AMPLE });
  return ok({
    writer,
    machine: machineLog(db, ":memory:", AMPLE),
    keeper: createKeeper(db, ":memory:", AMPLE, options.now),
    renewal: createRenewal(db, ":memory:", AMPLE),
    notice: undefined,
    openReader: (reading) =>
      ok(createReader({ db, isShared: true, isAlive: () => true, archives: NO_ARCHIVES }, reading)),
  });
}

type Opened = { readonly db: Db; readonly notice: Fault | undefined };

function openFile(path: string, now: () => Micros): Result<Opened> {
  const prepared = preparePlace(path);
  if (!prepared.ok) return prepared;
  const whole = tryOpen(path);
  if (whole !== undefined) return whole.ok ? ok({ db: whole.value, notice: undefined }) : whole;
  const aside = setAside(path, new Date(now() / 1_000));
  const again = preparePlace(path);
  if (!again.ok) return again;
  const fresh = tryOpen(path);
  if (fresh === undefined) return failed(corrupt(path, "a new file is damaged, too"));
  return fresh.ok ? ok({ db: fresh.value, notice: wasSetAside(path, aside) }) : fresh;
}

/** Undefined when the file is damaged. */
function tryOpen(path: string): Result<Db> | undefined {
  const head = readHead(path);
  if (head.kind === "other" || (head.kind === "database" && !head.whole)) return undefined;
  if (head.kind === "database" && head.application === APPLICATION_ID && head.version > SCHEMA_VERSION) {
    return failed(newer(path, head.version));
  }
  let db: Db | undefined;
  try {
    if (mayBeForeign(head) && holdsForeignTables(path)) return failed(foreign(path));
    db = openForWriting(path);
    const refused = isForeign(db) ? foreign(path) : tooNew(path, schemaVersion(db));
    if (refused !== undefined) {
      db.close();
      return failed(refused);
    }
    migrate(db);
    probe(db);
    return collectable(db, path);
  } catch (error) {
    db?.close();
    if (isCorruption(error)) return undefined;
    throw error;
  }
}

/** Opening for writing already changes a file: whose it is must be known before. */
function mayBeForeign(head: FileHead): boolean {
  return head.kind === "database" && head.application !== APPLICATION_ID;
}

function holdsForeignTables(path: string): boolean {
  const db = openForReading(path);
  try {
    return isForeign(db);
  } finally {
    db.close();
  }
}

function tooNew(path: string, version: number): Fault | undefined {
  return version > SCHEMA_VERSION ? newer(path, version) : undefined;
}

/** Reads what every start reads, so that damage shows before anything is written. */
function probe(db: Db): void {
  db.prepare("SELECT revision FROM store").get();
  db.prepare("SELECT count(*), sum(next_ordinal) FROM source").get();
  db.prepare("SELECT count(*), sum(bytes) FROM block").get();
  db.prepare("SELECT id, data FROM chunk ORDER BY id DESC LIMIT 1").get();
}

function startWriter(options: Omit<WriterOptions, "lock">): LogWriter {
  const { db, path } = options;
  try {
    sweepLocks(path, options.now() / 1_000);
    const lock = takeLock(path);
    try {
      return createWriter({ ...options, lock });
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Nothing is collected into an archive; it goes back to being one file. */
function collectable(db: Db, path: string): Result<Db> {
  if (archiveKey(db) === undefined) return ok(db);
  db.pragma("journal_mode = DELETE");
  db.close();
  return failed({
    code: "store-unwritable",
    message: `${path} is an archive: it is read, and nothing is written to it`,
    hint: "collect into another store with --store PATH",
  });
}

function wasSetAside(path: string, aside: string): Fault {
  return {
    code: "store-corrupt",
    message: `the store ${path} was damaged; it is kept as ${aside}`,
    hint: "a new store was begun; the old file may be deleted or looked into with sqlite3 .recover",
  };
}
