import type { Describe, LogReader, PatternsRequest, PatternsSnapshot, TimeSpan, TrendedPattern } from "../ports.js";
import { createPatternTally, type PatternTally, type Tallied } from "./pattern-tally.js";
import type { TemplateId } from "./template.js";

/** Of the most frequent patterns so many are told. */
const MOST_TOLD = 5_000;
/** A snapshot at the first, and then after so many entries. */
const FIRST = 4_000;
const EACH = 60_000;

type Reader = Pick<LogReader, "scan" | "sources">;

/** Counts the entries of a question by the templates of their messages, and tells again and again how far it has come. */
export async function* tallyLog(
  reader: Reader,
  describe: Describe,
  { query, scope, slices, within }: PatternsRequest,
  signal?: AbortSignal,
): AsyncIterable<PatternsSnapshot> {
  const span = within ?? (await reachOf(reader, scope));
  const tally = createPatternTally((entry: Tallied) =>
    entry.message === "" ? describe(entry.format, entry.text, undefined).message : entry.message,
  );
  const trends = newTrends(tally, slices, span);
  let total = 0;
  let next = FIRST;
  const scan = reader.scan({ query, scope, direction: "newest-first", limit: undefined, parts: "text" }, signal);
  for await (const entries of scan) {
    for (const entry of entries) trends.add(tally.add(entry), entry.at);
    total += entries.length;
    if (total < next) continue;
    next = total + EACH;
    yield { ...snapshot(tally, trends, total), span, isComplete: false };
  }
  yield { ...snapshot(tally, trends, total), span, isComplete: true };
}

async function reachOf(reader: Reader, { sources }: PatternsRequest["scope"]): Promise<TimeSpan> {
  const kept = (await reader.sources()).filter(({ id }) => sources === undefined || sources.includes(id));
  const from = kept.reduce((least, { first }) => Math.min(least, first ?? least), Number.POSITIVE_INFINITY);
  const to = kept.reduce((most, { last }) => Math.max(most, last ?? most), Number.NEGATIVE_INFINITY);
  return { from, to: to + 1 };
}

type Trends = {
  add(id: TemplateId, at: number): void;
  /** Counts by slice of what became of the templates. */
  of(): ReadonlyMap<TemplateId, readonly number[]>;
};

function newTrends(tally: PatternTally, slices: number, { from, to }: TimeSpan): Trends {
  const counts = new Map<TemplateId, Float64Array>();
  const width = Math.max(1, (to - from) / slices);
  return {
    add(id, at) {
      let own = counts.get(id);
      if (own === undefined) counts.set(id, (own = new Float64Array(slices)));
      const slice = Math.max(0, Math.min(slices - 1, Math.floor((at - from) / width)));
      own[slice] = (own[slice] ?? 0) + 1;
    },
    of() {
      const merged = new Map<TemplateId, number[]>();
      for (const [id, own] of counts) {
        const final = tally.final(id)?.id;
        if (final === undefined) continue;
        const sums = merged.get(final) ?? Array.from<number>({ length: slices }).fill(0);
        for (const [slice, count] of own.entries()) sums[slice] = (sums[slice] ?? 0) + count;
        merged.set(final, sums);
      }
      return merged;
    },
  };
}

function snapshot(
  tally: PatternTally,
  trends: Trends,
  total: number,
): Pick<PatternsSnapshot, "patterns" | "total" | "forgotten"> {
  const byId = trends.of();
  const patterns = tally
    .patterns()
    .slice(0, MOST_TOLD)
    .map((pattern): TrendedPattern => ({ ...pattern, trend: byId.get(pattern.template.id) ?? [] }));
  return { patterns, total, forgotten: tally.forgotten() };
}
