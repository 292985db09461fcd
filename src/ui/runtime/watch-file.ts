import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Editors write a file in several steps. */
const SETTLED_MS = 100;

/**
 * Tells when a file changes, comes or goes, also in a folder that is not there yet. Watches the folder, since most editors
 * put another file in the place of the old one. What cannot be watched is not.
 */
export function watchFile(path: string, onChange: () => void): { readonly close: () => void } {
  const folder = dirname(path);
  let watcher: FSWatcher | undefined;
  let watched: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Folders that are made one in another come faster than they can be watched.
      if (watched !== folder) arm(folder);
      // What happens in a folder further out says nothing of the file.
      if (watched === folder) onChange();
    }, SETTLED_MS);
  };
  /** The folder, else the nearest one above it, until the folder is there. */
  const arm = (at: string): void => {
    watcher?.close();
    watched = at;
    watcher = tryToWatch(at, (name) => {
      if (at !== folder) {
        arm(folder);
        changed();
      } else if (name === null || name === basename(path)) changed();
    });
    if (watcher === undefined && dirname(at) !== at) arm(dirname(at));
  };
  arm(folder);
  return {
    close: () => {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}

function tryToWatch(folder: string, onEvent: (name: string | null) => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => onEvent(name));
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
