import { errnoOf } from "../lib/errno.js";
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";
import { failed, type Fault, ok, type Result } from "../core/fault.js";
import { faultOf } from "./faults.js";

/** What the first bytes of a file say, before SQLite is let near it. */
export type FileHead =
  | { readonly kind: "missing" }
  | { readonly kind: "empty" }
  | { readonly kind: "database"; readonly version: number; readonly application: number; readonly whole: boolean }
  | { readonly kind: "other" };

/**
 * Makes the folder (0700) and the file (0600) where they are missing. Refuses a folder that belongs to somebody else
 * (root's is fine) or that everybody may rename files in, and a file that is a link or somebody else's.
 */
export function preparePlace(path: string): Result<void> {
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const refused = refusedFolder(folder, statSync(folder)) ?? refusedFile(path);
    if (refused !== undefined) return failed(refused);
    makePrivate(path);
    return ok(undefined);
  } catch (error) {
    return failed(faultOf(error, path));
  }
}

function refusedFolder(folder: string, info: Stats): Fault | undefined {
  const me = process.getuid?.() ?? 0;
  if (info.uid !== me && info.uid !== 0) {
    return refusal(`the folder ${folder} belongs to another user (uid ${info.uid})`);
  }
  const isOpenToAll = (info.mode & 0o002) !== 0 && (info.mode & 0o1000) === 0;
  return isOpenToAll ? refusal(`everybody may write into the folder ${folder}`) : undefined;
}

function refusedFile(path: string): Fault | undefined {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (info === undefined) return undefined;
  if (info.isSymbolicLink()) return refusal(`${path} is a symbolic link`);
  if (!info.isFile()) return refusal(`${path} is not a file`);
  return info.uid === (process.getuid?.() ?? 0) ? undefined : refusal(`${path} belongs to another user`);
}

function refusal(message: string): Fault {
  return {
    code: "store-unwritable",
    message: `will not keep logs there: ${message}`,
    hint: "choose a place of your own with --store PATH, or keep nothing with --no-store",
  };
}

/** SQLite gives the -wal and -shm files the mode of the file itself. */
function makePrivate(path: string): void {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (info === undefined) createPrivate(path);
  else if ((info.mode & 0o077) !== 0) chmodSync(path, 0o600);
}

/** Creates an empty file that only we may read. It is fine when somebody else of ours was faster. */
export function createPrivate(path: string): void {
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  try {
    closeSync(openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600));
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
}

const MAGIC = "SQLite format 3\0";

/** Reads the fixed header of a SQLite file (https://www.sqlite.org/fileformat.html §1.3). */
export function readHead(path: string): FileHead {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return { kind: "missing" };
  if (info.size === 0) return { kind: "empty" };
  const head = Buffer.alloc(100);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (head.toString("latin1", 0, 16) !== MAGIC) return { kind: "other" };
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  // While a log is waiting to be merged the file may well be shorter than its header says.
  const hasLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const whole = hasLog || info.size >= pageSize * head.readUInt32BE(28);
  return { kind: "database", version: head.readUInt32BE(60), application: head.readUInt32BE(68), whole };
}

/** A name beside the store that nothing has yet: NAME.WHY-TIME. */
export function asideName(path: string, why: "corrupt" | "damaged" | "rebuilt", now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]/g, "").replace(/\..*/, "Z");
  let name = `${path}.${why}-${stamp}`;
  for (let copy = 2; lstatSync(name, { throwIfNoEntry: false }) !== undefined; copy += 1) {
    name = `${path}.${why}-${stamp}-${copy}`;
  }
  return name;
}

/** Renames a damaged store, with its log, to NAME.corrupt-TIME; returns the new name. */
export function setAside(path: string, now: Date): string {
  const name = asideName(path, "corrupt", now);
  renameSync(path, name);
  for (const suffix of ["-wal", "-shm"]) {
    if (lstatSync(path + suffix, { throwIfNoEntry: false }) !== undefined) renameSync(path + suffix, name + suffix);
  }
  return name;
}
