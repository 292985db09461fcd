import { stat } from "node:fs/promises";
import type { RawBatch } from "../../core/batch.js";
import type { ResumeToken, SourceEvent } from "../../core/ports.js";
import { isAborted } from "../stream/bell.js";
import { encodeToken, type FileMark } from "./file-token.js";
import { fill, markOf, type OpenFile, openFile, rewind } from "./open-file.js";
import { filesBetween, findCopy, type Sibling, siblingsOf } from "./siblings.js";

/** How long a file that has left its path is still read: its writer may not have opened the new one yet. */
const ROTATED_FOR_MS = 5_000;

/** The files of one path that are being read: the one that is there now, and rotated ones that may still grow. */
export type Trail = {
  readonly path: string;
  readonly signal: AbortSignal;
  newest: OpenFile | undefined;
  /** Oldest first. */
  older: readonly OpenFile[];
  /** Bytes of history: in all, and given so far; undefined once all is given. */
  history: { total: number; done: number } | undefined;
};

export function resumeOf(trail: Trail): ResumeToken | undefined {
  const marks: FileMark[] = [...trail.older, ...(trail.newest === undefined ? [] : [trail.newest])].map(markOf);
  const newest = marks.at(-1);
  return newest === undefined ? undefined : encodeToken({ newest, older: marks.slice(0, -1) });
}

export function* given(trail: Trail, batch: RawBatch | undefined): Generator<SourceEvent> {
  if (batch === undefined) return;
  const resume = resumeOf(trail);
  const { history } = trail;
  if (history === undefined) {
    yield { kind: "batch", batch, resume };
    return;
  }
  history.done += batch.bytes.length;
  yield { kind: "batch", batch, resume, progress: Math.min(1, history.done / Math.max(1, history.total)) };
}

/**
 * Reads every file to its end. What is read of the newest is given only after the older ones were read again: a writer
 * that went from one to the other wrote the older lines first.
 */
export async function* readAll(trail: Trail): AsyncGenerator<SourceEvent> {
  while (!trail.signal.aborted) {
    const { newest } = trail;
    const bytes = newest === undefined ? 0 : await fill(newest);
    for (const file of trail.older) yield* drain(trail, file);
    if (newest === undefined || bytes === 0 || isAborted(trail.signal)) return;
    for (const file of trail.older) yield* given(trail, file.framer.close());
    yield* given(trail, newest.framer.wrote(bytes));
    if (newest.isAtEnd) return;
  }
}

async function* drain(trail: Trail, file: OpenFile): AsyncGenerator<SourceEvent> {
  while (!trail.signal.aborted) {
    const bytes = await fill(file);
    if (bytes > 0) yield* given(trail, file.framer.wrote(bytes));
    if (file.isAtEnd) return;
  }
}

/** Lets go of rotated files that have not grown for long enough. */
export async function* retire(trail: Trail, now: number): AsyncGenerator<SourceEvent> {
  for (const file of trail.older.filter((each) => now - each.stirredMs >= ROTATED_FOR_MS)) yield* leave(trail, file);
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
  if (left === undefined) return;
  left.stirredMs = Date.now();
  trail.older = [...trail.older, left];
  const siblings = await siblingsOf(trail.path);
  const renamed = siblings.find((sibling) => sibling.ino === left.ino && sibling.dev === left.dev);
  if (renamed !== undefined) await openBetween(trail, renamed, siblings, next.birthNs);
}

/** Adds the files that were at the path after `left` and before one born at `beforeNs` to the older ones. */
export async function openBetween(
  trail: Trail,
  left: Sibling,
  siblings: readonly Sibling[],
  beforeNs: bigint | undefined,
): Promise<void> {
  const known = new Set(trail.older.map((file) => file.ino));
  const present = { ino: trail.newest?.ino, birthNs: beforeNs };
  for (const sibling of filesBetween(left, siblings, present).filter((each) => !known.has(each.ino))) {
    // Rotated away once more, or not for us: what cannot be opened cannot be given.
    const file = await openFile(sibling.path).catch(() => undefined);
    if (file !== undefined) trail.older = [...trail.older, { ...file, stirredMs: Date.now() }];
  }
}

/**
 * The newest file was truncated. What was written to it since the last read is in the copy that was made before, if there
 * is one; then a gap, because between copy and truncation lines are lost by the rotation itself; then from the start.
 */
export async function* restart(trail: Trail, file: OpenFile): AsyncGenerator<SourceEvent> {
  const siblings = await siblingsOf(trail.path);
  const sinceMs = Number(file.mtimeNs / 1_000_000n);
  const copy = await findCopy({ prefix: file.prefix, readAt: file.readAt, sinceMs }, siblings);
  if (copy !== undefined) yield* readCopy(trail, file, copy);
  yield* given(trail, file.framer.close());
  await rewind(file);
  if (copy !== undefined) await openBetween(trail, copy, siblings, undefined);
  yield { kind: "gap", reason: "truncated", lost: undefined };
}

/** Reads on in the copy with the framer of the file itself, so that a line that was begun there ends here. */
async function* readCopy(trail: Trail, file: OpenFile, { path }: Sibling): AsyncGenerator<SourceEvent> {
  const opened = await openFile(path).catch(() => undefined);
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
