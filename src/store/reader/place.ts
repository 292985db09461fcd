import { ordinalOf, sourceNumberOf, type EntryId } from "../../core/entry.js";
import type { Anchor } from "../../core/ports.js";
import { firstIndex, type Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import type { Starts } from "./merge.js";

/** For each source the first ordinal at or after the anchor. */
export function startsOf(desk: Desk, spans: readonly Span[], anchor: Anchor): Starts {
  switch (anchor.kind) {
    case "head":
      return spans.map((span) => ({ span, at: span.from }));
    case "tail":
      return spans.map((span) => ({ span, at: span.to }));
    case "time":
      return spans.map((span) => ({ span, at: firstFrom(desk, span, anchor.at) }));
    case "entry":
      return startsAtEntry(desk, spans, anchor.id);
    case "fraction":
      return startsAtFraction(desk, spans, anchor.fraction);
  }
}

/** An entry that is not there (any more) stands for the end. */
function startsAtEntry(desk: Desk, spans: readonly Span[], id: EntryId): Starts {
  const number = sourceNumberOf(id);
  const ordinal = ordinalOf(id);
  const run = desk.run(number);
  const block = run === undefined ? undefined : desk.blockOf(run, ordinal);
  if (block === undefined) return startsOf(desk, spans, { kind: "tail" });
  const order = block.columns.order()[ordinal - block.header.first] ?? 0;
  return spans.map((span) => {
    if (span.run.number === number) return { span, at: Math.min(ordinal, span.to) };
    // Of entries with the same order the one of the lower source number comes first.
    return { span, at: span.run.number < number ? firstAfter(desk, span, order) : firstFrom(desk, span, order) };
  });
}

/** First ordinal whose order is not before the given one. */
function firstFrom(desk: Desk, span: Span, order: number): number {
  return search(desk, span, (other) => other >= order);
}

/** First ordinal whose order is later than the given one. */
function firstAfter(desk: Desk, span: Span, order: number): number {
  return search(desk, span, (other) => other > order);
}

function search(desk: Desk, { run, from, to }: Span, reached: (order: number) => boolean): number {
  const { blocks } = run;
  const header = blocks[firstIndex(blocks.length, (index) => reached(blocks[index]?.orderLast ?? Infinity))];
  if (header === undefined) return to;
  const orders = desk.open(run, header).columns.order();
  const row = firstIndex(header.count, (index) => reached(orders[index] ?? Infinity));
  return Math.min(to, Math.max(from, header.first + row));
}

/**
 * One source: exactly there. Several: the latest order that leaves no more than that part of all entries before it,
 * found by halving; entries of the very same order are then gone through source by source.
 */
function startsAtFraction(desk: Desk, spans: readonly Span[], fraction: number): Starts {
  const total = totalOf(spans);
  const target = Math.min(total, Math.max(0, Math.floor(fraction * total)));
  const [only] = spans;
  if (only !== undefined && spans.length === 1) return [{ span: only, at: only.from + target }];
  if (target === total) return startsOf(desk, spans, { kind: "tail" });
  const order = orderAt(desk, spans, target);
  let left = target;
  const lows = spans.map((span) => {
    const at = firstFrom(desk, span, order);
    left -= at - span.from;
    return at;
  });
  return spans.map((span, index) => {
    const low = lows[index] ?? span.from;
    const same = firstAfter(desk, span, order) - low;
    const more = Math.max(0, Math.min(left, same));
    left -= more;
    return { span, at: low + more };
  });
}

function orderAt(desk: Desk, spans: readonly Span[], target: number): number {
  const blocks = spans.flatMap(({ run }) => run.blocks);
  let low = blocks.reduce((least, { orderFirst }) => Math.min(least, orderFirst), Infinity);
  let high = blocks.reduce((most, { orderLast }) => Math.max(most, orderLast), -Infinity) + 1;
  while (high - low > 1) {
    const middle = Math.floor(low + (high - low) / 2);
    if (rankOf(desk, spans, middle) <= target) low = middle;
    else high = middle;
  }
  return low;
}

export function totalOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** About how many entries have an earlier order; exact where the times of a block are at hand. */
function rankOf(desk: Desk, spans: readonly Span[], order: number): number {
  return spans.reduce((sum, span) => sum + countBefore(desk, span, order), 0);
}

/** About how many entries of a source have an earlier order. */
export function countBefore(desk: Desk, { run, from, to }: Span, order: number): number {
  const { blocks } = run;
  const header = blocks[firstIndex(blocks.length, (index) => (blocks[index]?.orderLast ?? Infinity) >= order)];
  if (header === undefined) return to - from;
  const base = header.first - from;
  if (order <= header.orderFirst) return Math.min(to - from, base);
  const { columns } = desk.open(run, header);
  if (columns.hasTimes()) {
    const orders = columns.order();
    return Math.min(to - from, base + firstIndex(header.count, (index) => (orders[index] ?? Infinity) >= order));
  }
  const part = (order - header.orderFirst) / (header.orderLast - header.orderFirst);
  return Math.min(to - from, base + Math.floor(part * header.count));
}
