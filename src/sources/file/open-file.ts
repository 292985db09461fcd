import { hash } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createFramer, encodingOf } from "../framing.js";
import { type Encoding, type Framer, type Position, START } from "../stream/framer.js";
import type { FileMark } from "./file-token.js";
import { readingFiles } from "./reading-files.js";

/** The start of a file, by which it is known again; shorter while the file is. */
export type Prefix = { readonly length: number; readonly hash: string };

/** A file that is being read. Its fields change as reading goes on; only the modules of this folder change them. */
export type OpenFile = {
  readonly handle: FileHandle;
  readonly dev: string;
  readonly ino: string;
  readonly birthNs: bigint;
  /** The first bytes at the time of opening, which tell the encoding. */
  readonly head: Uint8Array;
  prefix: Prefix;
  framer: Framer;
  /** Offset of the next byte to read. */
  readAt: number;
  /** Size, time of the last write and number of names at the last look. */
  size: number;
  mtimeNs: bigint;
  /**
   * A copy that holds all that was read was made no earlier: the time of the last write at a look that found nothing
   * more to read, or of the truncation. What is written while a copy is there already must not count.
   */
  copiedSinceNs: bigint;
  names: number;
  lookedAtMs: number;
  /** The last read did not give all that was asked for. */
  isAtEnd: boolean;
  /** When it grew last, or left its path; ms since the epoch. */
  stirredMs: number;
  /**
   * What follows may be a hole of NULs, which nobody wrote: a writer that does not append leaves one when its file is
   * truncated, and sparse files have them.
   */
  mayBeInHole: boolean;
};

export const PREFIX_BYTES = 256;
/** The first reads are small, so that the first lines are there at once; then each read fills a block of the store. */
const FIRST_BYTES = 256 * 1024;
/** Shared by the files that are read at the same time, so that many of them do not take many times the memory. */
const MOST_BYTES = 2 * 1024 * 1024;
const SMALLEST_READ = 4 * 1024;
const LF = 10;

/**
 * Opens a regular file for reading at a place. Throws what `open` throws, and an error with code `EISDIR` or
 * `ENOTREG` for anything that is not a regular file (never blocking on a FIFO).
 */
export async function openFile(path: string, position: Position = START): Promise<OpenFile> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw notRegular(path, stat.isDirectory());
    return await openHandle(handle, position);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file that is open already; not closed when it cannot be read. */
export async function openHandle(handle: FileHandle, position: Position = START): Promise<OpenFile> {
  const stat = await handle.stat({ bigint: true });
  const head = await readHead(handle, PREFIX_BYTES);
  const readAt = position.lineEnd + position.given;
  return {
    handle,
    dev: String(stat.dev),
    ino: String(stat.ino),
    birthNs: stat.birthtimeNs,
    head,
    prefix: prefixOf(head),
    framer: createFramer({ start: position, encoding: encodingAt(position, head) }),
    readAt,
    size: Number(stat.size),
    mtimeNs: stat.mtimeNs,
    copiedSinceNs: Number(stat.size) <= readAt ? stat.mtimeNs : 0n,
    names: Number(stat.nlink),
    lookedAtMs: Date.now(),
    isAtEnd: false,
    stirredMs: Number(stat.mtimeMs),
    mayBeInHole: false,
  };
}

function notRegular(path: string, isFolder: boolean): Error {
  return Object.assign(new Error(`${path} is not a regular file`), { code: isFolder ? "EISDIR" : "ENOTREG" });
}

/** In the middle of a file the encoding is that of its start; at the start the framer finds it out by itself. */
function encodingAt(position: Position, head: Uint8Array): Encoding | undefined {
  return position.lineEnd + position.given > 0 ? encodingOf(head) : undefined;
}

async function readHead(handle: FileHandle, length: number): Promise<Uint8Array> {
  const head = Buffer.alloc(length);
  const { bytesRead } = await handle.read(head, 0, length, 0);
  return head.subarray(0, bytesRead);
}

export function prefixOf(head: Uint8Array): Prefix {
  return { length: head.length, hash: hash("sha256", head, "hex").slice(0, 32) };
}

/** Whether the file still starts with these bytes. */
export async function startsWith(handle: FileHandle, prefix: Prefix): Promise<boolean> {
  return isSamePrefix(prefixOf(await readHead(handle, prefix.length)), prefix);
}

function isSamePrefix(left: Prefix, right: Prefix): boolean {
  return left.length === right.length && left.hash === right.hash;
}

/**
 * Looks at what became of the file: `truncated` when it is shorter than what was read of it, when it starts with other
 * bytes (it was truncated and has grown past that place since), or when it was written but is empty as before.
 */
export async function look(file: OpenFile): Promise<"same" | "truncated"> {
  const stat = await file.handle.stat({ bigint: true });
  if (Number(stat.size) < file.readAt) return "truncated";
  if (stat.mtimeNs !== file.mtimeNs) {
    // One read for both: between two it may be truncated, and would be known by the lines of another.
    if (file.size === 0 && file.readAt === 0 && stat.size === 0n) return "truncated";
    const head = await readHead(file.handle, PREFIX_BYTES);
    if (!isSamePrefix(prefixOf(head.subarray(0, file.prefix.length)), file.prefix)) return "truncated";
    if (file.prefix.length < PREFIX_BYTES) file.prefix = prefixOf(head);
  }
  note(file, stat);
  return "same";
}

