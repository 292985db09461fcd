import type { SourceId } from "../core/entry.js";
import { untilOf, wholeId } from "../core/older-id.js";
import type { LogReader, Source, StoredSource } from "../core/ports.js";
import { EVERYTHING } from "../core/query/ast.js";
import { type Micros, micros } from "../core/time.js";
import { unpackResume } from "../pipeline/resume.js";
import { isDone } from "../sources/older/before-entry.js";
import { openOlderJournal } from "../sources/older/older-journal.js";
import type { EngineConfig } from "./protocol.js";

/** A journal as the store has it: what was collected live, and what was fetched of its past. */
export type KeptJournal = {
  readonly of: SourceId;
  readonly parts: readonly StoredSource[];
  readonly entries: number;
  readonly first: Micros;
  /** Names the oldest entry. */
  readonly cursor: string;
};

/** The journals that a store has entries of. */
export async function keptJournals(reader: Pick<LogReader, "sources" | "page">): Promise<readonly KeptJournal[]> {
  const parts = (await reader.sources()).filter(({ id, entries }) => id.startsWith("journal:") && entries > 0);
  const kept: KeptJournal[] = [];
  for (const [of, own] of Map.groupBy(parts, ({ id }) => wholeId(id))) {
    const oldest = own.reduce((one, other) => ((other.first ?? Infinity) < (one.first ?? Infinity) ? other : one));
    const scope = { sources: [oldest.id] };
    const page = await reader.page({ query: EVERYTHING, scope, anchor: { kind: "head" }, before: 0, after: 1 });
    const cursor = page.entries[0]?.fields["__CURSOR"];
    if (typeof cursor !== "string") continue;
    const entries = own.reduce((sum, part) => sum + part.entries, 0);
    kept.push({ of, parts: own, entries, first: oldest.first ?? micros(0), cursor });
  }
  return kept;
}

/** The pasts of these sources that are to be collected now: those that were left unfinished, and what is asked for anew. */
export async function olderSources(
  config: EngineConfig,
  sources: readonly Source[],
  kept: readonly KeptJournal[],
): Promise<readonly Source[]> {
  const collected = new Set(sources.map(({ id }) => id));
  const wishes = kept
    .filter(({ of }) => collected.has(of))
    .flatMap((journal) => [...unfinished(journal), ...asked(journal, config)]);
  const opened = await Promise.all(wishes.map(openOlderJournal));
  return opened.flatMap((result) => (result.ok ? [result.value] : []));
}

type Wish = Parameters<typeof openOlderJournal>[0];

function unfinished({ of, parts }: KeptJournal): readonly Wish[] {
  return parts.flatMap(({ id, resume }) => {
    const until = untilOf(id);
    const place = unpackResume(resume).source;
    if (until === undefined || place === undefined || isDone(place)) return [];
    return [{ of, until, since: undefined, lines: undefined }];
  });
}

function asked({ of, first, entries, cursor }: KeptJournal, config: EngineConfig): readonly Wish[] {
  const { since, history, reachesBack } = config;
  if (!reachesBack) return [];
  const isOlder = since !== undefined && since < first;
  const isMore = history !== undefined && history > entries;
  if (!isOlder && !(isMore && since === undefined)) return [];
  const lines = history === undefined || history === Number.MAX_SAFE_INTEGER ? undefined : history - entries;
  return [{ of, until: cursor, since, lines: since === undefined ? lines : undefined }];
}
