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
  /** When the file was last written, as far as it was known then; ms since the epoch. */
  readonly mtimeMs: number;
};

/** `newest` is the file at the path; `older` are rotated ones that may still be written to, oldest first. */
export type FileToken = { readonly newest: FileMark; readonly older: readonly FileMark[] };

export function encodeToken({ newest, older }: FileToken): ResumeToken {
  const text = JSON.stringify(older.length === 0 ? { v: 1, ...newest } : { v: 1, ...newest, older });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a token is any text that a source made
  return text as ResumeToken;
}

/** Undefined for a token of another version or one that is damaged. */
export function decodeToken(token: ResumeToken): FileToken | undefined {
  const value = parsed(token);
  if (!isObject(value) || value["v"] !== 1) return undefined;
  const newest = markOf(value);
  const list = value["older"];
  const older = Array.isArray(list) ? list.map((each: unknown) => (isObject(each) ? markOf(each) : undefined)) : [];
  if (newest === undefined) return undefined;
  return { newest, older: older.filter((mark) => mark !== undefined) };
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

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
