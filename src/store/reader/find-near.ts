import { entryId } from "../../core/entry.js";
import type { FindRequest } from "../../core/ports.js";
import { EVERYTHING } from "../../core/query/ast.js";
import { isMatch, isSame, opposite, startsAt } from "./context-rows.js";
import type { Desk } from "./desk.js";
import { BUSY, type Direction, type Merge, mergeRows, type RowRef, type Starts } from "./merge.js";
import type { Plan } from "./plan.js";
import type { Work } from "./work.js";

type Near = { readonly shown: Plan; readonly sought: Plan; readonly reach: number; readonly direction: Direction };

/**
 * The nearest row that is looked for among matches and their neighbours. Where none is near a match it goes on from the
 * next match, so that neither many matches nor many rows that are looked for make it slow.
 */
export function* findNear(
  desk: Desk,
  { query, pattern, from, direction, context = 0 }: FindRequest,
  starts: Starts,
): Work<RowRef | undefined> {
  const near: Near = { shown: desk.plan(query), sought: desk.plan(pattern), reach: context, direction };
  const isFrom = ({ run, ordinal }: RowRef): boolean => from !== undefined && from === entryId(run.number, ordinal);
  let rows = mergeRows(desk, near.sought, starts, direction);
  for (;;) {
    const row = yield* taken(rows);
    if (row === undefined) return undefined;
    if (isFrom(row)) continue;
    if (yield* isNearMatch(desk, near, row, starts)) return row;
    const next = yield* onFrom(desk, near, row, starts);
    if (next === undefined) return undefined;
    rows = mergeRows(desk, near.sought, next, direction);
  }
}

/** Whether the row or one so near to it matches. */
function* isNearMatch(desk: Desk, { shown, reach }: Near, row: RowRef, starts: Starts): Work<boolean> {
  if (isMatch(desk, shown, row)) return true;
  for (const direction of ["newer", "older"] as const) {
    const neighbours = mergeRows(desk, desk.plan(EVERYTHING), at(desk, starts, row), direction);
    for (let count = 0; count < reach;) {
      const neighbour = yield* taken(neighbours);
      if (neighbour === undefined) break;
      if (isSame(neighbour, row)) continue;
      if (isMatch(desk, shown, neighbour)) return true;
      count += 1;
      yield;
    }
  }
  return false;
}

/** Where the neighbours of the next match begin, that of the row being none of them. */
function* onFrom(desk: Desk, { shown, reach, direction }: Near, row: RowRef, starts: Starts): Work<Starts | undefined> {
  const match = yield* taken(mergeRows(desk, shown, at(desk, starts, row), direction));
  if (match === undefined) return undefined;
  const back = mergeRows(desk, desk.plan(EVERYTHING), at(desk, starts, match), opposite(direction));
  let first = match;
  for (let count = 0; count < reach;) {
    const neighbour = yield* taken(back);
    if (neighbour === undefined) break;
    if (isSame(neighbour, match)) continue;
    first = neighbour;
    count += 1;
  }
  const begin = at(desk, starts, first);
  // Older rows begin before a start: the first neighbour is one of them.
  return direction === "newer"
    ? begin
    : begin.map((start) => (start.span.run === first.run ? { ...start, at: first.ordinal + 1 } : start));
}

function at(desk: Desk, starts: Starts, row: RowRef): Starts {
  return startsAt(
    desk,
    starts.map(({ span }) => span),
    row,
  );
}

function* taken(rows: Merge): Work<RowRef | undefined> {
  for (;;) {
    const row = rows.next();
    if (row !== BUSY) return row;
    yield;
  }
}
