import { type FSWatcher, statSync, watch } from "node:fs";
import { basename } from "node:path";

/** `name` in the folder changed: its entry (came, went, was renamed) or only its content. No name: anything may have. */
type FolderChange = { readonly name: string | undefined; readonly isName: boolean };

export type FolderWatch = {
  /** False when the folder cannot be watched: look from time to time instead. */
  readonly isWatching: boolean;
  readonly close: () => void;
};

type Listener = (change: FolderChange) => void;

/** One kernel watch for each folder, however many files in it are followed. */
type Watched = {
  readonly watcher: FSWatcher;
  /** Whose folder it is: a folder that was deleted and made again is another one. */
  readonly ino: bigint;
  readonly byName: Map<string, Set<Listener>>;
  readonly ofAll: Set<Listener>;
};

const watchedFolders = new Map<string, Watched>();

/**
 * Tells of changes in a folder: of one name and of names that begin with it (what a rotation makes of it), or of all.
 * A hint, never the only one: network file systems tell nothing, and a kernel has only so many watches.
 */
export function watchFolder(folder: string, name: string | undefined, listener: Listener): FolderWatch {
  const watched = watchedAt(folder);
  if (watched === undefined) return { isWatching: false, close: () => undefined };
  if (name === undefined) watched.ofAll.add(listener);
  else watched.byName.set(name, (watched.byName.get(name) ?? new Set()).add(listener));
  return {
    isWatching: true,
    close: () => {
      watched.ofAll.delete(listener);
      const alike = name === undefined ? undefined : watched.byName.get(name);
      alike?.delete(listener);
      if (name !== undefined && alike?.size === 0) watched.byName.delete(name);
      if (watched.ofAll.size === 0 && watched.byName.size === 0) forget(folder, watched);
    },
  };
}

function watchedAt(folder: string): Watched | undefined {
  try {
    const { ino } = statSync(folder, { bigint: true });
    const present = watchedFolders.get(folder);
    if (present?.ino === ino) return present;
    if (present !== undefined) forget(folder, present);
    const watched: Watched = {
      watcher: watch(folder, { persistent: true }, (event, name) => tell(folder, watched, event, name)),
      ino,
      byName: new Map(),
      ofAll: new Set(),
    };
    watched.watcher.on("error", () => forget(folder, watched));
    watchedFolders.set(folder, watched);
    return watched;
  } catch {
    // No such folder, or no watch left.
    return undefined;
  }
}

function forget(folder: string, watched: Watched): void {
  watched.watcher.close();
  if (watchedFolders.get(folder) === watched) watchedFolders.delete(folder);
}

function tell(folder: string, { byName, ofAll }: Watched, event: string, name: string | null): void {
  const isName = event === "rename";
  // A name of the folder's own is told when it goes itself; then nothing in it is sure.
  const isAnything = name === null || (isName && name === basename(folder));
  const change: FolderChange = { name: isAnything ? undefined : name, isName };
  for (const listener of ofAll) listener(change);
  if (isAnything) {
    for (const listeners of byName.values()) for (const listener of listeners) listener(change);
    return;
  }
  // The longest name that this one begins with: `app.log` for `app.log.1`.
  for (let length = name.length; length > 0; length--) {
    const listeners = byName.get(name.slice(0, length));
    if (listeners === undefined) continue;
    for (const listener of listeners) listener(change);
    return;
  }
}
