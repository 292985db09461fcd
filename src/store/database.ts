import Database from "better-sqlite3";

/** A connection to a store. All SQL of the program goes through here. */
export type Db = Database.Database;

/** How long a writer waits for another process's transaction before it gives up. */
const BUSY_TIMEOUT_MS = 5_000;

/** "logs", big endian: tells our files from other programs' databases. */
export const APPLICATION_ID = 0x6c6f_6773;

/**
 * Opens for writing. WAL with synchronous=NORMAL: a killed process loses nothing that was committed; after a power cut
 * the last commits may be missing, the file stays whole. Small pages, because a commit of a few lines rewrites some
 * whole ones; larger pages made full blocks no faster. Memory mapping gained no time and cost memory.
 */
export function openForWriting(path: string): Db {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma("page_size = 4096");
    // Space can be given back piece by piece, without rewriting the file; costs inserting some percent.
    db.pragma("auto_vacuum = INCREMENTAL");
    switchToWal(db);
    db.pragma("synchronous = NORMAL");
    db.pragma("mmap_size = 0");
    db.pragma("trusted_schema = OFF");
    db.pragma("cache_size = -8192");
    // Checkpoints of 4 MB: rarer ones would make single commits wait for tens of megabytes.
    db.pragma("wal_autocheckpoint = 1024");
    db.pragma("journal_size_limit = 67108864");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Two processes that begin the same new store collide here, and SQLite does not wait for the other in this one case: so
 * this does.
 */
function switchToWal(db: Db): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      db.pragma("journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Merges the log beside a store into it as far as readers allow, without waiting for them or for other writers. */
export function tryMergeLog(db: Db): void {
  try {
    db.pragma("busy_timeout = 0");
    db.pragma("wal_checkpoint(PASSIVE)");
    db.pragma("wal_checkpoint(TRUNCATE)");
  } catch (error) {
    // What cannot be merged now stays where it is; the transaction that comes next says what is wrong.
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/** Opens for reading only; the file must exist. */
export function openForReading(path: string): Db {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma("query_only = ON");
    db.pragma("mmap_size = 0");
    db.pragma("trusted_schema = OFF");
    db.pragma("cache_size = -8192");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a file that has no log beside it, such as an archive, for writing; what is committed is on the disk. */
export function openPlain(path: string): Db {
  const db = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma("synchronous = FULL");
    db.pragma("trusted_schema = OFF");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Bytes that all statements of a sandbox may take together. */
const SANDBOX_HEAP = 512 << 20;

/**
 * Opens a connection in memory for statements that others wrote: it has no tables of its own, cannot be written to, and
 * loads no extension (SQLite's own default). A statement that would attach a file is for the caller to refuse.
 */
export function openSandbox(): Db {
  const db = new Database(":memory:");
  try {
    db.pragma("trusted_schema = OFF");
    db.pragma("query_only = ON");
    db.pragma("temp_store = MEMORY");
    db.pragma(`hard_heap_limit = ${SANDBOX_HEAP}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a lock file: tiny, without a log of its own, giving up at once when somebody else has it. */
export function openLock(path: string): Db {
  return new Database(path, { fileMustExist: true, timeout: 0 });
}

/** True when the error says that there is no such file (any more). */
export function isGone(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_CANTOPEN");
}

/** True when the error says that a row is none that the table may have. */
export function isRefusedRow(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG)/.test(error.code);
}

/** True when the error says that somebody else holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
