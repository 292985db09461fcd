import { entryId, type EntryId, type EntryParts, type LogEntry } from "../../core/entry.js";
import type { FindRequest, Page, PageContext, PageRequest, Repeat, ScanRequest } from "../../core/ports.js";
import { micros } from "../../core/time.js";
import type { PlacedRemark } from "../../core/truth.js";
import type { Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import type { OpenBlock } from "./row-view.js";
import { contextRows, touches } from "./context-rows.js";
import { findNear } from "./find-near.js";
import { foldedSides, NO_ROWS, type RowsFrom, type Sides } from "./folded-sides.js";
import { BUSY, type Merge, mergeRows, type RowRef, type Starts } from "./merge.js";
import { countBefore, startsOf, totalOf } from "./place.js";
import type { FoldedRow } from "./repeated-rows.js";
import type { Work } from "./work.js";

/** One window of rows. */
export function* readPage(desk: Desk, request: PageRequest): Work<Page> {
  const spans = desk.spans(request.scope);
  const starts = startsOf(desk, spans, request.anchor);
  const sides = yield* sidesOf(desk, request, starts);
  // One more than asked on each side tells whether there is more.
  const older = yield* collect(desk, sides.older, request.before + 1);
  const newer = yield* collect(desk, sides.newer, request.after + 1);
  const before = older.slice(0, request.before).toReversed();
  const after = newer.slice(0, request.after);
  const rows = [...before, ...after];
  return {
    entries: rows.map(({ entry }) => entry).filter((entry) => entry !== undefined),
    ...(reachOf(desk, request) > 0 && { context: contextOf(desk, spans, before, after) }),
    ...(request.repeats !== undefined && { repeats: repeatsOf(desk, rows) }),
    anchorIndex: before.length,
    atStart: older.length <= request.before,
    atEnd: newer.length <= request.after,
    remarks: remarksAt(desk, rows),
    position: positionOf(desk, spans, starts, rows[0]),
    total: totalOf(spans),
    revision: desk.revision(),
  };
}

/** Rows of a page lie close together: what lies between them is looked up, too, and left out. */
function remarksAt(desk: Desk, rows: readonly RowRef[]): readonly PlacedRemark[] {
  const found: PlacedRemark[] = [];
  for (const [run, own] of Map.groupBy(rows, (row) => row.run)) {
    const ordinals = new Set(own.map(({ ordinal }) => ordinal));
    const [first, last] = [own[0]?.ordinal ?? 0, own.at(-1)?.ordinal ?? 0];
    found.push(...desk.remarks(run, first, last).filter(({ ordinal }) => ordinals.has(ordinal)));
  }
  return found;
}

/** What is beside all there is has nothing beside it. */
function reachOf(desk: Desk, { query, context = 0 }: PageRequest): number {
  return desk.plan(query).isAll ? 0 : context;
}

/** The rows on either side of the anchor, each from the anchor on. */
function* sidesOf(desk: Desk, request: PageRequest, starts: Starts): Work<Sides> {
  const plan = desk.plan(request.query);
  const reach = reachOf(desk, request);
  const rowsFrom: RowsFrom = (from, direction) => {
    const looking = { plan, starts: from, direction };
    return reach > 0 ? contextRows(desk, looking, reach) : mergeRows(desk, plan, from, direction);
  };
  const { anchor, repeats } = request;
  if (repeats !== undefined) return yield* foldedSides(desk, { ...request, repeats }, starts, rowsFrom);
  return {
    older: anchor.kind === "head" ? NO_ROWS : rowsFrom(starts, "older"),
    newer: anchor.kind === "tail" ? NO_ROWS : rowsFrom(starts, "newer"),
  };
}

type Read = { readonly entry: LogEntry | undefined };

/** Each entry is read when it is found: its block is at hand then, and may be dropped before the next match. */
function* collect<Row extends RowRef>(desk: Desk, merge: Merge<Row>, limit: number): Work<readonly (Row & Read)[]> {
  const rows: (Row & Read)[] = [];
  while (rows.length < limit) {
    const row = merge.next();
    if (row === undefined) break;
    if (row === BUSY) yield;
    else rows.push({ ...row, entry: entryAt(desk, row) });
  }
  return rows;
}

/** Rows before the anchor were found against their order, those from it on in it. */
function contextOf(
  desk: Desk,
  spans: readonly Span[],
  before: readonly FoldedRow[],
  after: readonly FoldedRow[],
): PageContext {
  const [end, begin] = [before.at(-1), after[0]];
  const isApart = end !== undefined && begin !== undefined && !touches(desk, spans, newestOf(end), begin);
  const breaks = [
    ...before.filter(({ isLeap }) => isLeap === true),
    ...(isApart ? [end] : []),
    ...after.filter((_, index) => after[index + 1]?.isLeap === true),
  ];
  return {
    beside: [...before, ...after].filter(({ isContext }) => isContext === true).map(idOfRow),
    breaks: [...new Set(breaks.map(idOfRow))],
  };
}

/** Of the rows that this one stands for. */
function newestOf(row: FoldedRow): RowRef {
  return row.repeat?.isOpen === false ? row.repeat.last : row;
}

function repeatsOf(desk: Desk, rows: readonly FoldedRow[]): readonly Repeat[] {
  const runs = new Map<EntryId, Repeat>();
  for (const { repeat } of rows) {
    if (repeat === undefined) continue;
    const { first, last, count, isOpen } = repeat;
    const block = desk.blockOf(last.run, last.ordinal);
    const row = last.ordinal - (block?.header.first ?? 0);
    const order = micros(block?.columns.order()[row] ?? 0);
    const lastAt = micros(block?.columns.at()[row] ?? 0);
    runs.set(idOfRow(first), { first: idOfRow(first), last: { id: idOfRow(last), order }, lastAt, count, isOpen });
  }
  return [...runs.values()];
}

function idOfRow({ run, ordinal }: RowRef): EntryId {
  return entryId(run.number, ordinal);
}

/** How many entries of the scope are older than the row; without a row, than the anchor. */
function positionOf(desk: Desk, spans: readonly Span[], starts: Starts, row: RowRef | undefined): number {
  if (row === undefined) return starts.reduce((sum, { span, at }) => sum + at - span.from, 0);
  const { run, ordinal } = row;
  if (spans.length === 1) return ordinal - (spans[0]?.from ?? 0);
  const block = desk.blockOf(run, ordinal);
  const order = block?.columns.order()[ordinal - block.header.first] ?? 0;
  return spans.reduce(
    (sum, span) => sum + (span.run === run ? ordinal - span.from : countBefore(desk, span, order)),
    0,
  );
}

export function entryAt(desk: Desk, row: RowRef): LogEntry | undefined {
  const block = desk.blockOf(row.run, row.ordinal);
  return block === undefined ? undefined : entryIn(desk, block, row);
}

/** The nearest entry that matches both what is shown and what is looked for. */
export function* findNext(desk: Desk, request: FindRequest): Work<LogEntry | undefined> {
  const { query, pattern, from, direction } = request;
  const plan = desk.plan(query.kind === "all" ? pattern : { kind: "and", parts: [query, pattern] });
  const spans = desk.spans(request.scope);
  const end = direction === "older" ? "tail" : "head";
  const starts = startsOf(desk, spans, from === undefined ? { kind: end } : { kind: "entry", id: from });
  if ((request.context ?? 0) > 0 && !desk.plan(query).isAll) {
    const found = yield* findNear(desk, request, starts);
    return found === undefined ? undefined : entryAt(desk, found);
  }
  const merge = mergeRows(desk, plan, starts, direction);
  for (;;) {
    const row = merge.next();
    if (row === undefined) return undefined;
    if (row === BUSY) {
      yield;
      continue;
    }
    const entry = entryAt(desk, row);
    // Looking for newer ones begins with the entry itself, which does not count.
    if (entry !== undefined && entry.id !== from) return entry;
  }
}

function isIn(block: OpenBlock | undefined, { run, ordinal }: RowRef): boolean {
  if (block === undefined || block.run !== run) return false;
  const row = ordinal - block.header.first;
  return row >= 0 && row < block.header.count;
}

function entryIn(desk: Desk, block: OpenBlock, { ordinal }: RowRef, parts: EntryParts = "whole"): LogEntry {
  return desk.view(block, ordinal - block.header.first).entry(parts);
}

const SCAN_BATCH = 256;

/** All matches, in batches, as the store was when it began. */
export function* scanAll(desk: Desk, request: ScanRequest): Work<void, readonly LogEntry[]> {
  const isOldestFirst = request.direction === "oldest-first";
  const starts = startsOf(desk, desk.spans(request.scope), { kind: isOldestFirst ? "head" : "tail" });
  const merge = mergeRows(desk, desk.plan(request.query), starts, isOldestFirst ? "newer" : "older");
  let left = request.limit ?? Infinity;
  while (left > 0) {
    const { entries, isLast } = nextBatch(desk, merge, Math.min(left, SCAN_BATCH), request.parts);
    left -= entries.length;
    yield entries.length === 0 ? undefined : entries;
    if (isLast) return;
  }
}

/** As many as are found without a rest. Within that time no block changes: each is looked up once for its run of rows. */
function nextBatch(desk: Desk, merge: Merge, most: number, parts: EntryParts | undefined) {
  const entries: LogEntry[] = [];
  let near: OpenBlock | undefined;
  while (entries.length < most) {
    const row = merge.next();
    if (row === BUSY || row === undefined) return { entries, isLast: row === undefined };
    if (!isIn(near, row)) near = desk.blockOf(row.run, row.ordinal);
    if (near !== undefined) entries.push(entryIn(desk, near, row, parts));
  }
  return { entries, isLast: false };
}
