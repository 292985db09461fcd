import { LEVEL_UNKNOWN } from "../../core/level.js";
import type { Overview, Scope } from "../../core/ports.js";
import { EVERYTHING, type Query } from "../../core/query/ast.js";
import type { BlockHeader } from "../block/block-table.js";
import { lastPresent, type SourceRun, type Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import { countBefore, totalOf } from "./place.js";
import { PIECE_ROWS, type Plan } from "./plan.js";
import type { OpenBlock } from "./row-view.js";
import type { Work } from "./work.js";

/** Looking into blocks not seen before stops after this long; what is missing comes with the next call. */
const LOOKING_MS = 30;
const LEVELS = LEVEL_UNKNOWN + 1;

/**
 * For equal stretches of the scope, oldest first: all entries by level, and how many match. What the headers do not
 * tell is looked up newest first, for some milliseconds a call, and remembered. Within a block rows are placed to a
 * fraction of it.
 */
export function* readOverview(desk: Desk, { query, scope }: Asked, buckets: number): Work<Overview> {
  const plan = desk.plan(query);
  const deadline = performance.now() + LOOKING_MS;
  for (const span of desk.spans(scope)) yield* lookInto(desk, plan, span, deadline);
  // No rest from here on: the blocks must not change while they are added up.
  const chart = newChart(desk, desk.spans(scope), Math.max(1, buckets));
  const everything = desk.plan(EVERYTHING);
  let matches = 0;
  let complete = true;
  for (const span of chart.spans) {
    for (const header of span.run.blocks) {
      const total = plan.total(span.run, header);
      const place = placeOf(chart, span, header);
      addLevels(chart, everything, place);
      matches += total ?? 0;
      if (total === undefined) complete = false;
      else if (total > 0 && !plan.isAll) addMatches(chart, plan, place);
    }
  }
  if (plan.isAll) for (const bucket of chart.buckets) bucket.matches = sumOf(bucket.levels);
  return { buckets: chart.buckets, matches, total: chart.total, complete };
}

type Asked = { readonly query: Query; readonly scope: Scope };

/** Tests what is unknown, newest first, by ordinals: blocks may be merged while this rests. */
function* lookInto(desk: Desk, plan: Plan, { run, from, to }: Span, deadline: number): Work<void> {
  let at = to;
  while (at > from && performance.now() < deadline) {
    const block = desk.blockOf(run, at - 1);
    if (block === undefined) {
      at = Math.min(at - 1, lastPresent(run, at));
      continue;
    }
    const { header } = block;
    if (plan.total(run, header) !== undefined) {
      at = header.first;
      continue;
    }
    const piece = Math.floor((at - 1 - header.first) / PIECE_ROWS);
    plan.test(block, piece, desk.view(block, 0));
    at = header.first + piece * PIECE_ROWS;
    yield;
  }
}

type Bucket = { readonly levels: number[]; matches: number };

type Chart = {
  readonly desk: Desk;
  readonly spans: readonly Span[];
  readonly total: number;
  readonly buckets: readonly Bucket[];
  /** Into how many parts a block is divided to place its rows. */
  readonly parts: number;
};

function newChart(desk: Desk, spans: readonly Span[], count: number): Chart {
  const blocks = spans.reduce((sum, { run }) => sum + run.blocks.length, 0);
  const levels = (): number[] => Array.from<number>({ length: LEVELS }).fill(0);
  const buckets = Array.from({ length: count }, (): Bucket => ({ levels: levels(), matches: 0 }));
  return { desk, spans, total: totalOf(spans), buckets, parts: blocks > 128 ? 16 : 256 };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * A block and where it lies among all entries of the scope: its ends, and for a block wider than a bucket some points
 * between, because others may lie denser in one part of it than in another.
 */
type Placed = {
  readonly run: SourceRun;
  readonly header: BlockHeader;
  readonly points: readonly number[];
  readonly isNarrow: boolean;
};

const POINTS = 17;

function placeOf(chart: Chart, span: Span, header: BlockHeader): Placed {
  const { desk, spans, total, buckets } = chart;
  const { run } = span;
  const older = (row: number, order: number): number =>
    spans.reduce(
      (sum, other) => sum + (other === span ? header.first + row - span.from : countBefore(desk, other, order)),
      0,
    );
  const last = header.count - 1;
  const ends = [older(0, header.orderFirst), older(last, header.orderLast) + 1] as const;
  const isNarrow = (ends[1] - ends[0]) * buckets.length < total;
  if (isNarrow || spans.length === 1) return { run, header, points: ends, isNarrow };
  const orders = desk.open(run, header).columns.order();
  const points = Array.from({ length: POINTS }, (_, index) => {
    const row = Math.floor((index / (POINTS - 1)) * last);
    return older(row, orders[row] ?? header.orderFirst);
  });
  return { run, header, points, isNarrow };
}

function addLevels(chart: Chart, everything: Plan, placed: Placed): void {
  const counts = placed.isNarrow
    ? placed.header.levels
    : everything.summary(chart.desk.open(placed.run, placed.header), chart.parts, levelsByPart);
  for (const [slot, count] of counts.entries()) {
    const bucket = bucketAt(chart, placed, (Math.floor(slot / LEVELS) + 0.5) / (counts.length / LEVELS));
    const level = slot % LEVELS;
    if (bucket !== undefined) bucket.levels[level] = (bucket.levels[level] ?? 0) + count;
  }
}

function addMatches(chart: Chart, plan: Plan, placed: Placed): void {
  const counts = plan.summary(chart.desk.open(placed.run, placed.header), chart.parts, matchesByPart);
  for (const [part, count] of counts.entries()) {
    const bucket = bucketAt(chart, placed, (part + 0.5) / counts.length);
    if (bucket !== undefined) bucket.matches += count;
  }
}

/** The bucket at a fraction of the block. */
function bucketAt({ buckets, total }: Chart, { points }: Placed, fraction: number): Bucket | undefined {
  const point = fraction * (points.length - 1);
  const before = points[Math.floor(point)] ?? 0;
  const after = points[Math.floor(point) + 1] ?? before;
  const place = (before + (point % 1) * (after - before)) / Math.max(1, total);
  return buckets[Math.min(buckets.length - 1, Math.floor(place * buckets.length))];
}

function levelsByPart({ header, columns }: OpenBlock, rows: Iterable<number>, parts: number): Uint16Array {
  const used = Math.min(parts, header.count);
  const levels = columns.level();
  const counts = new Uint16Array(used * LEVELS);
  for (const row of rows) {
    const slot = Math.floor((row / header.count) * used) * LEVELS + (levels[row] ?? LEVEL_UNKNOWN);
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  return counts;
}

function matchesByPart({ header }: OpenBlock, rows: Iterable<number>, parts: number): Uint16Array {
  const used = Math.min(parts, header.count);
  const counts = new Uint16Array(used);
  for (const row of rows) {
    const part = Math.floor((row / header.count) * used);
    counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
