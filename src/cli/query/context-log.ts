import { type Around, createContext, createLastInContext } from "../../core/aggregate/context.js";
import type { ShownEntry } from "../../core/aggregate/entry-stages.js";
import type { LogEntry } from "../../core/entry.js";
import { entryRow } from "../../core/query/match/entry-row.js";
import type { Predicate } from "../../core/query/predicate.js";
import type { Wanted } from "./finder.js";

type Matches = Pick<Wanted, "direction" | "limit"> & { readonly predicate: Predicate };

/** Matches of a whole log that comes oldest first, with their neighbours. `newest-first` means the last so many. */
export async function* contextFromLog(
  log: AsyncIterable<readonly LogEntry[]>,
  { direction, limit, predicate }: Matches,
  around: Around,
): AsyncGenerator<readonly ShownEntry[]> {
  const context = createContext(around);
  const newest =
    direction === "newest-first" && limit !== undefined ? createLastInContext(limit, around.before) : undefined;
  const most = newest === undefined ? (limit ?? Infinity) : Infinity;
  let [matches, behind] = [0, 0];
  for await (const entries of log) {
    const shown: ShownEntry[] = [];
    for (const entry of entries) {
      const isMatch = matches < most && predicate(entryRow(entry));
      shown.push(...context.push(entry, isMatch));
      matches += isMatch ? 1 : 0;
      behind = isMatch ? 0 : behind + 1;
    }
    if (newest === undefined) yield shown;
    else newest.push(shown);
    if (matches >= most && behind >= around.after) break;
  }
  if (newest !== undefined) yield newest.end();
}
