import { resolve } from "node:path";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import type { LogWriter } from "../core/ports.js";
import type { Micros } from "../core/time.js";
import { APPLICATION_ID, type Db, openForReading, openForWriting } from "./database.js";
import { corrupt, faultOf, isCorruption, newer, notReadable } from "./faults.js";
import { isForeign, migrate, schemaVersion } from "./migrations/migrate.js";
import { SCHEMA_VERSION } from "./migrations/registry.js";
import { createReader, type ReaderOptions, type StoreReader } from "./reader/reader.js";
import { type FileHead, preparePlace, readHead, setAside } from "./store-place.js";
import { isHeld, sweepLocks, takeLock } from "./writer/collector-lock.js";
import { type CollectorLabel, createWriter } from "./writer/writer.js";

export type { ReaderOptions, StoreReader };

export type StoreOptions = {
  /** The file, or undefined for a store in memory. */
  readonly path: string | undefined;
  /** What this run of the program is called while it collects. */
  readonly collector: CollectorLabel;
  readonly now: () => Micros;
};

/** A store open for collecting. */
export type Store = {
  readonly writer: LogWriter;
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
    const writer = startWriter(db, path, options);
    return ok({ writer, notice, openReader: (reading) => openStoreReader(path, reading) });
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

/** Opens an existing store for reading only; it may be written by this or another process meanwhile. */
export function openStoreReader(file: string, options: ReaderOptions): Result<StoreReader> {
  const path = resolve(file);
  try {
    const refused = refusedForReading(path);
    if (refused !== undefined) return failed(refused);
    bringUpToDate(path);
    const db = openForReading(path);
    try {
      const version = schemaVersion(db);
      const isAlive = (lock: string) => isHeld(path, lock);
      if (version === SCHEMA_VERSION) return ok(createReader({ db, isShared: false, isAlive }, options));
      db.close();
      return failed(version > SCHEMA_VERSION ? newer(path, version) : notReadable(path, "its tables are missing"));
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    return failed(isCorruption(error) ? corrupt(path, error) : notReadable(path, error));
  }
}

/** A store of an older version is brought to ours before it is read: there is one way to read. */
function bringUpToDate(path: string): void {
  const head = readHead(path);
  if (head.kind !== "database" || head.application !== APPLICATION_ID || head.version >= SCHEMA_VERSION) return;
  const db = openForWriting(path);
  try {
    migrate(db);
  } finally {
    db.close();
  }
}

function openInMemory(options: StoreOptions): Result<Store> {
  const db = openForWriting(":memory:");
  migrate(db);
  const writer = createWriter({ ...options, db, path: ":memory:", lock: undefined });
  return ok({
    writer,
    notice: undefined,
    openReader: (reading) => ok(createReader({ db, isShared: true, isAlive: () => true }, reading)),
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
    return ok(db);
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

function startWriter(db: Db, path: string, options: StoreOptions): LogWriter {
  try {
    sweepLocks(path, options.now() / 1_000);
    const lock = takeLock(path);
    try {
      return createWriter({ ...options, db, path, lock });
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    db.close();
    throw error;
  }
}

function refusedForReading(path: string): Fault | undefined {
  const head = readHead(path);
  switch (head.kind) {
    case "missing":
      return {
        code: "not-found",
        message: `there is no store at ${path}`,
        hint: "collect something first, or name another store with --store PATH",
      };
    case "empty":
      return notReadable(path, "it is empty");
    case "other":
      return corrupt(path, "not a database");
    case "database":
      if (head.application !== APPLICATION_ID && head.application !== 0) return foreign(path);
      return tooNew(path, head.version) ?? (head.whole ? undefined : corrupt(path, "cut short"));
  }
}

function foreign(path: string): Fault {
  return {
    code: "store-unwritable",
    message: `${path} is a database of another program`,
    hint: "choose another place with --store PATH",
  };
}

function wasSetAside(path: string, aside: string): Fault {
  return {
    code: "store-corrupt",
    message: `the store ${path} was damaged; it is kept as ${aside}`,
    hint: "a new store was begun; the old file may be deleted or looked into with sqlite3 .recover",
  };
}
