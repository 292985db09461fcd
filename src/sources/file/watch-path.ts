import { realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type FolderWatch, watchFolder } from "./watch-folder.js";

/** Tells of changes to a file and to its name. A hint, never the only one: network and overlay file systems tell nothing. */
export type PathWatch = {
  /** Watches anew: what the path links to, or its folder, may be another one now. */
  readonly renew: () => void;
  readonly close: () => void;
};

/**
 * `changed` is told whether names changed (a rename, a new file, a deletion) or only content. The folder is watched and
 * not the file: a watch on a file stays with it when it is renamed.
 */
export function watchPath(path: string, changed: (isName: boolean) => void): PathWatch {
  let watches: readonly FolderWatch[] = [];

  const close = () => {
    for (const watch of watches) watch.close();
    watches = [];
  };
  const renew = () => {
    const target = realpathOf(path);
    const files = dirname(target) === dirname(path) ? [path] : [path, target];
    const renewed = files.map((file) => watchFolder(dirname(file), basename(file), ({ isName }) => changed(isName)));
    // Only now: a folder that nobody watches for a moment would be watched anew by the kernel, too.
    close();
    watches = renewed;
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
