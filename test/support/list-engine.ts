import type { LogEntry } from "../../src/core/entry.js";
import { createTableRun } from "../../src/core/aggregate/table-run.js";
import { seriesOf } from "../../src/core/machine/series.js";
import type { MachineSample } from "../../src/core/machine/metrics.js";
import { levelNumber, LEVELS } from "../../src/core/level.js";
import type {
  Anchor,
  Engine,
  EngineNews,
  FindRequest,
  Overview,
  Page,
  PageRequest,
  ScanRequest,
  Scope,
  SourceStatus,
  StoredSource,
} from "../../src/core/ports.js";
import { tallyLog } from "../../src/core/template/tally-log.js";
import type { Query } from "../../src/core/query/ast.js";
import type { Session } from "../../src/core/session.js";
import { NO_TROUBLE } from "../../src/core/truth.js";

/** Whether an entry matches; the caller makes it once per question. */
export type Matcher = (query: Query) => (entry: LogEntry) => boolean;

export type ListEngine = Engine & {
  /** Adds entries in (order, id) order and tells the listeners. */
  add(entries: readonly LogEntry[]): void;
  /** Changes what the news say, and says it. */
  tell(change: Partial<EngineNews>): void;
  /** While true, pages and counts wait: for tests of what the screen shows meanwhile. */
  hold(on: boolean): void;
};

/** The Engine port over a list in memory: small enough to be obviously right. */
export function createListEngine(options: {
  readonly matcher: Matcher;
  readonly entries?: readonly LogEntry[];
  readonly sources?: readonly SourceStatus[];
  readonly scope?: Scope;
  readonly sessions?: readonly Session[];
  readonly machine?: readonly MachineSample[];
}): ListEngine {
  const entries: LogEntry[] = [...(options.entries ?? [])].toSorted(byPlace);
  const listeners = new Set<(news: EngineNews) => void>();
  let held: PromiseWithResolvers<void> | undefined;
  let news: EngineNews = {
    revision: 1,
    entries: entries.length,
    entriesPerSecond: 0,
    sources: options.sources ?? [],
    fault: undefined,
  };

  const inScope = (scope: Scope) => (entry: LogEntry) =>
    scope.sources === undefined || scope.sources.includes(entry.source);
  const wanted = (query: Query, scope: Scope) => {
    const matches = options.matcher(query);
    const scoped = inScope(scope);
    return (entry: LogEntry) => scoped(entry) && matches(entry);
  };
  const tell = (change: Partial<EngineNews>): void => {
    news = { ...news, ...change };
    for (const listener of listeners) listener(news);
  };

  return {
    scope: options.scope ?? { sources: undefined },
    onNews(listener) {
      listeners.add(listener);
      listener(news);
      return () => {
        listeners.delete(listener);
      };
    },
    add(added) {
      for (const entry of added) insert(entries, entry);
      tell({ revision: news.revision + 1, entries: entries.length });
    },
    tell,
    hold(on) {
      held?.resolve();
      held = on ? Promise.withResolvers<void>() : undefined;
    },
    async page(request) {
      await held?.promise;
      return pageOf(entries, request, { wanted: wanted(request.query, request.scope), revision: news.revision });
    },
    async find(request) {
      await held?.promise;
      return findIn(entries, request, wanted);
    },
    async count(query, scope) {
      await held?.promise;
      return entries.filter(wanted(query, scope)).length;
    },
    async overview(query, scope, buckets) {
      await held?.promise;
      return overviewOf(entries.filter(inScope(scope)), options.matcher(query), buckets);
    },
    entry: (id) => Promise.resolve(entries.find((entry) => entry.id === id)),
    raw(id) {
      const entry = entries.find((candidate) => candidate.id === id);
      return Promise.resolve(entry === undefined ? undefined : new TextEncoder().encode(entry.text));
    },
    scan: (request) => scan(entries, request, wanted(request.query, request.scope)),
    async *aggregate({ statement, scope }) {
      await held?.promise;
      const run = createTableRun(statement.stages, () => 0);
      const { direction, limit } = run.plan;
      run.push(
        await batchesOf(scan(entries, { ...statement, scope, direction, limit }, wanted(statement.query, scope))),
      );
      run.end();
      yield { table: run.table(), done: 1, isComplete: true };
    },
    async *patterns(request) {
      await held?.promise;
      const reader = {
        sources: () => Promise.resolve(storedSources(entries)),
        scan: (asked: ScanRequest) => scan(entries, asked, wanted(asked.query, asked.scope)),
      };
      yield* tallyLog(reader, () => ({ message: "", fields: {} }), request);
    },
    sources: () => Promise.resolve(storedSources(entries)),
    bookmarks: () => Promise.resolve([]),
    keepBookmark: () => Promise.resolve({ ok: true, value: undefined }),
    sessions: () => Promise.resolve(options.sessions ?? []),
    fetchOlder: () => Promise.resolve({ kind: "nothing" }),
    remarks: () => Promise.resolve([]),
    machine: (request) => Promise.resolve(seriesOf(options.machine ?? [], request)),
    explain: () =>
      Promise.resolve({ span: { from: -Infinity, to: Infinity }, sources: [], opened: { blocks: 0, entries: 0 } }),
    close: () => Promise.resolve(),
  };
}

