import { entryId } from "../../core/entry.js";
import type { BlockHeader } from "../block/block-table.js";
import { blockIndex, firstIndex, type SourceRun, type Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import { PIECE_ROWS, type Plan } from "./plan.js";
import type { OpenBlock } from "./row-view.js";

/** Where an entry is. */
export type RowRef = { readonly run: SourceRun; readonly ordinal: number };

/** Said instead of a row when some milliseconds of looking have brought none yet: call again. */
export const BUSY = Symbol("busy");

export type Direction = "older" | "newer";

/** The matching rows of several sources, one by one, in (order, id) order or against it. */
export type Merge<Row = RowRef> = { next(): Row | typeof BUSY | undefined };

/** From the given ordinal of each source: `newer` includes it, `older` begins before it. */
export type Starts = readonly { readonly span: Span; readonly at: number }[];

type Cursor = {
  readonly span: Span;
  readonly direction: Direction;
  /** The next ordinal to look at. */
  at: number;
  /** The matching row found there, or none yet. */
  head: number | undefined;
  order: number;
  isDone: boolean;
  block: OpenBlock | undefined;
};

export function mergeRows(desk: Desk, plan: Plan, starts: Starts, direction: Direction): Merge {
  const cursors = starts.map(({ span, at }): Cursor => {
    const first = direction === "newer" ? Math.max(at, span.from) : Math.min(at, span.to) - 1;
    return { span, direction, at: first, head: undefined, order: 0, isDone: false, block: undefined };
  });
  // With one source its own order is the order; its times need not be read.
  const isMerge = cursors.length > 1;
  return {
    next() {
      let best: Cursor | undefined;
      for (const cursor of cursors) {
        if (!cursor.isDone && cursor.head === undefined && !settle(desk, plan, cursor, isMerge)) return BUSY;
        if (cursor.head !== undefined && (best === undefined || comesBefore(cursor, best))) best = cursor;
      }
      if (best?.head === undefined) return undefined;
      const ordinal = best.head;
      best.at = ordinal + (direction === "newer" ? 1 : -1);
      best.head = undefined;
      return { run: best.span.run, ordinal };
    },
  };
}

function comesBefore(left: Cursor, right: Cursor): boolean {
  const difference = left.order - right.order || idOf(left) - idOf(right);
  return left.direction === "newer" ? difference < 0 : difference > 0;
}

function idOf({ span, head }: Cursor): number {
  return entryId(span.run.number, head ?? 0);
}

/** Finds the cursor's next matching row, or that there is none; false when it has looked long enough. */
function settle(desk: Desk, plan: Plan, cursor: Cursor, wantsOrder: boolean): boolean {
  const { run } = cursor.span;
  for (;;) {
    const header = headerAt(cursor);
    if (header === undefined) {
      cursor.isDone = true;
      return true;
    }
    if (plan.total(run, header) === 0) {
      cursor.at = cursor.direction === "newer" ? header.first + header.count : header.first - 1;
      continue;
    }
    // A block that has grown since is another one: always ask by its header of now.
    if (cursor.block?.header !== header) cursor.block = desk.open(run, header);
    const found = plan.isAll ? cursor.at : nextInPiece(desk, plan, cursor, cursor.block);
    if (found === "tested") return false;
    if (found === "passed") continue;
    if (wantsOrder) cursor.order = cursor.block.columns.order()[found - header.first] ?? 0;
    takeHead(cursor, found);
    return true;
  }
}

/** Rows that came after the question was asked are not part of the answer. */
function takeHead(cursor: Cursor, found: number): void {
  if (found >= cursor.span.to) cursor.isDone = true;
  else cursor.head = found;
}

/** The block at or next to the cursor; steps over what is missing. */
function headerAt(cursor: Cursor): BlockHeader | undefined {
  if (!isWithin(cursor)) return undefined;
  const { blocks } = cursor.span.run;
  const index = blockIndex(blocks, cursor.at);
  const header = blocks[index];
  if (header !== undefined && header.first <= cursor.at) return header;
  const next = cursor.direction === "newer" ? header : blocks[index - 1];
  if (next === undefined) return undefined;
  cursor.at = cursor.direction === "newer" ? next.first : next.first + next.count - 1;
  return isWithin(cursor) ? next : undefined;
}

function isWithin({ at, span }: Cursor): boolean {
  return at >= span.from && at < span.to;
}

/** The next match in the cursor's piece; if it has none the cursor moves past it: "tested" if that took work. */
function nextInPiece(desk: Desk, plan: Plan, cursor: Cursor, block: OpenBlock): number | "tested" | "passed" {
  const { header } = block;
  const row = cursor.at - header.first;
  const piece = Math.floor(row / PIECE_ROWS);
  const known = plan.known(header, piece);
  const rows = known ?? plan.test(block, piece, desk.view(block, row));
  const isNewer = cursor.direction === "newer";
  const index = isNewer
    ? firstIndex(rows.length, (at) => (rows[at] ?? 0) >= row)
    : firstIndex(rows.length, (at) => (rows[at] ?? 0) > row) - 1;
  const match = rows[index];
  if (match !== undefined) return header.first + match;
  cursor.at = header.first + (isNewer ? Math.min(header.count, (piece + 1) * PIECE_ROWS) : piece * PIECE_ROWS - 1);
  return known === undefined ? "tested" : "passed";
}
