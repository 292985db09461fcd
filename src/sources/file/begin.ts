import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { encodingOf } from "../framing.js";
import { errnoOf } from "../../lib/errno.js";
import { decodeToken, type FileMark } from "./file-token.js";
import { lastLinesStart } from "./line-position.js";
import { moveTo, type OpenFile, openFile, startsWith } from "./open-file.js";
import { findMarked, openSibling, type Sibling, siblingsOf } from "./siblings.js";
import { readRotated } from "./read-rotated.js";
import { openPacked } from "./rotated.js";
import { openBetween, restart, type Trail } from "./trail.js";

/**
 * Opens what is to be read first: where the token says, or as much history as is wanted. Throws what `open` throws,
 * unless the path is empty but the file that was there is found under another name.
 */
export async function* begin(
  trail: Trail,
  options: SourceOptions,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const token = resume === undefined ? undefined : decodeToken(resume);
  if (token === undefined) {
    trail.newest = await openWithHistory(trail.path, options.rotated === true ? undefined : options.history);
    if (options.rotated === true) yield* readRotated(trail);
  } else {
    // Opened before the folder is listed: what is rotated away between the two is in the list.
    const present = await openFile(trail.path).catch((error: unknown) => ({ error }));
    trail.newest = "error" in present ? undefined : present;
    const siblings = await siblingsOf(trail.path);
    // What was rotated away before the last stop was read then; it is kept only while it is still written to.
    for (const mark of token.older) await openMoved(trail, mark, siblings, undefined);
    trail.copied = siblings.find(
      ({ ino, birthNs }) => ino === token.copied?.ino && String(birthNs) === token.copied.birthNs,
    );
    yield* openNewest(trail, token.newest, present, siblings);
    if (token.rotated !== undefined) {
      const { done, reading } = token.rotated;
      const place = reading && { lineEnd: reading.offset, given: reading.given };
      trail.rotated = { done, reading: reading && place && { hash: reading.hash, place: () => place } };
      yield* readRotated(trail);
    }
  }
  const files = [...trail.older, ...(trail.newest === undefined ? [] : [trail.newest])];
  trail.history = { total: files.reduce((sum, file) => sum + Math.max(0, file.size - file.readAt), 0), done: 0 };
}

async function openWithHistory(path: string, lines: number | undefined): Promise<OpenFile> {
  const file = await openFile(path);
  if (lines === undefined || file.size === 0) return file;
  const head = Buffer.alloc(2);
  await file.handle.read(head, 0, 2, 0);
  const start = await lastLinesStart(file.handle, file.size, lines, encodingOf(head) ?? "bytes");
  await file.handle.close();
  return openFile(path, { lineEnd: start, given: 0 });
}

function placeOf(mark: FileMark): { readonly lineEnd: number; readonly given: number } {
  return { lineEnd: mark.offset, given: mark.given };
}

/** A file that had been rotated away: under its new name it may still be read to its end. */
async function openMoved(
  trail: Trail,
  mark: FileMark,
  siblings: readonly Sibling[],
  stirredMs: number | undefined,
): Promise<Sibling | undefined> {
  // A list that was made while files were renamed may lack one.
  const sibling =
    (await findMarked(trail.path, mark, siblings)) ??
    (await findMarked(trail.path, mark, await siblingsOf(trail.path)));
  const file = sibling === undefined ? undefined : await openSibling(trail.path, sibling, placeOf(mark));
  if (file === undefined) return undefined;
  if (stirredMs !== undefined) file.stirredMs = stirredMs;
  trail.older = [...trail.older, file];
  return sibling;
}

/** Asked of the open file: at its path there may be another one by now. */
async function isMarkedHere(mark: FileMark, { ino, dev, size, handle }: OpenFile): Promise<boolean> {
  if (ino !== mark.ino || size < mark.offset + mark.given) return false;
  if (mark.prefixLength === 0) return dev === mark.dev;
  return startsWith(handle, { length: mark.prefixLength, hash: mark.prefixHash });
}

type Present = OpenFile | { readonly error: unknown };

/** The file that was at the path when the token was made: still there, truncated, rotated away, or gone for good. */
async function* openNewest(
  trail: Trail,
  mark: FileMark,
  present: Present,
  siblings: readonly Sibling[],
): AsyncGenerator<SourceEvent> {
  if (!("error" in present)) {
    const isHere = await isMarkedHere(mark, present);
    const isTruncated = !isHere && present.ino === mark.ino && present.dev === mark.dev;
    if (isHere || isTruncated) {
      moveTo(present, placeOf(mark));
      present.copiedSinceNs = BigInt(Math.trunc(mark.mtimeMs)) * 1_000_000n;
      if (isHere) return;
      present.prefix = { length: mark.prefixLength, hash: mark.prefixHash };
      yield* restart(trail, present);
      return;
    }
  }
  yield* openAway(trail, mark, present, siblings);
}

/** The file of the mark, which is not at the path any more, and those that came after it. */
async function* openAway(
  trail: Trail,
  mark: FileMark,
  present: Present,
  siblings: readonly Sibling[],
): AsyncGenerator<SourceEvent> {
  const moved = await openMoved(trail, mark, siblings, Date.now());
  if (moved !== undefined) await openBetween(trail, moved, siblings, trail.newest?.birthNs);
  // Perhaps it is compressed by now, and so are those that came after it.
  const packed = moved === undefined ? await openPacked(trail.path, mark, trail.signal) : [];
  trail.older = [...trail.older, ...packed];
  const isFound = moved !== undefined || packed.length > 0;
  if ("error" in present && (!isFound || errnoOf(present.error) !== "ENOENT")) throw present.error;
  if (!isFound) yield { kind: "gap", reason: "rotated", lost: undefined };
}
