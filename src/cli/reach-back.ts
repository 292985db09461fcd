import type { LogEntry } from "../core/entry.js";
import type { LogReader, ScanRequest, Source } from "../core/ports.js";
import type { Query } from "../core/query/ast.js";
import { boundsOf } from "../core/query/bounds.js";
import { type Micros, micros } from "../core/time.js";
import { localOffset, now } from "../engine/environment.js";
import { keptJournals } from "../engine/kept-journals.js";
import { scan } from "../pipeline/scan.js";
import { type Witness, witnessed } from "../pipeline/scan/witness.js";
import { openOlderJournal } from "../sources/older/older-journal.js";
import { mergeBatches } from "./merge-batches.js";

/** A store and, for what lies before its journals begin, those journals themselves. */
export type FartherReader = Pick<LogReader, "scan" | "count"> & {
  /** Where the store begins, for each journal that is read beyond that. */
  readonly begins: readonly { readonly label: string; readonly first: Micros }[];
  readonly witnesses: readonly Witness[];
};

/**
 * Answers from the store, and from the journals of this machine what the query asks of times before the store has them.
 * Undefined when the store alone has all that is asked for, or more cannot be read here.
 */
export async function reachBack(
  reader: LogReader,
  query: Query,
  signal: AbortSignal,
): Promise<FartherReader | undefined> {
  const { from, to, source } = boundsOf(query);
  if (from === -Infinity) return undefined;
  const sources: Witness[] = [];
  const begins: { readonly label: string; readonly first: Micros }[] = [];
  for (const { of, first, cursor } of await keptJournals(reader)) {
    if (from >= first || from >= to || source?.(of) === false) continue;
    const opened = await openOlderJournal({ of, until: cursor, since: micros(from), lines: undefined });
    if (!opened.ok) continue;
    // The entries are those of the journal, whoever reads them.
    const older = witnessed({ ...opened.value, id: of }, now);
    sources.push(older);
    begins.push({ label: older.label, first });
  }
  if (sources.length === 0) return undefined;
  const asked = { sources, query, signal };
  return {
    begins,
    witnesses: sources,
    scan: (request, stop) => mergeBatches([reader.scan(request, stop), olderMatches(asked, request)], request),
    count: async (...of) => {
      const kept = await reader.count(...of);
      let older = 0;
      const request = { direction: "oldest-first", limit: undefined } as const;
      for await (const entries of olderMatches(asked, request)) older += entries.length;
      return kept + older;
    },
  };
}

type Asked = { readonly sources: readonly Source[]; readonly query: Query; readonly signal: AbortSignal };

async function* olderMatches(
  asked: Asked,
  { direction, limit, parts = "whole" }: Pick<ScanRequest, "direction" | "limit" | "parts">,
): AsyncGenerator<readonly LogEntry[]> {
  // What went wrong is known to the witnesses.
  const events = scan({ ...asked, localOffset, limit, direction, parts, follow: false });
  for await (const event of events) if (event.kind === "entries") yield event.entries;
}
