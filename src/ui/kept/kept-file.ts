import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { type Fault, failed, ok, type Result } from "../../core/fault.js";
import { errnoOf } from "../../lib/errno.js";

/** What a file of ours says, beside the number of its form. */
export type KeptRecord = Readonly<Record<string, unknown>>;

/**
 * One small JSON file in the state folder. It is always whole: another takes its place, in one step. One that cannot be
 * read, or comes from a newer program, is left alone.
 */
export type KeptFile = {
  /** Undefined where there is none. */
  readonly read: () => Result<KeptRecord | undefined>;
  /** Only the user may read it; does not block. */
  readonly write: (record: KeptRecord) => Promise<Result<undefined>>;
  /** As `write`, before it returns: for the end of the program. */
  readonly writeNow: (record: KeptRecord) => Result<undefined>;
};

const VERSION = 1;
const MOST_BYTES = 1024 * 1024;
const OWN_ONLY = 0o600;
const OWN_FOLDER = 0o700;

export function keptFile(path: string): KeptFile {
  const aside = `${path}.${process.pid}`;
  let writes = 0;
  const textOf = (record: KeptRecord): string => `${JSON.stringify({ version: VERSION, ...record }, undefined, 2)}\n`;
  return {
    read: () => read(path),
    write: async (record) => {
      const number = ++writes;
      try {
        await mkdir(dirname(path), { recursive: true, mode: OWN_FOLDER });
        const file = await open(aside, "w", OWN_ONLY);
        try {
          await file.writeFile(textOf(record));
          // A machine that loses its power would else find a file without contents.
          await file.datasync();
        } finally {
          await file.close();
        }
        // The last word of the program may have been written meanwhile.
        if (number === writes) await rename(aside, path);
        return ok(undefined);
      } catch (cause) {
        return failed(notWritten(path, cause));
      }
    },
    writeNow: (record) => {
      writes += 1;
      try {
        mkdirSync(dirname(path), { recursive: true, mode: OWN_FOLDER });
        writeFileSync(`${aside}.last`, textOf(record), { mode: OWN_ONLY });
        renameSync(`${aside}.last`, path);
        return ok(undefined);
      } catch (cause) {
        return failed(notWritten(path, cause));
      }
    },
  };
}

function read(path: string): Result<KeptRecord | undefined> {
  let text: string;
  try {
    if (statSync(path).size > MOST_BYTES) return failed(notRead(path, "it is too large"));
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (isMissing(cause)) return ok(undefined);
    return failed(notRead(path, reasonOf(cause), cause));
  }
  try {
    const value: unknown = JSON.parse(text);
    return versioned(path, value);
  } catch (cause) {
    return failed(notRead(path, "it is not JSON", cause));
  }
}

function versioned(path: string, value: unknown): Result<KeptRecord | undefined> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return failed(notRead(path, "it is not ours"));
  const { version, ...record } = Object.fromEntries(Object.entries(value));
  if (version === VERSION) return ok(record);
  const isNewer = typeof version === "number" && version > VERSION;
  return failed(notRead(path, isNewer ? "a newer logstream wrote it" : "it is not ours"));
}

function notRead(path: string, why: string, cause?: unknown): Fault {
  return {
    code: "not-readable",
    message: `what the screen was is not known: ${path} cannot be read, ${why}`,
    hint: "it is left as it is, and nothing is kept; remove it to begin anew",
    ...(cause === undefined ? {} : { cause }),
  };
}

function notWritten(path: string, cause: unknown): Fault {
  return {
    code: "not-readable",
    message: `what the screen is cannot be kept in ${path}: ${reasonOf(cause)}`,
    hint: "make the folder yours, or start with --restore never",
    cause,
  };
}

function reasonOf(cause: unknown): string {
  const code = errnoOf(cause);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "you may not";
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full";
  return cause instanceof Error ? cause.message : String(cause);
}

function isMissing(cause: unknown): boolean {
  const code = errnoOf(cause);
  return code === "ENOENT" || code === "ENOTDIR";
}
