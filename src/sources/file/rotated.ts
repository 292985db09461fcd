import { mkdtemp, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createBell } from "../stream/bell.js";
import { type ArchiveFormat, archiveFormatOf, decodedChunks } from "./archive.js";
import { undefinedWhereAbsent } from "./file-fault.js";
import type { FileMark } from "./file-token.js";
import { moveTo, type OpenFile, openFile, openHandle, type Prefix, PREFIX_BYTES, prefixOf } from "./open-file.js";
import { isCompressedName, rotationBaseOf, withoutCompression } from "./path-pattern.js";

/** What a rotation made of a file, under the name that it has now. */
export type Rotated = {
  readonly path: string;
  readonly format: ArchiveFormat | undefined;
  readonly mtimeMs: number;
};

/** All that rotations made of the file at the path, oldest first; one that is being compressed just now counts once. */
export async function rotatedOf(path: string): Promise<readonly Rotated[]> {
  const names = (await readdir(dirname(path)).catch(undefinedWhereAbsent)) ?? [];
  const all = new Set(names);
  const ours = names
    .filter((name) => rotationBaseOf(join(dirname(path), withoutCompression(name))) === path)
    .filter((name) => !isCompressedName(name) || !all.has(withoutCompression(name)));
  const found = await Promise.all(ours.map((name) => rotatedAt(join(dirname(path), name))));
  return found.filter((each) => each !== undefined).toSorted(byAge);
}

async function rotatedAt(path: string): Promise<Rotated | undefined> {
  const found = await stat(path).catch(undefinedWhereAbsent);
  if (found === undefined || !found.isFile()) return undefined;
  const format = await archiveFormatOf(path).catch(undefinedWhereAbsent);
  return { path, format, mtimeMs: found.mtimeMs };
}

/** Compressing keeps the time of the last write; where it is the same the higher number is the older one. */
function byAge(left: Rotated, right: Rotated): number {
  const numberOf = ({ path }: Rotated) => Number(/\.(\d{1,3})$/.exec(withoutCompression(basename(path)))?.[1] ?? 0);
  return left.mtimeMs - right.mtimeMs || numberOf(right) - numberOf(left);
}

/** The first bytes of its text, by which it is known whether it is compressed or not; undefined when it is gone. */
export async function prefixOfRotated({ path, format }: Rotated, signal: AbortSignal): Promise<Prefix | undefined> {
  if (format === undefined) {
    const file = await openFile(path).catch(undefinedWhereAbsent);
    await file?.handle.close();
    return file?.prefix;
  }
  const parts: Uint8Array[] = [];
  const trouble = await decode(path, format, signal, async (chunk) => {
    parts.push(chunk);
    return parts.reduce((sum, { length }) => sum + length, 0) < PREFIX_BYTES;
  });
  // Nothing of a damaged one can be told from nothing of an empty one.
  return trouble !== undefined && parts.length === 0
    ? undefined
    : prefixOf(Buffer.concat(parts).subarray(0, PREFIX_BYTES));
}

/** Opens it for reading; a compressed one is unpacked into a file that has no name. `trouble`: it is cut off there. */
export async function openRotated(
  { path, format }: Rotated,
  signal: AbortSignal,
): Promise<{ readonly file: OpenFile; readonly trouble: unknown }> {
  if (format === undefined) return { file: await openFile(path), trouble: undefined };
  const folder = await mkdtemp(join(tmpdir(), "logstream-"));
  const handle = await open(join(folder, "unpacked"), "wx+", 0o600);
  await rm(folder, { recursive: true });
  const trouble = await decode(path, format, signal, async (chunk) => {
    await handle.appendFile(chunk);
    return true;
  });
  return { file: await openHandle(handle), trouble };
}

/** Gives what is decoded until `take` has enough; returns what ended it before its time. */
async function decode(
  path: string,
  format: ArchiveFormat,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => Promise<boolean>,
): Promise<unknown> {
  const bell = createBell(signal);
  try {
    for await (const chunk of decodedChunks(path, format, { bell, signal })) if (!(await take(chunk))) break;
    return undefined;
  } catch (error) {
    return error;
  } finally {
    bell.close();
  }
}

/**
 * A file that was rotated away and compressed since it was last read, and all that were rotated away after it: oldest
 * first, the first one at the place of the mark. Nothing when it is not among them.
 */
export async function openPacked(path: string, mark: FileMark, signal: AbortSignal): Promise<readonly OpenFile[]> {
  if (mark.prefixLength === 0) return [];
  const all = await rotatedOf(path);
  for (const [index, each] of all.entries()) {
    if (each.format === undefined || !(await mayBe(each, mark, signal))) continue;
    const { file } = await openRotated(each, signal);
    const isIt = file.size >= mark.offset + mark.given && (await hasStart(file, mark));
    if (!isIt) {
      await file.handle.close();
      continue;
    }
    moveTo(file, { lineEnd: mark.offset, given: mark.given });
    const later = await Promise.all(all.slice(index + 1).map((next) => openRotated(next, signal)));
    return [{ ...file, dev: mark.dev, ino: mark.ino }, ...later.map((next) => next.file)];
  }
  return [];
}

/** Its first bytes tell before all of it is unpacked, unless fewer of them are known. */
async function mayBe(rotated: Rotated, { prefixLength, prefixHash }: FileMark, signal: AbortSignal): Promise<boolean> {
  return prefixLength < PREFIX_BYTES || (await prefixOfRotated(rotated, signal))?.hash === prefixHash;
}

async function hasStart({ handle }: OpenFile, { prefixLength, prefixHash }: FileMark): Promise<boolean> {
  const head = Buffer.alloc(prefixLength);
  const { bytesRead } = await handle.read(head, 0, prefixLength, 0);
  return prefixOf(head.subarray(0, bytesRead)).hash === prefixHash;
}
