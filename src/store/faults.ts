import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import type { Fault } from "../core/fault.js";

/**
 * What SQLite or the file system refused, as a Fault. Anything else is a mistake of ours and is thrown again.
 */
export function faultOf(error: unknown, path: string): Fault {
  const code = codeOf(error);
  if (code === undefined) throw error;
  if (isDiskFull(error, path)) return diskFull(path, error);
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") return corrupt(path, error);
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return {
      code: "store-unwritable",
      message: `the store ${path} is busy: another process has been writing for a long time`,
      hint: "wait a moment; if it stays so, end the other logstream",
      cause: error,
    };
  }
  return unwritable(path, error);
}

/** True for what SQLite says about a file that is no longer a whole database. */
export function isCorruption(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB");
}

export function isDiskFull(error: unknown, path: string): boolean {
  const code = codeOf(error);
  if (code === undefined) return false;
  if (code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT") return true;
  // A full disk shows as a failed write or a failed growth of the -shm file, too.
  return /^SQLITE_(?:IOERR|CANTOPEN)/.test(code) && isFull(path);
}

function unwritable(path: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "store-unwritable",
    message: `cannot write the store ${path}: ${reason}`,
    hint: "choose another place with --store PATH, or keep nothing with --no-store",
    cause,
  };
}

export function corrupt(path: string, cause: unknown): Fault {
  return {
    code: "store-corrupt",
    message: `the store ${path} is damaged`,
    hint: "start logstream again: it sets the damaged file aside and begins a new one",
    cause,
  };
}

export function newer(path: string, version: number): Fault {
  return {
    code: "store-newer",
    message: `the store ${path} was written by a newer logstream (schema ${version})`,
    hint: "use that newer version, or another store with --store PATH; the file was not touched",
  };
}

export function foreign(path: string): Fault {
  return {
    code: "store-unwritable",
    message: `${path} is a database of another program`,
    hint: "choose another place with --store PATH",
  };
}

export function notReadable(path: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "not-readable",
    message: `cannot read the store ${path}: ${reason}`,
    hint: "name another store with --store PATH",
    cause,
  };
}

function diskFull(path: string, cause: unknown): Fault {
  return {
    code: "disk-full",
    message: `no space left for the store ${path}`,
    hint: "free some space, or keep less with --keep-size; collecting goes on by itself, nothing is lost until then",
    cause,
  };
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof Database.SqliteError) return error.code;
  const isErrno = error instanceof Error && "code" in error && "syscall" in error;
  return isErrno && typeof error.code === "string" ? error.code : undefined;
}

function isFull(path: string): boolean {
  try {
    return statfsSync(dirname(path)).bavail === 0;
  } catch {
    return false;
  }
}
