import type { LogEntry } from "../../core/entry.js";
import type { Anchor, LogReader } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import { type Begin, distance, type Place } from "./begin.js";
import { type Finder, tableOfMatches } from "./finder.js";

type Matches = Finder["matches"];

/** The same finder, but that its answers begin where they are told to. */
export function beginAt(finder: Finder, begin: Begin, pages?: PageAsking): Finder {
  const { place } = begin;
  const matches: Matches =
    place.kind === "kept" && pages !== undefined
      ? (wanted) => pagesFrom(pages, { ...begin, place }, wanted)
      : (wanted) => skipping((all) => finder.matches(all), begin, wanted);
  return {
    ...finder,
    matches,
    table: (stages) => tableOfMatches(matches, stages),
    async count() {
      let count = 0;
      const direction = begin.goesBack ? "newest-first" : "oldest-first";
      for await (const entries of matches({ direction, limit: undefined, parts: "text" })) count += entries.length;
      return count;
    },
  };
}

/** Reads all and leaves out what lies on the other side: journald's order is no order of times that one could skip by. */
async function* skipping(matches: Matches, begin: Begin, wanted: Parameters<Matches>[0]): ReturnType<Matches> {
  const { direction, limit } = wanted;
  const sign = direction === "newest-first" ? -1 : 1;
  const isWanted = (entry: LogEntry): boolean => {
    const way = sign * distance(entry, begin.place);
    return begin.isBehind ? way > 0 : way >= 0;
  };
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const entries of matches({ direction, limit: undefined, parts: "whole" })) {
    const kept = entries.filter(isWanted).slice(0, left);
    left -= kept.length;
    if (kept.length > 0) yield kept;
    if (left <= 0) return;
  }
}

type PageAsking = { readonly reader: LogReader; readonly query: Query; readonly signal: AbortSignal };

const PAGE_ENTRIES = 1_000;

/** Page by page from the place on; nothing on the other side is read. */
async function* pagesFrom(
  { reader, query, signal }: PageAsking,
  begin: Begin & { readonly place: Extract<Place, { kind: "kept" }> },
  { direction, limit }: Parameters<Matches>[0],
): ReturnType<Matches> {
  const isBack = direction === "newest-first";
  let left = limit ?? Number.POSITIVE_INFINITY;
  let anchor: Anchor = await anchorOf(reader, begin.place);
  let last: number | undefined = begin.isBehind ? begin.place.id : undefined;
  if (isBack && !begin.isBehind) {
    const own = await reader.page({ query, scope: EVERYWHERE, anchor, before: 0, after: 1 }, signal);
    const [first] = own.entries;
    if (first?.id === begin.place.id) yield [first];
    left -= first?.id === begin.place.id ? 1 : 0;
  }
  while (left > 0) {
    // Going forward, the entry of the anchor comes first.
    const most = Math.min(PAGE_ENTRIES, left + 1);
    const sides = isBack ? { before: most, after: 0 } : { before: 0, after: most };
    const page = await reader.page({ query, scope: EVERYWHERE, anchor, ...sides }, signal);
    const known = last;
    const found = (isBack ? page.entries.toReversed() : page.entries).filter(({ id }) => id !== known).slice(0, left);
    const end = found.at(-1);
    if (end === undefined) return;
    yield found;
    left -= found.length;
    last = end.id;
    anchor = { kind: "entry", id: end.id };
  }
}

const EVERYWHERE = { sources: undefined } as const;

/** Retention may have taken the entry: then its time is the place. */
async function anchorOf(reader: LogReader, place: Extract<Place, { kind: "kept" }>): Promise<Anchor> {
  const isThere = (await reader.entry(place.id)) !== undefined;
  return isThere ? { kind: "entry", id: place.id } : { kind: "time", at: place.order };
}
