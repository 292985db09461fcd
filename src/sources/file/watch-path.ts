import { type FSWatcher, realpathSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Tells of changes to a file and to its name. A hint, never the only one: network and overlay file systems tell nothing. */
export type PathWatch = {
  /** Watches anew: what the path links to, or its folder, may be another one now. */
  readonly renew: () => void;
  readonly close: () => void;
};

/** `changed` is told whether names changed (a rename, a new file, a deletion) or only content. */
export function watchPath(path: string, changed: (isName: boolean) => void): PathWatch {
  let watchers: readonly FSWatcher[] = [];

  const close = () => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const renew = () => {
    close();
    const target = realpathOf(path);
    const files = dirname(target) === dirname(path) ? [path] : [path, target];
    watchers = files.map((file) => watchFolder(file, changed)).filter((watcher) => watcher !== undefined);
  };
  renew();
  return { renew, close };
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Missing, or a loop of links: then its own folder is all there is to watch.
    return path;
  }
}

/** Watches the folder and not the file: a watch on a file stays with it when it is renamed. */
function watchFolder(file: string, changed: (isName: boolean) => void): FSWatcher | undefined {
  const name = basename(file);
  try {
    const watcher = watch(dirname(file), { persistent: true }, (event, changedName) => {
      if (changedName === null || changedName.startsWith(name)) changed(event === "rename");
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    // No such folder, or no inotify instance left: looking from time to time must do.
    return undefined;
  }
}
