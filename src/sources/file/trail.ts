import { stat } from "node:fs/promises";
import type { RawBatch } from "../../core/batch.js";
import type { ResumeToken, SourceEvent } from "../../core/ports.js";
import { isAborted } from "../stream/bell.js";
import type { Position } from "../stream/framer.js";
import { encodeToken, type FileMark, type RotatedMark } from "./file-token.js";
import { fill, look, markOf, type OpenFile, type Prefix, rewind, type Snapshot, snapshotOf } from "./open-file.js";
import { copiesSince, filesBetween, findCopy, hasPrefix, openSibling, type Sibling, siblingsOf } from "./siblings.js";

/** How long a file that has left its path is still read: its writer may not have opened the new one yet. */
const ROTATED_FOR_MS = 5_000;
/** A file that was looked at no longer ago than this has hardly been truncated and written anew since. */
const SURE_FOR_MS = 20;

/** The files of one path that are being read: the one that is there now, and rotated ones that may still grow. */
export type Trail = {
  readonly path: string;
  readonly signal: AbortSignal;
  newest: OpenFile | undefined;
  /** Oldest first. */
  older: readonly OpenFile[];
  /** Bytes of history: in all, and given so far; undefined once all is given. */
  history: { total: number; done: number } | undefined;
  /** The newest copy that `copytruncate` made of the file and that was read. */
  copied: Sibling | undefined;
  /** What was rotated away before the first start and is read first; undefined once it is, and where it is not wanted. */
  rotated: RotatedState | undefined;
  /** The token of the last batch: where to begin again when something fails before all files are open. */
  told: ResumeToken | undefined;
};

/** As `RotatedMark`, of a file that is being read. */
type RotatedState = {
  readonly done: readonly string[];
  readonly reading: { readonly hash: string; readonly place: () => Position } | undefined;
};

export function newTrail(path: string, signal: AbortSignal): Trail {
  return {
    path,
    signal,
    newest: undefined,
    older: [],
    history: undefined,
    copied: undefined,
    rotated: undefined,
    told: undefined,
  };
}

export function resumeOf(trail: Trail): ResumeToken | undefined {
  const marks: FileMark[] = [...trail.older, ...(trail.newest === undefined ? [] : [trail.newest])].map(markOf);
  const newest = marks.at(-1);
  if (newest === undefined) return undefined;
  const copied = trail.copied && { ino: trail.copied.ino, birthNs: String(trail.copied.birthNs) };
  return encodeToken({ newest, older: marks.slice(0, -1), copied, rotated: rotatedMark(trail.rotated) });
}

function rotatedMark(state: RotatedState | undefined): RotatedMark | undefined {
  if (state === undefined) return undefined;
  const { done, reading } = state;
  if (reading === undefined) return { done, reading };
  const { lineEnd, given: rest } = reading.place();
  return { done, reading: { hash: reading.hash, offset: lineEnd, given: rest } };
}

export function* given(trail: Trail, batch: RawBatch | undefined): Generator<SourceEvent> {
  if (batch === undefined) return;
  const resume = resumeOf(trail);
  trail.told = resume;
  const { history } = trail;
  if (history === undefined) {
    yield { kind: "batch", batch, resume };
    return;
  }
  history.done += batch.bytes.length;
  yield { kind: "batch", batch, resume, progress: Math.min(1, history.done / Math.max(1, history.total)) };
}

/**
 * Reads every file to its end. What is read of one is given only after those before it were read again: a writer that
 * went from one to the next wrote the older lines first.
 */
export async function* readAll(trail: Trail): AsyncGenerator<SourceEvent> {
  while (!trail.signal.aborted) {
    const { newest } = trail;
    const isFirst = newest?.readAt === 0;
    const bytes = newest === undefined ? 0 : await fillSurely(newest, trail.signal);
    if (newest !== undefined && isFirst && bytes > 0) await openUnseenCopies(trail, newest, newest.prefix);
    yield* readUpTo(trail, trail.older);
    if (newest === undefined || bytes === 0 || isAborted(trail.signal)) return;
    for (const file of trail.older) yield* given(trail, file.framer.close());
    yield* given(trail, newest.framer.wrote(bytes));
    if (newest.isAtEnd) return;
  }
}

/** Nothing where the file was truncated since the last look: the bytes are of other lines than those before them. */
async function fillSurely(file: OpenFile, signal: AbortSignal): Promise<number> {
  const { readAt } = file;
  const bytes = await fill(file, signal);
  if (bytes === 0 || Date.now() - file.lookedAtMs < SURE_FOR_MS || (await look(file)) === "same") return bytes;
  file.readAt = readAt;
  return 0;
}

