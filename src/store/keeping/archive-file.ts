import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, relative } from "node:path";
import { failed, type Fault, ok, type Result } from "../../core/fault.js";
import { type Db, openPlain } from "../database.js";
import { migrate } from "../migrations/migrate.js";
import { faultOf } from "../faults.js";
import { preparePlace, readHead } from "../store-place.js";

/** The key of an archive, by which the store it came from knows it; undefined for a store that is collected into. */
export function archiveKey(db: Db): string | undefined {
  return db.prepare<[], string | null>("SELECT archive FROM store").pluck().get() ?? undefined;
}

/** The archive of a month (UTC) lies beside its store: `log-2026-10.db` for `log.db`. */
export function monthFile(storePath: string, at: number): string {
  const ending = extname(storePath);
  // What is centuries off must still have a name.
  const moment = new Date(Math.min(8.64e15, Math.max(-8.64e15, at / 1_000)));
  const month = moment.toISOString().replace(/-\d\dT.*/, "");
  return join(dirname(storePath), `${basename(storePath, ending)}-${month}${ending === "" ? ".db" : ending}`);
}

/** How a store remembers where an archive lies: the two may be moved together. */
export function pathFromStore(storePath: string, file: string): string {
  const path = relative(dirname(storePath), file);
  return path.startsWith("..") || isAbsolute(path) ? file : path;
}

/**
 * Makes an archive of the store where there is no file yet, or finds it there; its key. An archive is one file without
 * a log beside it, so that it can be copied and lie where nothing can be written.
 */
export function prepareArchive(db: Db, file: string): Result<string> {
  const prepared = preparePlace(file);
  if (!prepared.ok) return prepared;
  if (readHead(file).kind === "other") return failed(taken(file));
  const archive = openPlain(file);
  try {
    // Also one that a killed process was just beginning.
    if (hasNoTables(archive)) return ok(begin(archive, db));
    const key = archiveKey(archive);
    const isOurs = key !== undefined && db.prepare("SELECT 1 FROM archive WHERE key = ?").get(key) !== undefined;
    // One that was begun and never listed is empty, or was left by a process that was killed.
    return isOurs || (key !== undefined && isUnlisted(archive, db)) ? ok(key) : failed(taken(file));
  } catch (error) {
    const fault = faultOf(error, file);
    return failed(fault.code === "disk-full" ? fault : taken(file, error));
  } finally {
    archive.close();
  }
}

function begin(archive: Db, db: Db): string {
  archive.pragma(`page_size = ${Number(db.pragma("page_size", { simple: true }))}`);
  const key = randomUUID();
  archive.transaction(() => {
    migrate(archive);
    archive.prepare("UPDATE store SET archive = ?").run(key);
  })();
  return key;
}

function hasNoTables(db: Db): boolean {
  return db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
}

/** Nothing is in it but what is still in the store, too. */
function isUnlisted(archive: Db, db: Db): boolean {
  const has = db.prepare("SELECT 1 FROM block WHERE id = ? AND source = ? AND first = ?");
  const blocks = archive.prepare<[], [number, number, number]>("SELECT id, source, first FROM block").raw();
  return blocks.all().every((place) => has.get(...place) !== undefined);
}

/** The file's size in bytes; 0 where there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function taken(file: string, cause?: unknown): Fault {
  return {
    code: "store-unwritable",
    message: `${file} is there already, and is no archive of this store`,
    hint: "name another file with --to FILE",
    ...(cause === undefined ? {} : { cause }),
  };
}
