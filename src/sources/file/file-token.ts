import type { ResumeToken } from "../../core/ports.js";

/**
 * Where reading a file stands and how to know the file again: device and inode, and a hash of its first bytes, because
 * inodes are used again. `offset` is the end of a line; `given` counts the bytes of the line behind it that were given.
 */
export type FileMark = {
  readonly dev: string;
  readonly ino: string;
  readonly prefixLength: number;
  readonly prefixHash: string;
  readonly offset: number;
  readonly given: number;
  /** A copy of the file that holds all that was read was made no earlier; ms since the epoch. */
  readonly mtimeMs: number;
};

/** A copy that was made of a file before it was truncated, known by inode and time of birth. */
type CopyMark = { readonly ino: string; readonly birthNs: string };

/**
 * `newest` is the file at the path; `older` are rotated ones that may still be written to, oldest first; `copied` is the
 * newest copy of the file that was read.
 */
export type FileToken = {
  readonly newest: FileMark;
  readonly older: readonly FileMark[];
  readonly copied: CopyMark | undefined;
  /** While what was rotated away before the first start is read. */
  readonly rotated: RotatedMark | undefined;
};

/** Hashes of the first bytes of the rotated files that were read, and how far the present one was. */
export type RotatedMark = {
  readonly done: readonly string[];
  readonly reading: { readonly hash: string; readonly offset: number; readonly given: number } | undefined;
};

export function encodeToken({ newest, older, copied, rotated }: FileToken): ResumeToken {
  const rest = {
    ...(older.length > 0 && { older }),
    ...(copied !== undefined && { copied }),
    ...(rotated !== undefined && { rotated }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a token is any text that a source made
  return JSON.stringify({ v: 1, ...newest, ...rest }) as ResumeToken;
}

/** Undefined for a token of another version or one that is damaged. */
export function decodeToken(token: ResumeToken): FileToken | undefined {
  const value = parsed(token);
  if (!isObject(value) || value["v"] !== 1) return undefined;
  const newest = markOf(value);
  const list = value["older"];
  const older = Array.isArray(list) ? list.map((each: unknown) => (isObject(each) ? markOf(each) : undefined)) : [];
  if (newest === undefined) return undefined;
  const { copied, rotated } = value;
  return {
    newest,
    older: older.filter((mark) => mark !== undefined),
    copied: isObject(copied) ? copyMarkOf(copied) : undefined,
    rotated: isObject(rotated) ? rotatedMarkOf(rotated) : undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Damaged: the caller starts anew.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function markOf(value: Readonly<Record<string, unknown>>): FileMark | undefined {
  const { dev, ino, prefixLength, prefixHash, offset, given, mtimeMs } = value;
  if (typeof dev !== "string" || typeof ino !== "string" || typeof prefixHash !== "string") return undefined;
  if (!isCount(prefixLength) || !isCount(offset) || !isCount(given) || typeof mtimeMs !== "number") return undefined;
  return { dev, ino, prefixLength, prefixHash, offset, given, mtimeMs };
}

function copyMarkOf({ ino, birthNs }: Readonly<Record<string, unknown>>): CopyMark | undefined {
  return typeof ino === "string" && typeof birthNs === "string" ? { ino, birthNs } : undefined;
}

function rotatedMarkOf({ done, reading }: Readonly<Record<string, unknown>>): RotatedMark | undefined {
  if (!Array.isArray(done)) return undefined;
  const hashes = done.filter((each): each is string => typeof each === "string");
  if (!isObject(reading)) return { done: hashes, reading: undefined };
  const { hash, offset, given } = reading;
  if (typeof hash !== "string" || !isCount(offset) || !isCount(given)) return undefined;
  return { done: hashes, reading: { hash, offset, given } };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
