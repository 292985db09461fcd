import type { SourceId } from "../core/entry.js";
import type { Source } from "../core/ports.js";
import { soleLiteral } from "../core/query/literals.js";
import type { Literal } from "../core/query/match/needs.js";
import type { Micros } from "../core/time.js";
import { type Scan, scan } from "./scan.js";
import { countLiteral } from "./scan/count-literal.js";
import { openLineFile } from "./scan/line-file.js";
import type { ScanEvent } from "./scan/source-matches.js";

/** What is counted where. Sources must be opened to be read whole and to end: not followed, no limit to their history. */
export type Counting = Pick<Scan, "sources" | "query" | "localOffset" | "signal"> & { readonly now: Micros };

export type Counted = {
  readonly count: number;
  /** What went wrong or was missing, in the order of the sources. */
  readonly troubles: readonly Exclude<ScanEvent, { readonly kind: "entries" }>[];
};

/**
 * Counts the entries that match. A query that is nothing but one word or phrase is counted in a plain file at the speed
 * of reading it (bench/suite/query-part.ts); everything else goes through `scan`. Aborted, it gives the count so far.
 */
export async function countMatches(counting: Counting): Promise<Counted> {
  const literal = soleLiteral(counting.query);
  let count = 0;
  const troubles: Counted["troubles"][number][] = [];
  for (const source of counting.sources) {
    const quick = literal === undefined ? undefined : await countQuickly(source, literal, counting);
    if (quick !== undefined) {
      count += quick;
      continue;
    }
    const events = scan({
      ...counting,
      sources: [source],
      limit: undefined,
      direction: "oldest-first",
      follow: false,
      parts: "text",
    });
    for await (const event of events) {
      if (event.kind === "entries") count += event.entries.length;
      else troubles.push(event);
    }
  }
  return { count, troubles };
}

async function countQuickly(source: Source, literal: Literal, counting: Counting): Promise<number | undefined> {
  const path = pathOf(source.id);
  const file = path === undefined ? undefined : openLineFile(path);
  if (file === undefined) return undefined;
  const { signal, now, localOffset } = counting;
  try {
    return await countLiteral({
      file,
      literal,
      context: { receivedAt: now, previousAt: undefined, localOffset },
      signal,
    });
  } finally {
    file.close();
  }
}

function pathOf(id: SourceId): string | undefined {
  return id.startsWith("file:/") ? id.slice("file:".length) : undefined;
}
