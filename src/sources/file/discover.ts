import type { SourceId } from "../../core/entry.js";
import type { Source, SourceOptions } from "../../core/ports.js";
import { createBell } from "../stream/bell.js";
import { errnoOf } from "../../lib/errno.js";
import { fileSource } from "./file-source.js";
import { foldersOf, watchFolders } from "./pattern-folders.js";
import { createSelector, type Match } from "./select-files.js";

/** New files are looked for this often where folders cannot be watched, and where they can, lest a watch is deaf. */
const LOOK_MS = 1_000;
const LOOK_RARELY_MS = 5_000;
/** A folder in which names change all the time is looked at no faster than this. */
const REST_MS = 100;

/**
 * The files that come to match a pattern, each once, until the signal aborts. A renamed file is none that came to be: it
 * has the identity of one that was seen, and its own source follows it.
 */
export async function* discover(
  pattern: string,
  options: SourceOptions,
  known: ReadonlySet<SourceId>,
  signal: AbortSignal,
): AsyncGenerator<Source> {
  const bell = createBell(signal);
  const rest = createBell(signal);
  const watch = watchFolders(bell.ring);
  const selector = createSelector(pattern, true);
  const opened = new Set<string>(known);
  const seen = new Set<string>();
  try {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      // Watched before it is looked at, so that nothing comes unseen in between.
      const isWatched = watch.set(await foldersOf(pattern));
      for (const match of await looked(selector.look)) {
        const source = fileSource(match.path, match.path, { ...options, history: undefined });
        const isNew = !opened.has(source.id) && (isFirst || !seen.has(match.identity));
        seen.add(match.identity);
        if (!isNew) continue;
        opened.add(source.id);
        yield source;
      }
      await bell.wait(isWatched ? LOOK_RARELY_MS : LOOK_MS);
      await rest.wait(REST_MS);
    }
  } finally {
    watch.close();
    bell.close();
    rest.close();
  }
}

/** Nothing while the system refuses to look (too many open files): the next look may succeed. */
async function looked(look: () => Promise<{ readonly matches: readonly Match[] }>): Promise<readonly Match[]> {
  try {
    return (await look()).matches;
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return [];
  }
}
