import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { undefinedWhereAbsent } from "./file-fault.js";
import type { FileMark } from "./file-token.js";
import type { Position } from "../stream/framer.js";
import { type OpenFile, openFile, type Prefix, startsWith } from "./open-file.js";
import { rotationBaseOf } from "./path-pattern.js";

/** A regular file in the folder of a followed one: perhaps what a rotation made of it. */
export type Sibling = {
  readonly path: string;
  readonly dev: string;
  readonly ino: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly birthNs: bigint;
};

const COMPRESSED = /\.(?:gz|zst|xz|bz2|lz4|Z)$/;
/** A folder with more files than this is looked through only for names that begin as the followed one's does. */
const MOST_STRANGERS = 1_000;
const MOST_LISTS = 5;

/** The files beside `path` (and beside what it links to), those with a similar name first, compressed ones left out. */
export async function siblingsOf(path: string): Promise<readonly Sibling[]> {
  // Listed until two lists have the same files: one that is renamed while a folder is listed may be in neither place.
  let last = await listSiblings(path);
  for (let again = 0; again < MOST_LISTS; again++) {
    const next = await listSiblings(path);
    if (isSameFiles(last, next)) return next;
    last = next;
  }
  return last;
}

function isSameFiles(left: readonly Sibling[], right: readonly Sibling[]): boolean {
  const inodes = new Set(left.map(({ ino }) => ino));
  return inodes.size === new Set(right.map(({ ino }) => ino)).size && right.every(({ ino }) => inodes.has(ino));
}

async function listSiblings(path: string): Promise<readonly Sibling[]> {
  const target = await realpath(path).catch(() => path);
  const folders = new Set([dirname(path), dirname(target)]);
  const lists = await Promise.all([...folders].map((folder) => candidatesIn(folder, path, target)));
  const found = await Promise.all(lists.flat().map(siblingAt));
  return found.filter((sibling) => sibling !== undefined);
}

async function candidatesIn(folder: string, path: string, target: string): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(undefinedWhereAbsent)) ?? [];
  const stems = [stemOf(path), stemOf(target)];
  const isAlike = (name: string) => stems.some((stem) => name.startsWith(stem));
  const others = names.map((name) => join(folder, name)).filter((each) => each !== path && !COMPRESSED.test(each));
  const alike = others.filter((each) => isAlike(basename(each)));
  const strangers = others.filter((each) => !isAlike(basename(each)));
  return strangers.length > MOST_STRANGERS ? alike : [...alike, ...strangers];
}

/** `app` of `app.log`, `app-` of `app-2026-01-01.log`: what stays the same when a date or a number is put in. */
function stemOf(path: string): string {
  return basename(path).replace(/(?:\d.*|\.[^.]*)$/, "");
}

async function siblingAt(path: string): Promise<Sibling | undefined> {
  // Gone again, or not for us: then it is no help either.
  const found = await stat(path, { bigint: true }).catch(undefinedWhereAbsent);
  if (found === undefined || !found.isFile()) return undefined;
  return {
    path,
    dev: String(found.dev),
    ino: String(found.ino),
    size: Number(found.size),
    mtimeMs: Number(found.mtimeMs),
    birthNs: found.birthtimeNs,
  };
}

/** The file of a mark under its new name: same inode, same first bytes, and no shorter than what was read of it. */
export async function findMarked(
  path: string,
  mark: FileMark,
  siblings: readonly Sibling[],
): Promise<Sibling | undefined> {
  for (const sibling of siblings) if (await isMarked(path, mark, sibling)) return sibling;
  return undefined;
}

/** The device may have another number after a reboot; the inode and the first bytes have not. */
async function isMarked(path: string, mark: FileMark, sibling: Sibling): Promise<boolean> {
  if (sibling.ino !== mark.ino || sibling.size < mark.offset + mark.given) return false;
  if (mark.prefixLength === 0) return sibling.dev === mark.dev;
  return hasPrefix(path, sibling, { length: mark.prefixLength, hash: mark.prefixHash });
}

