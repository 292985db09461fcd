import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isPattern } from "./path-pattern.js";
import { type FolderWatch, watchFolder } from "./watch-folder.js";

/** More folders than this are looked at from time to time instead of watched. */
const MOST_FOLDERS = 4_000;

/**
 * The folders in which a new name can be a new match of the pattern, or lead to one: where it starts, and those that its
 * own folder parts match. Where the start does not exist, the nearest folder above it.
 */
export async function foldersOf(pattern: string): Promise<readonly string[]> {
  const parts = pattern.split("/");
  const firstOdd = parts.findIndex(isPattern);
  const start = parts.slice(0, firstOdd).join("/") || "/";
  const folders = new Set([nearestFolder(start)]);
  for (let length = firstOdd + 1; length < parts.length && folders.size < MOST_FOLDERS; length++) {
    for await (const found of glob(parts.slice(0, length).join("/"), { withFileTypes: true })) {
      if (found.isDirectory()) folders.add(join(found.parentPath, found.name));
      if (folders.size >= MOST_FOLDERS) break;
    }
  }
  return [...folders];
}

function nearestFolder(path: string): string {
  return path === "/" || existsSync(path) ? path : nearestFolder(dirname(path));
}

/** Watches a changing set of folders for names that come, go or change. */
export type FoldersWatch = {
  /** Returns whether all of them can be watched. */
  readonly set: (folders: readonly string[]) => boolean;
  readonly close: () => void;
};

export function watchFolders(changed: () => void): FoldersWatch {
  let watches: readonly FolderWatch[] = [];
  const set = (folders: readonly string[]) => {
    const renewed = folders.map((folder) => watchFolder(folder, undefined, ({ isName }) => isName && changed()));
    for (const watch of watches) watch.close();
    watches = renewed;
    return renewed.length < MOST_FOLDERS && renewed.every(({ isWatching }) => isWatching);
  };
  return { set, close: () => void set([]) };
}
