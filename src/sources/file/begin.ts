import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { encodingOf } from "../framing.js";
import { errnoOf } from "./file-fault.js";
import { decodeToken, type FileMark } from "./file-token.js";
import { lastLinesStart } from "./line-position.js";
import { type OpenFile, openFile } from "./open-file.js";
import { findMarked, isMarked, type Sibling, siblingsOf } from "./siblings.js";
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
    trail.newest = await openWithHistory(trail.path, options.history);
  } else {
    const siblings = await siblingsOf(trail.path);
    for (const mark of token.older) await openMoved(trail, mark, siblings);
    yield* openNewest(trail, token.newest, siblings);
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
async function openMoved(trail: Trail, mark: FileMark, siblings: readonly Sibling[]): Promise<Sibling | undefined> {
  const sibling = await findMarked(mark, siblings);
  const file = sibling === undefined ? undefined : await openFile(sibling.path, placeOf(mark)).catch(() => undefined);
  if (file !== undefined) trail.older = [...trail.older, { ...file, stirredMs: Date.now() }];
  return file === undefined ? undefined : sibling;
}

/** The file that was at the path when the token was made: still there, truncated, rotated away, or gone for good. */
async function* openNewest(trail: Trail, mark: FileMark, siblings: readonly Sibling[]): AsyncGenerator<SourceEvent> {
  const present = await openFile(trail.path).catch((error: unknown) => ({ error }));
  if (!("error" in present)) {
    const isHere = await isMarked(mark, { ...present, path: trail.path, mtimeMs: 0 });
    const isTruncated = !isHere && present.ino === mark.ino && present.dev === mark.dev;
    if (isHere || isTruncated) {
      await present.handle.close();
      const file = await openFile(trail.path, placeOf(mark));
      trail.newest = file;
      if (isHere) return;
      file.prefix = { length: mark.prefixLength, hash: mark.prefixHash };
      file.mtimeNs = BigInt(Math.trunc(mark.mtimeMs)) * 1_000_000n;
      yield* restart(trail, file);
      return;
    }
    trail.newest = present;
  }
  const moved = await openMoved(trail, mark, siblings);
  if (moved !== undefined) await openBetween(trail, moved, siblings, trail.newest?.birthNs);
  if ("error" in present && (moved === undefined || errnoOf(present.error) !== "ENOENT")) throw present.error;
  if (moved === undefined) yield { kind: "gap", reason: "rotated", lost: undefined };
}
