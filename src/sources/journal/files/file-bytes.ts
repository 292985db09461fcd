import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { FaultError } from "../../../core/fault.js";
import { damaged, foreign } from "./unreadable.js";

/** A stretch of a journal file in memory: `at` of the file lies at `at - base` of `bytes`, at a quarter of it in `words`. */
export type View = {
  base: number;
  length: number;
  readonly bytes: Buffer;
  readonly words: Uint32Array;
};

/**
 * A journal file, read in pieces, so that memory stays bounded whatever the file's size. Offsets come from the file and
 * may be anything: asking for what is not there throws a `FaultError`.
 */
export type FileBytes = {
  readonly path: string;
  readonly fd: number;
  /** The first offset that cannot be read. */
  limit: number;
  /** A window that moves along with reading in order; undefined while it is not used. */
  near: View | undefined;
  readonly pages: Map<number, View>;
};

/** Large enough for reading ahead to pay, small enough for several files at once. */
const NEAR_BYTES = 2 * 1024 * 1024;
/** What an entry refers to was mostly written just before it. */
const BACK_BYTES = 128 * 1024;
/** The same where what is read lies far apart: an entry, and what it has for itself. */
const SPARSE_BYTES = 3 * 1024;
const SPARSE_BACK_BYTES = 2.5 * 1024;
/** So far that a read for each costs less than reading it all. */
const APART_BYTES = 32 * 1024;
const PAGE_BYTES = 32 * 1024;
const MAX_PAGES = 128;
/** journald's files are 128 MiB at most; offsets divided by eight must fit into 31 bits here. */
const MAX_FILE_BYTES = 2 ** 33;

/** Throws what `open(2)` does, and a `FaultError` for a file of no journal's size. */
export function openFileBytes(path: string): FileBytes {
  const fd = openSync(path, "r");
  const limit = fstatSync(fd).size;
  if (limit > MAX_FILE_BYTES) {
    closeSync(fd);
    throw new FaultError(foreign(path, "is larger than 8 GiB"));
  }
  return { path, fd, limit, near: undefined, pages: new Map() };
}

export function closeFileBytes(file: FileBytes): void {
  closeSync(file.fd);
  letGo(file);
}

/** Gives the memory back, and with it what was read before others wrote; the file can still be read. */
export function letGo(file: FileBytes): void {
  file.near = undefined;
  file.pages.clear();
}

/** A view that holds `size` bytes at `at`, valid until `moveNear`. `at` is a multiple of eight, as every object's is. */
export function viewAt(file: FileBytes, at: number, size: number): View {
  const { near } = file;
  if (near !== undefined && at >= near.base && at + size <= near.base + near.length && (at & 7) === 0) return near;
  return pageAt(file, at, size);
}

/** What is read of every entry finds the window above; this is kept apart so that V8 can put that into its callers. */
function pageAt(file: FileBytes, at: number, size: number): View {
  if (at % 8 !== 0 || at < 0 || size < 0 || !(at + size <= file.limit)) {
    throw new FaultError(damaged(file.path, "it refers to what is not in it"));
  }
  const base = at - (at % PAGE_BYTES);
  if (at + size > base + PAGE_BYTES) return readView(file, newView(size), at, size);
  const known = file.pages.get(base);
  if (known !== undefined && at + size <= base + known.length) return known;
  const page = readView(file, newView(PAGE_BYTES), base, Math.min(PAGE_BYTES, file.limit - base));
  if (file.pages.size >= MAX_PAGES) dropOldest(file.pages);
  file.pages.set(base, page);
  return page;
}

function dropOldest(pages: Map<number, View>): void {
  for (const oldest of pages.keys()) {
    pages.delete(oldest);
    return;
  }
}

/** Whether so many objects lie so far apart that it is better to read around each than all there is. */
export function liesApart({ limit }: FileBytes, count: number): boolean {
  return count * APART_BYTES < limit;
}

/**
 * Moves the window so that it begins some way before `at`, unless it holds `size` bytes there already; reads little where
 * what is wanted next is not expected near.
 */
export function moveNear(file: FileBytes, at: number, size: number, isSparse = false): void {
  const near = (file.near ??= newView(NEAR_BYTES));
  if (at >= near.base && at + size <= near.base + near.length) return;
  const wanted = Math.max(0, at - (isSparse ? SPARSE_BACK_BYTES : BACK_BYTES));
  const base = wanted - (wanted % 8);
  const length = Math.min(isSparse ? SPARSE_BYTES : NEAR_BYTES, file.limit - base);
  if (at + size <= base + length) readView(file, near, base, length);
}

/** What another reads of the file anyhow, as the window; `base` is a multiple of eight, and the window ends with its use. */
export function shareNear(file: FileBytes, base: number, bytes: Buffer, length: number): void {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  file.near = { base, length, bytes, words };
}

function newView(size: number): View {
  // Whole words, so that the view of them covers every byte.
  const bytes = Buffer.allocUnsafeSlow(Math.ceil(size / 8) * 8);
  return { base: 0, length: 0, bytes, words: new Uint32Array(bytes.buffer, 0, bytes.length / 4) };
}

function readView(file: FileBytes, view: View, base: number, length: number): View {
  view.length = 0;
  view.base = base;
  while (view.length < length) {
    const read = readSync(file.fd, view.bytes, view.length, length - view.length, base + view.length);
    if (read <= 0) throw new FaultError(damaged(file.path, "it was cut short"));
    view.length += read;
  }
  return view;
}

/** The 64-bit number at `at`, which the view must hold; exact below 2^53. */
export function numberAt({ base, words }: View, at: number): number {
  const index = (at - base) >> 2;
  return (words[index] ?? 0) + (words[index + 1] ?? 0) * 4_294_967_296;
}
