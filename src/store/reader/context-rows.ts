import { entryId } from "../../core/entry.js";
import { EVERYTHING } from "../../core/query/ast.js";
import { firstIndex, type Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import { BUSY, type Direction, type Merge, mergeRows, type RowRef, type Starts } from "./merge.js";
import { startsOf } from "./place.js";
import { PIECE_ROWS, type Plan } from "./plan.js";

/** A row that is shown: because it matches, or beside one that does. */
export type ShownRow = RowRef & {
  /** It does not match, but is near a row that does. */
  readonly isContext?: boolean;
  /** Rows lie between it and the row that came before it in this direction. */
  readonly isLeap?: boolean;
};

/** Rows from the given starts on, in one direction. */
export type Looking = { readonly plan: Plan; readonly starts: Starts; readonly direction: Direction };

type Rows<Row, Out = void> = Generator<Row | typeof BUSY, Out, undefined>;

/** As `mergeRows`, with up to `reach` neighbours of each match on either side, each row once, as `grep -C` shows them. */
export function contextRows(desk: Desk, looking: Looking, reach: number): Merge<ShownRow> {
  const rows = inContext(desk, looking, reach);
  return { next: () => rows.next().value ?? undefined };
}

/**
 * From match to match: what follows one is read on from it, what leads to the next is read back from that one. So it
 * costs nothing to leap over what is near no match.
 */
function* inContext(desk: Desk, looking: Looking, reach: number): Rows<ShownRow> {
  const { plan, starts, direction } = looking;
  const all = desk.plan(EVERYTHING);
  const spans = starts.map(({ span }) => span);
  const matches = mergeRows(desk, plan, starts, direction);
  let follow = mergeRows(desk, all, starts, direction);
  let left = yield* reachBehind(desk, plan, mergeRows(desk, all, starts, opposite(direction)), reach);
  let last: RowRef | undefined;
  let match = yield* taken(matches);
  while (left > 0 || match !== undefined) {
    const row: RowRef | undefined = left > 0 ? yield* taken(follow) : match;
    if (row === undefined) return;
    if (left > 0 && (match === undefined || !isSame(row, match))) {
      yield { ...row, isContext: true };
      left -= 1;
      last = row;
      continue;
    }
    if (left === 0) {
      yield* leadTo(desk, looking, { match: row, last, reach });
      follow = mergeRows(desk, all, startsAt(desk, spans, row), direction);
      // Newer rows begin with the match itself.
      if (direction === "newer") yield* taken(follow);
    } else yield row;
    last = row;
    left = reach;
    match = yield* taken(matches);
  }
}

type Lead = { readonly match: RowRef; readonly last: RowRef | undefined; readonly reach: number };

/** A match that lies further on than the rows behind the last one, and what leads to it: not again what was shown. */
function* leadTo(desk: Desk, { starts, direction }: Looking, { match, last, reach }: Lead): Rows<ShownRow> {
  const spans = starts.map(({ span }) => span);
  const back = mergeRows(desk, desk.plan(EVERYTHING), startsAt(desk, spans, match), opposite(direction));
  const rows: RowRef[] = [match];
  let isLeap = last !== undefined;
  for (;;) {
    const row = yield* taken(back);
    if (row === undefined || !isAhead(row, starts, direction)) break;
    if (isSame(row, match)) continue;
    if (last !== undefined && isSame(row, last)) isLeap = false;
    if ((last !== undefined && isSame(row, last)) || rows.length > reach) break;
    rows.push(row);
  }
  for (const [index, row] of rows.toReversed().entries()) {
    yield { ...row, ...(row !== match && { isContext: true }), ...(isLeap && index === 0 && { isLeap }) };
  }
}

export function opposite(direction: Direction): Direction {
  return direction === "newer" ? "older" : "newer";
}

/** How many rows from the start on are near a match that lies behind it. */
function* reachBehind(desk: Desk, plan: Plan, behind: Merge, reach: number): Rows<never, number> {
  for (let left = reach; left > 0; left -= 1) {
    const row = yield* taken(behind);
    if (row === undefined) return 0;
    if (isMatch(desk, plan, row)) return left;
    yield BUSY;
  }
  return 0;
}

function* taken(rows: Merge): Rows<never, RowRef | undefined> {
  for (;;) {
    const row = rows.next();
    if (row !== BUSY) return row;
    yield BUSY;
  }
}

/** Whether the row itself matches. At most some milliseconds. */
export function isMatch(desk: Desk, plan: Plan, { run, ordinal }: RowRef): boolean {
  const block = desk.blockOf(run, ordinal);
  if (plan.isAll || block === undefined || plan.total(run, block.header) === 0) return plan.isAll;
  const row = ordinal - block.header.first;
  const piece = Math.floor(row / PIECE_ROWS);
  const rows = plan.known(block.header, piece) ?? plan.test(block, piece, desk.view(block, row));
  return rows[firstIndex(rows.length, (index) => (rows[index] ?? 0) >= row)] === row;
}

export function startsAt(desk: Desk, spans: readonly Span[], { run, ordinal }: RowRef): Starts {
  return startsOf(desk, spans, { kind: "entry", id: entryId(run.number, ordinal) });
}

/** Whether the row lies from the starts on, and not behind them. */
function isAhead({ run, ordinal }: RowRef, starts: Starts, direction: Direction): boolean {
  const at = starts.find(({ span }) => span.run === run)?.at ?? 0;
  return direction === "newer" ? ordinal >= at : ordinal < at;
}

/** Whether nothing lies between a row and a later one. */
export function touches(desk: Desk, spans: readonly Span[], row: RowRef, next: RowRef): boolean {
  const before = mergeRows(desk, desk.plan(EVERYTHING), startsAt(desk, spans, next), "older").next();
  return before !== undefined && before !== BUSY && isSame(before, row);
}

export function isSame(one: RowRef, other: RowRef): boolean {
  return one.ordinal === other.ordinal && one.run === other.run;
}