async function* readUpTo(trail: Trail, files: readonly OpenFile[]): AsyncGenerator<SourceEvent> {
  const file = files.at(-1);
  const before = files.slice(0, -1);
  while (file !== undefined && !trail.signal.aborted) {
    const bytes = await fill(file, trail.signal);
    yield* readUpTo(trail, before);
    if (bytes === 0 || isAborted(trail.signal)) return;
    for (const each of before) yield* given(trail, each.framer.close());
    yield* given(trail, file.framer.wrote(bytes));
    if (file.isAtEnd) return;
  }
}

/** Reads one file to its end. */
export async function* drain(trail: Trail, file: OpenFile): AsyncGenerator<SourceEvent> {
  yield* readUpTo(trail, [file]);
}

/** Lets go of rotated files that have not grown for long enough. */
export async function* retire(trail: Trail, now: number): AsyncGenerator<SourceEvent> {
  for (const file of trail.older.filter((each) => each.isAtEnd && now - each.stirredMs >= ROTATED_FOR_MS)) {
    yield* leave(trail, file);
  }
}

async function* leave(trail: Trail, file: OpenFile): AsyncGenerator<SourceEvent> {
  const last = file.framer.close();
  trail.older = trail.older.filter((each) => each !== file);
  await file.handle.close();
  yield* given(trail, last);
}

/** A deleted file keeps its space on the disk while it is open: it is left when it has been quiet for long enough. */
export async function* leaveDeleted(trail: Trail, now: number): AsyncGenerator<SourceEvent> {
  const { newest } = trail;
  if (newest === undefined || newest.names > 0 || now - newest.stirredMs < ROTATED_FOR_MS) return;
  trail.newest = undefined;
  trail.older = [...trail.older, newest];
  yield* leave(trail, newest);
}

/** Another file has come to the path: the present one becomes an older one, and so do those that came and went unseen. */
export async function succeed(trail: Trail, next: OpenFile): Promise<void> {
  const left = trail.newest;
  const again = trail.older.find((file) => file.ino === next.ino && file.dev === next.dev);
  trail.newest = again ?? next;
  if (again !== undefined) {
    // It was renamed back: it is known how far it was read.
    trail.older = trail.older.filter((file) => file !== again);
    await next.handle.close();
  }
  if (left !== undefined) {
    left.stirredMs = Date.now();
    trail.older = [...trail.older, left];
  }
  // The last that is known, where the path was empty for a while.
  const last = left ?? trail.older.at(-1);
  if (last === undefined) return;
  const siblings = await siblingsOf(trail.path);
  const renamed = siblings.find((sibling) => sibling.ino === last.ino && sibling.dev === last.dev);
  if (renamed !== undefined) await openBetween(trail, renamed, siblings, next.birthNs);
}

/** Adds the files that were at the path after `left` and before one born at `beforeNs` to the older ones. */
export async function openBetween(
  trail: Trail,
  left: Sibling,
  siblings: readonly Sibling[],
  beforeNs: bigint | undefined,
): Promise<void> {
  const present = { ino: trail.newest?.ino, birthNs: beforeNs };
  await openOlder(trail, filesBetween(left, siblings, present));
}

async function openOlder(trail: Trail, siblings: readonly Sibling[]): Promise<void> {
  const known = new Set(trail.older.map((file) => file.ino));
  for (const sibling of siblings.filter((each) => !known.has(each.ino))) {
    // Rotated away once more, or not for us: what cannot be opened cannot be given.
    const file = await openSibling(trail.path, sibling);
    if (file === undefined) continue;
    file.stirredMs = Date.now();
    trail.older = [...trail.older, file];
  }
}

/** Copies made after `copied`, up to one of what the file holds now: that is read from the file, or found later. */
async function openCopiesAfter(trail: Trail, copied: Sibling, ino: string, now: Prefix): Promise<void> {
  const made = filesBetween(copied, await siblingsOf(trail.path), { ino, birthNs: undefined });
  trail.copied = copied;
  await openCopies(trail, made, now);
}

async function openCopies(trail: Trail, made: readonly Sibling[], now: Prefix): Promise<void> {
  const unread: Sibling[] = [];
  for (const copy of made) {
    // A shorter one is just being made.
    if (now.length > 0 && (copy.size < now.length || (await hasPrefix(trail.path, copy, now)))) break;
    unread.push(copy);
  }
  await openOlder(trail, unread);
  trail.copied = unread.at(-1) ?? trail.copied;
}

