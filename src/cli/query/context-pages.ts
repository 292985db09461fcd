import type { Around } from "../../core/aggregate/context.js";
import { shownAlone, type ShownEntry } from "../../core/aggregate/entry-stages.js";
import type { LogEntry } from "../../core/entry.js";
import type { LogReader, Scope } from "../../core/ports.js";
import { EVERYTHING } from "../../core/query/ast.js";

type Log = { readonly reader: Pick<LogReader, "page">; readonly scope: Scope; readonly signal: AbortSignal };

/**
 * Matches of a store, oldest first, with their neighbours: only the pages around matches are read. What lies near two
 * matches is shown once; a neighbour that matches itself is a match.
 */
export async function* contextFromPages(
  { reader, scope, signal }: Log,
  matches: AsyncIterable<readonly LogEntry[]>,
  { before, after }: Around,
): AsyncGenerator<readonly ShownEntry[]> {
  // Neighbours after the last match: the next one may be among them.
  let pending: readonly LogEntry[] = [];
  let last: LogEntry | undefined;
  for await (const batch of matches) {
    for (const match of batch) {
      const anchor = { kind: "entry", id: match.id } as const;
      // One more before tells whether anything lies between.
      const asked = { query: EVERYTHING, scope, anchor, before: before + 1, after: after + 1 };
      const page = await reader.page(asked, signal);
      const prior = page.entries.slice(0, page.anchorIndex);
      const near = prior.slice(Math.max(0, prior.length - before));
      const passed = pending.filter((entry) => isBefore(entry, match));
      const end = passed.at(-1) ?? last;
      const fresh = near.filter((entry) => end === undefined || isBefore(end, entry));
      const isApart = end !== undefined && prior[0] !== undefined && isBefore(end, prior[0]);
      const context = [...passed, ...fresh];
      yield [
        ...context.map((entry, index) => ({
          ...shownAlone(entry),
          isContext: true,
          isAfterGap: isApart && index === passed.length,
        })),
        { ...shownAlone(match), isAfterGap: isApart && fresh.length === 0 },
      ];
      pending = page.entries.slice(page.anchorIndex + 1);
      last = match;
    }
  }
  yield pending.map((entry) => ({ ...shownAlone(entry), isContext: true }));
}

function isBefore(left: LogEntry, right: LogEntry): boolean {
  return left.order < right.order || (left.order === right.order && left.id < right.id);
}