function note(file: OpenFile, stat: BigIntStats): void {
  file.size = Number(stat.size);
  file.mtimeNs = stat.mtimeNs;
  if (file.size <= file.readAt) file.copiedSinceNs = stat.mtimeNs;
  file.names = Number(stat.nlink);
  file.lookedAtMs = Date.now();
}

/** Reads on into the framer's memory; give the number returned to its `wrote`. 0 at the end of the file. */
export async function fill(file: OpenFile, signal: AbortSignal): Promise<number> {
  if (file.mayBeInHole) await skipHole(file, signal);
  const most = Math.max(FIRST_BYTES, Math.min(Math.floor(MOST_BYTES / Math.max(1, readingFiles())), file.readAt));
  const expected = file.isAtEnd ? file.size - file.readAt + SMALLEST_READ : most;
  const wanted = Math.max(SMALLEST_READ, Math.min(most, expected));
  const room = file.framer.room(wanted);
  const { bytesRead } = await file.handle.read(room, 0, wanted, file.readAt);
  const text = bytesRead === most ? beforeHole(room, file.framer) : bytesRead;
  if (text < bytesRead) {
    file.mayBeInHole = true;
    file.readAt += text;
    return text > 0 || signal.aborted ? text : fill(file, signal);
  }
  // The first bytes of a file that was empty: from now on it is known by them.
  if (file.prefix.length === 0 && file.readAt === 0)
    file.prefix = prefixOf(room.slice(0, Math.min(bytesRead, PREFIX_BYTES)));
  file.readAt += bytesRead;
  // While history is read, the last write is what it was; it counts from the first read that found the end.
  if (bytesRead > 0 && file.isAtEnd) file.stirredMs = Date.now();
  file.isAtEnd = bytesRead < wanted;
  return bytesRead;
}

/** Holes may be long. */
const HOLE_CHUNK_BYTES = 2 * 1024 * 1024;
const NULS = Buffer.alloc(HOLE_CHUNK_BYTES);

function isAllNul(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && NULS.compare(bytes, 0, bytes.length, 0, bytes.length) === 0;
}

/** Where a run of NULs starts that fills the end of the bytes after a line's end; their length where there is none. */
function beforeHole(bytes: Uint8Array, framer: Framer): number {
  const end = bytes.length;
  if (!isAllNul(bytes.subarray(end - SMALLEST_READ))) return end;
  const last = bytes.findLastIndex((byte) => byte !== 0);
  const isAfterLine = last === -1 ? !framer.isHolding() && framer.position().given === 0 : bytes[last] === LF;
  return isAfterLine ? last + 1 : end;
}

async function skipHole(file: OpenFile, signal: AbortSignal): Promise<void> {
  const chunk = Buffer.alloc(HOLE_CHUNK_BYTES);
  const start = file.readAt;
  while (!signal.aborted) {
    const { bytesRead } = await file.handle.read(chunk, 0, chunk.length, file.readAt);
    if (bytesRead === 0) break;
    const read = chunk.subarray(0, bytesRead);
    const text = isAllNul(read) ? -1 : read.findIndex((byte) => byte !== 0);
    file.readAt += text === -1 ? bytesRead : text;
    if (text === -1) continue;
    file.mayBeInHole = false;
    break;
  }
  if (file.readAt > start) file.framer = createFramer({ start: { lineEnd: file.readAt, given: 0 } });
}

/** Reads on from another place. */
export function moveTo(file: OpenFile, position: Position): void {
  file.framer = createFramer({ start: position, encoding: encodingAt(position, file.head) });
  file.readAt = position.lineEnd + position.given;
  file.isAtEnd = false;
}

/** What a file is at one moment. */
export type Snapshot = { readonly stat: BigIntStats; readonly prefix: Prefix };

export async function snapshotOf({ handle }: OpenFile): Promise<Snapshot> {
  const stat = await handle.stat({ bigint: true });
  return { stat, prefix: prefixOf(await readHead(handle, PREFIX_BYTES)) };
}

/** Starts a truncated file from its beginning, as it was at the moment of the snapshot; its copies are made after `sinceNs`. */
export function rewind(file: OpenFile, { stat, prefix }: Snapshot, sinceNs: bigint): void {
  file.framer = createFramer();
  file.readAt = 0;
  file.isAtEnd = false;
  note(file, stat);
  file.copiedSinceNs = sinceNs;
  // The copies were read since: it has to be looked at again before its lines are believed.
  file.lookedAtMs = 0;
  file.prefix = prefix;
  file.mayBeInHole = true;
}

export function markOf(file: OpenFile): FileMark {
  const { lineEnd, given } = file.framer.position();
  return {
    dev: file.dev,
    ino: file.ino,
    prefixLength: file.prefix.length,
    prefixHash: file.prefix.hash,
    offset: lineEnd,
    given,
    mtimeMs: Number(file.copiedSinceNs / 1_000_000n),
  };
}