/**
 * A file that is copied and truncated may have been so twice since it was last looked at, or before anything of it was
 * read, and nothing of it tells.
 */
async function openUnseenCopies(trail: Trail, file: OpenFile, now: Prefix): Promise<void> {
  const copied = copiedOf(trail, file);
  if (copied !== undefined) await openCopiesAfter(trail, copied, file.ino, now);
  else if (file.copiedSinceNs > 0n) {
    const siblings = await siblingsOf(trail.path);
    // Asked after the list was made: those made after a file that left its path are its successors, not its copies.
    if ((await whatIsAt(trail.path, file)) === "same")
      await openCopies(trail, copiesSince(trail.path, file, siblings), now);
  }
}

/** The last copy that was read of this file: one that is older than the file is no copy of it, but was renamed. */
function copiedOf({ copied }: Trail, file: OpenFile): Sibling | undefined {
  return copied !== undefined && copied.birthNs > file.birthNs ? copied : undefined;
}

/**
 * The newest file was truncated. What was written to it since the last read is in the copy that was made before, if there
 * is one; then a gap, because between copy and truncation lines are lost by the rotation itself; then from the start.
 */
export async function* restart(trail: Trail, file: OpenFile): AsyncGenerator<SourceEvent> {
  // Taken before the folder is listed: all that was in the file before this moment is in a copy of the list.
  const now = await snapshotOf(file);
  // What was rotated away before comes first.
  yield* readUpTo(trail, trail.older);
  const { copied } = trail;
  const wasEmpty = file.readAt === 0 && file.prefix.length === 0;
  // Of a file of which nothing was read, every copy since the last one is unread.
  if (file.readAt === 0) await openUnseenCopies(trail, file, now.prefix);
  if (trail.copied === copied) yield* readRest(trail, file, now);
  // Stopped before all of the copy was given: the token says how much was.
  if (trail.signal.aborted) return;
  rewind(file, now, copiedOf(trail, file)?.birthNs ?? now.stat.mtimeNs);
  // An empty file may only have been touched.
  if (!wasEmpty || trail.copied !== copied) yield { kind: "gap", reason: "truncated", lost: undefined };
}

/** What the copy of a truncated file has behind the place that was read, and the copies made after it. */
async function* readRest(trail: Trail, file: OpenFile, now: Snapshot): AsyncGenerator<SourceEvent> {
  const siblings = await siblingsOf(trail.path);
  const copied = copiedOf(trail, file);
  const sinceMs = Number(file.copiedSinceNs / 1_000_000n);
  const lost = { prefix: file.prefix, readAt: file.readAt, sinceMs, copied };
  const copy = await findCopy(trail.path, lost, siblings);
  if (copy !== undefined) yield* readCopy(trail, file, copy);
  if (trail.signal.aborted) return;
  yield* given(trail, file.framer.close());
  if (copy !== undefined) await openCopiesAfter(trail, copy, file.ino, now.prefix);
  else if (copied !== undefined && file.readAt > 0) {
    // The file was read past the end of its copy: all of that is read, and it is no copy of what comes now.
    const made = filesBetween(copied, siblings, { ino: file.ino, birthNs: now.stat.mtimeNs });
    trail.copied = made.at(-1) ?? copied;
  }
}

/** Reads on in the copy with the framer of the file itself, so that a line that was begun there ends here. */
async function* readCopy(trail: Trail, file: OpenFile, copy: Sibling): AsyncGenerator<SourceEvent> {
  const opened = await openSibling(trail.path, copy);
  if (opened === undefined) return;
  try {
    yield* drain(trail, { ...opened, framer: file.framer, readAt: file.readAt });
  } finally {
    await opened.handle.close();
  }
}

/** What is at the path now: the same file as `file`, another one, or an error of `stat`. */
export async function whatIsAt(
  path: string,
  file: OpenFile | undefined,
): Promise<"same" | "other" | { error: unknown }> {
  try {
    const found = await stat(path, { bigint: true });
    if (found.isDirectory()) return { error: Object.assign(new Error("is a folder"), { code: "EISDIR" }) };
    return String(found.ino) === file?.ino && String(found.dev) === file.dev ? "same" : "other";
  } catch (error) {
    return { error };
  }
}

export async function closeTrail(trail: Trail): Promise<void> {
  const files = [...trail.older, ...(trail.newest === undefined ? [] : [trail.newest])];
  trail.older = [];
  trail.newest = undefined;
  await Promise.all(files.map((file) => file.handle.close()));
}