/**
 * What a copy of a truncated file must be like: the same first bytes and all that was read, made not before `sinceMs`,
 * and not `copied`, which is of what was in the file before.
 */
type Lost = {
  readonly prefix: Prefix;
  readonly readAt: number;
  readonly sinceMs: number;
  readonly copied: Sibling | undefined;
};

/**
 * The copy that `copytruncate` made before it truncated the file: what was written since the last read is only there.
 * Of several the oldest, which is the one that was made first after the last read.
 */
export async function findCopy(path: string, lost: Lost, siblings: readonly Sibling[]): Promise<Sibling | undefined> {
  if (lost.prefix.length === 0) return undefined;
  const likely = siblings
    .filter(({ birthNs }) => lost.copied === undefined || birthNs > lost.copied.birthNs)
    .filter((sibling) => sibling.size >= lost.readAt && Math.max(sibling.mtimeMs, bornMs(sibling)) >= lost.sinceMs)
    .toSorted(byBirth);
  for (const sibling of likely) if (await hasPrefix(path, sibling, lost.prefix)) return sibling;
  return undefined;
}

/**
 * Opens the very file that was listed beside `path`: its name may be another one's by now, for a rotation renames them
 * all. Undefined when it is gone or not for us.
 */
export async function openSibling(path: string, listed: Sibling, position?: Position): Promise<OpenFile | undefined> {
  let sibling: Sibling | undefined = listed;
  for (let again = 0; sibling !== undefined && again < MOST_LISTS; again++) {
    const file = await openFile(sibling.path, position).catch(undefinedWhereAbsent);
    if (file?.ino === listed.ino) return file;
    await file?.handle.close();
    sibling = (await siblingsOf(path)).find(({ ino, birthNs }) => ino === listed.ino && birthNs === listed.birthNs);
  }
  return undefined;
}

/** Whether the sibling starts with these bytes; a file that is gone does not. */
export async function hasPrefix(path: string, sibling: Sibling, prefix: Prefix): Promise<boolean> {
  const file = await openSibling(path, sibling);
  if (file === undefined) return false;
  try {
    return await startsWith(file.handle, prefix);
  } finally {
    await file.handle.close();
  }
}

/**
 * The files that were the followed one after `left` and before the present one, oldest first: rotations that nobody
 * saw. They are named like it but for digits, came to be after it, and were written after it was.
 */
export function filesBetween(
  left: Sibling,
  siblings: readonly Sibling[],
  present: { readonly ino: string | undefined; readonly birthNs: bigint | undefined },
): readonly Sibling[] {
  const shape = shapeOf(left.path);
  return siblings
    .filter((sibling) => sibling.ino !== left.ino && sibling.ino !== present.ino && shapeOf(sibling.path) === shape)
    .filter((sibling) => sibling.birthNs > left.birthNs && sibling.mtimeMs >= left.mtimeMs)
    .filter((sibling) => present.birthNs === undefined || sibling.birthNs < present.birthNs)
    .toSorted(byBirth);
}

/** What `copytruncate` made of the file at `path` since then, oldest first: named as rotations name it, and new. */
export function copiesSince(
  path: string,
  { ino, copiedSinceNs }: OpenFile,
  siblings: readonly Sibling[],
): readonly Sibling[] {
  const sinceMs = Number(copiedSinceNs / 1_000_000n);
  return (
    siblings
      .filter((sibling) => sibling.ino !== ino && rotationBaseOf(sibling.path) === path)
      // One that was unpacked again is young, too, but its last write is old.
      .filter(({ birthNs, mtimeMs }) => birthNs > copiedSinceNs && mtimeMs >= sinceMs)
      .toSorted(byBirth)
  );
}

function byBirth(left: Sibling, right: Sibling): number {
  return left.birthNs < right.birthNs ? -1 : 1;
}

function bornMs({ birthNs }: Sibling): number {
  return Number(birthNs / 1_000_000n);
}

/** Names of the same shape differ in runs of digits only. */
function shapeOf(path: string): string {
  return basename(path).replace(/\d+/g, "0");
}
