import { type LogEntry, Mark } from "../../src/core/entry.js";
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
  Repeat,
  RepeatKind,
  ScanRequest,
  Scope,
  SourceStatus,
  StoredSource,
} from "../../src/core/ports.js";
import { skeletonOf } from "../../src/core/template/skeleton.js";
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

type Asked = { readonly wanted: (entry: LogEntry) => boolean; readonly revision: number };

/** Of a long log that is shown whole only the surroundings are looked at: benches page through it many times a second. */
function pageOf(entries: readonly LogEntry[], request: PageRequest, asked: Asked): Page {
  const reach = Math.max(2_000, 2 * (request.before + request.after));
  if (request.query.kind !== "all" || request.anchor.kind === "fraction") return pageOfAll(entries, request, asked);
  const place = placeOf(entries, request.anchor);
  const first = Math.max(0, place - reach);
  const end = Math.min(entries.length, place + reach);
  const page = pageOfAll(entries.slice(first, end), request, asked);
  return {
    ...page,
    atStart: page.atStart && first === 0,
    atEnd: page.atEnd && end === entries.length,
    position: page.position + first,
    total: entries.length,
  };
}

function pageOfAll(entries: readonly LogEntry[], request: PageRequest, context: Asked): Page {
  const reach = request.query.kind === "all" ? 0 : (request.context ?? 0);
  const matching = entries.map(context.wanted);
  const isShown = (index: number): boolean =>
    matching.slice(Math.max(0, index - reach), index + reach + 1).includes(true);
  const shown = entries.map((_, index) => index).filter((index) => (reach > 0 ? isShown(index) : matching[index]));
  const isApart = (one: number, next: number): boolean =>
    reach > 0 && (next !== one + 1 || matching[one] !== matching[next]);
  const runs = runsOf(entries, shown, request, isApart);
  const rows = runs.flatMap((run) => (run.isOpen ? run.indexes.map((index) => [index]) : [run.indexes]));
  const place = placeOf(entries, request.anchor);
  const at = lowerBound(rows, (row) => row.at(-1)! >= place);
  const first = Math.max(0, at - (request.anchor.kind === "head" ? 0 : request.before));
  const end = Math.min(rows.length, at + (request.anchor.kind === "tail" ? 0 : request.after));
  const page = rows.slice(first, end);
  const idsOf = (found: readonly (readonly number[])[]) => found.map(([index]) => entries[index!]!.id);
  const repeats = runs.filter(({ indexes }) => indexes.length > 1 && page.some(([index]) => indexes.includes(index!)));
  return {
    entries: page.map(([index]) => entries[index!]!),
    ...(reach > 0 && {
      context: {
        beside: idsOf(page.filter(([index]) => !matching[index!])),
        breaks: idsOf(page.filter((row, nth) => nth + 1 < page.length && page[nth + 1]![0] !== row.at(-1)! + 1)),
      },
    }),
    ...(request.repeats !== undefined && { repeats: repeats.map((run) => repeatOf(entries, run)) }),
    anchorIndex: at - first,
    remarks: [],
    atStart: first === 0,
    atEnd: end === rows.length,
    position: page[0]?.[0] ?? place,
    total: entries.length,
    revision: context.revision,
  };
}

type Run = { readonly indexes: readonly number[]; readonly isOpen: boolean };

/** What is shown, in runs of what repeats; each alone where repeats are not asked for. */
function runsOf(
  entries: readonly LogEntry[],
  shown: readonly number[],
  { repeats }: PageRequest,
  isApart: (one: number, next: number) => boolean,
): readonly Run[] {
  const runs: number[][] = [];
  for (const index of shown) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const isSame =
      repeats !== undefined &&
      before !== undefined &&
      !isApart(before, index) &&
      saysTheSame(entries[before]!, entries[index]!, repeats.as);
    if (isSame) run?.push(index);
    else runs.push([index]);
  }
  return runs.map((indexes) => ({
    indexes,
    isOpen: indexes.length > 1 && repeats?.opened.includes(entries[indexes[0]!]!.id) === true,
  }));
}

const SAID = ["source", "level", "unit", "identifier", "host", "format"] as const;
const SAID_MARKS = Mark.continues | Mark.notUtf8 | Mark.partial | Mark.late;

function saysTheSame(one: LogEntry, other: LogEntry, kind: RepeatKind): boolean {
  const isExact = kind === "same" || levelNumber(one.level) <= levelNumber("error");
  const isSame = isExact ? one.message === other.message : skeletonOf(one.message) === skeletonOf(other.message);
  return isSame && SAID.every((name) => one[name] === other[name]) && ((one.marks ^ other.marks) & SAID_MARKS) === 0;
}

function repeatOf(entries: readonly LogEntry[], { indexes, isOpen }: Run): Repeat {
  const first = entries[indexes[0]!]!;
  const last = entries[indexes.at(-1)!]!;
  return {
    first: first.id,
    last: { id: last.id, order: last.order },
    lastAt: last.at,
    count: indexes.length,
    isOpen,
  };
}

function findIn(
  entries: readonly LogEntry[],
  request: FindRequest,
  wanted: (query: Query, scope: Scope) => (entry: LogEntry) => boolean,
): LogEntry | undefined {
  const matches = wanted(request.query, request.scope);
  const sought = wanted(request.pattern, request.scope);
  const reach = request.query.kind === "all" ? 0 : (request.context ?? 0);
  const isShown = (index: number): boolean =>
    entries.slice(Math.max(0, index - reach), index + reach + 1).some(matches);
  const from = request.from === undefined ? undefined : placeOf(entries, { kind: "entry", id: request.from });
  const isFound = (index: number): boolean => sought(entries[index]!) && isShown(index);
  if (request.direction === "newer") {
    for (let index = from === undefined ? 0 : from + 1; index < entries.length; index += 1) {
      if (isFound(index)) return entries[index];
    }
    return undefined;
  }
  for (let index = (from ?? entries.length) - 1; index >= 0; index -= 1) {
    if (isFound(index)) return entries[index];
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
