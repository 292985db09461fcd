import { basename, dirname } from "node:path";
import { watchFolder } from "../sources/file/watch-folder.js";

/** After a sign that the store was written it is looked at once, this much later, however many more signs come. */
const LOOK_AFTER_MS = 50;
/** Without any sign: file systems on the network give none. */
const LOOK_RARELY_MS = 1_000;

/**
 * Calls back when the store at the path has grown, by whomever. Nothing is done while nobody writes. Returns the way to
 * stop.
 */
export function followRevision(path: string, revision: () => number, grown: () => void): () => void {
  let last = revision();
  let soon: NodeJS.Timeout | undefined;
  const look = () => {
    const next = revision();
    if (next === last) return;
    last = next;
    grown();
  };
  const watch = watchFolder(dirname(path), basename(path), () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      look();
    }, LOOK_AFTER_MS);
  });
  const rarely = setInterval(look, LOOK_RARELY_MS);
  rarely.unref();
  return () => {
    clearTimeout(soon);
    clearInterval(rarely);
    watch.close();
  };
}