async function batchesOf(batches: AsyncIterable<readonly LogEntry[]>): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const batch of batches) entries.push(...batch);
  return entries;
}

function byPlace(left: LogEntry, right: LogEntry): number {
  return left.order - right.order || left.id - right.id;
}

function insert(entries: LogEntry[], entry: LogEntry): void {
  let at = entries.length;
  while (at > 0 && byPlace(entries[at - 1]!, entry) > 0) at -= 1;
  if (at === entries.length) entries.push(entry);
  else entries.splice(at, 0, entry);
}

/** Index of the first entry at or after the anchor. */
function placeOf(entries: readonly LogEntry[], anchor: Anchor): number {
  switch (anchor.kind) {
    case "head":
      return 0;
    case "tail":
      return entries.length;
    case "fraction":
      return Math.min(entries.length, Math.max(0, Math.floor(anchor.fraction * entries.length)));
    case "time":
      return lowerBound(entries, (entry) => entry.order >= anchor.at);
    case "entry": {
      const index = entries.findIndex((entry) => entry.id === anchor.id);
      return index < 0 ? entries.length : index;
    }
  }
}

function lowerBound<Item>(entries: readonly Item[], reached: (entry: Item) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(entries[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function pageOf(
  entries: readonly LogEntry[],
  request: PageRequest,
  context: { readonly wanted: (entry: LogEntry) => boolean; readonly revision: number },
): Page {
  const reach = request.query.kind === "all" ? 0 : (request.context ?? 0);
  const matching = entries.map(context.wanted);
  const isShown = (index: number): boolean =>
    matching.slice(Math.max(0, index - reach), index + reach + 1).includes(true);
  const shown = entries.map((_, index) => index).filter((index) => (reach > 0 ? isShown(index) : matching[index]));
  const place = placeOf(entries, request.anchor);
  const at = lowerBound(shown, (index) => index >= place);
  const first = Math.max(0, at - (request.anchor.kind === "head" ? 0 : request.before));
  const end = Math.min(shown.length, at + (request.anchor.kind === "tail" ? 0 : request.after));
  const page = shown.slice(first, end);
  const idsOf = (indexes: readonly number[]) => indexes.map((index) => entries[index]!.id);
  return {
    entries: page.map((index) => entries[index]!),
    ...(reach > 0 && {
      context: {
        beside: idsOf(page.filter((index) => !matching[index]!)),
        breaks: idsOf(page.filter((index, nth) => nth + 1 < page.length && page[nth + 1] !== index + 1)),
      },
    }),
    anchorIndex: at - first,
    remarks: [],
    atStart: first === 0,
    atEnd: end === shown.length,
    position: page[0] ?? place,
    total: entries.length,
    revision: context.revision,
  };
}

function findIn(
  entries: readonly LogEntry[],
  request: FindRequest,
  wanted: (query: Query, scope: Scope) => (entry: LogEntry) => boolean,
): LogEntry | undefined {
  const shown = wanted(request.query, request.scope);
  const sought = wanted(request.pattern, request.scope);
  const from = request.from === undefined ? undefined : placeOf(entries, { kind: "entry", id: request.from });
  if (request.direction === "newer") {
    for (let index = from === undefined ? 0 : from + 1; index < entries.length; index += 1) {
      if (shown(entries[index]!) && sought(entries[index]!)) return entries[index];
    }
    return undefined;
  }
  for (let index = (from ?? entries.length) - 1; index >= 0; index -= 1) {
    if (shown(entries[index]!) && sought(entries[index]!)) return entries[index];
  }
  return undefined;
}

function overviewOf(entries: readonly LogEntry[], matcher: (entry: LogEntry) => boolean, buckets: number): Overview {
  const counts = Array.from({ length: buckets }, () => ({
    levels: Array.from({ length: LEVELS.length + 1 }, () => 0),
    matches: 0,
  }));
  let matches = 0;
  for (const [index, entry] of entries.entries()) {
    const bucket = counts[Math.min(buckets - 1, Math.floor((index / entries.length) * buckets))];
    if (bucket === undefined) continue;
    const level = levelNumber(entry.level);
    bucket.levels[level] = (bucket.levels[level] ?? 0) + 1;
    if (!matcher(entry)) continue;
    bucket.matches += 1;
    matches += 1;
  }
  return { buckets: counts, matches, total: entries.length, complete: true };
}

async function* scan(
  entries: readonly LogEntry[],
  request: ScanRequest,
  wanted: (entry: LogEntry) => boolean,
): AsyncIterable<readonly LogEntry[]> {
  await Promise.resolve();
  const ordered = request.direction === "oldest-first" ? entries : entries.toReversed();
  const matching = ordered.filter(wanted);
  yield request.limit === undefined ? matching : matching.slice(0, request.limit);
}

function storedSources(entries: readonly LogEntry[]): readonly StoredSource[] {
  const bySource = Map.groupBy(entries, (entry) => entry.source);
  return [...bySource].map(([id, own], index) => ({
    id,
    label: id,
    number: index + 1,
    entries: own.length,
    first: own[0]?.at,
    last: own.at(-1)?.at,
    levels: {},
    truth: NO_TROUBLE,
    resume: undefined,
    holder: undefined,
  }));
}
