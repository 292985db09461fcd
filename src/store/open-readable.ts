import { existsSync } from "node:fs";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import { APPLICATION_ID, type Db, openForReading, openForWriting, openPlain } from "./database.js";
import { corrupt, foreign, isCorruption, isDiskFull, newer, notReadable } from "./faults.js";
import { archiveKey } from "./keeping/archive-file.js";
import { migrate, schemaVersion } from "./migrations/migrate.js";
import { SCHEMA_VERSION } from "./migrations/registry.js";
import { readHead } from "./store-place.js";

/** A connection for reading only to an existing store of our schema, or why it cannot be read. */
export function openReadable(path: string): Result<Db> {
  try {
    const refused = refusedForReading(path);
    if (refused !== undefined) return failed(refused);
    rollBack(path);
    bringUpToDate(path);
    const db = openForReading(path);
    try {
      const version = schemaVersion(db);
      if (version === SCHEMA_VERSION) return ok(db);
      db.close();
      return failed(version > SCHEMA_VERSION ? newer(path, version) : notReadable(path, "its tables are missing"));
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    if (isCorruption(error)) return failed(corrupt(path, error));
    return failed(isDiskFull(error, path) ? noRoomToOpen(path, error) : notReadable(path, error));
  }
}

/** What SQLite keeps beside a store takes some kilobytes; bringing an old store up to date takes some more. */
function noRoomToOpen(path: string, cause: unknown): Fault {
  const hint = "free some space: to open a store takes a little";
  return { code: "disk-full", message: `no space left beside the store ${path}`, hint, cause };
}

/** An archive whose writer was killed is made whole again, which a connection for reading may not do. */
function rollBack(path: string): void {
  if (!existsSync(`${path}-journal`)) return;
  const db = openPlain(path);
  try {
    schemaVersion(db);
  } finally {
    db.close();
  }
}

/** A store of an older version is brought to ours before it is read: there is one way to read. */
function bringUpToDate(path: string): void {
  const head = readHead(path);
  if (head.kind !== "database" || head.application !== APPLICATION_ID || head.version >= SCHEMA_VERSION) return;
  const db = openForWriting(path);
  try {
    migrate(db);
    // An archive is one file, which may lie where nothing can be written beside it.
    if (archiveKey(db) !== undefined) db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
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
      if (head.version > SCHEMA_VERSION) return newer(path, head.version);
      return head.whole ? undefined : corrupt(path, "cut short");
  }
}
