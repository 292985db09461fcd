import { entryId } from "../../core/entry.js";
import type { PageRequest, RepeatsRequest } from "../../core/ports.js";
import { type ShownRow, touches } from "./context-rows.js";
import type { Desk } from "./desk.js";
import { BUSY, type Direction, type Merge, type RowRef, type Starts } from "./merge.js";
import { startsOf } from "./place.js";
import { beginningOf, createContinues, type FoldedRow, foldedRows, holds } from "./repeated-rows.js";
import type { Work } from "./work.js";

/** Rows on either side of an anchor, each side from the anchor on. */
export type Sides = { readonly older: Merge<FoldedRow>; readonly newer: Merge<FoldedRow> };

export type RowsFrom = (starts: Starts, direction: Direction) => Merge<ShownRow>;

/** A side on which there is nothing to look for. */
export const NO_ROWS: Merge<never> = { next: () => undefined };

/**
 * Both sides with runs of repeats as one row each. Where the anchor is within a run, the run is the first of the newer
 * ones, as a whole; rows of one that is open stay on the side they are on.
 */
export function* foldedSides(
  desk: Desk,
  { anchor, context = 0, query, repeats }: PageRequest & { readonly repeats: RepeatsRequest },
  starts: Starts,
  rowsFrom: RowsFrom,
): Work<Sides> {
  const continues = createContinues(desk, repeats);
  const opened = new Set(repeats.opened);
  const folded = (rows: Merge<ShownRow>, direction: Direction, isCut: boolean): Merge<FoldedRow> =>
    foldedRows(rows, { continues, opened, direction, isCut });
  if (anchor.kind === "head") return { older: NO_ROWS, newer: folded(rowsFrom(starts, "newer"), "newer", false) };
  const row = anchor.kind === "tail" ? undefined : yield* taken(rowsFrom(starts, "newer"));
  if (row === undefined) return { older: folded(rowsFrom(starts, "older"), "older", false), newer: NO_ROWS };
  const isInContext = context > 0 && !desk.plan(query).isAll;
  const olderThan = (next: RowRef, from: Starts): Merge<ShownRow> =>
    isInContext ? apart(desk, rowsFrom(from, "older"), next, from) : rowsFrom(from, "older");
  const { first, isCut } = yield* beginningOf(row, olderThan(row, starts), continues);
  const from = startsAt(desk, starts, first);
  const newer = folded(rowsFrom(from, "newer"), "newer", isCut);
  const passed: FoldedRow[] = [];
  let own = yield* taken(newer);
  while (own !== undefined && !holds(own, row)) {
    passed.unshift(own);
    own = yield* taken(newer);
  }
  const older = folded(olderThan(first, from), "older", isCut);
  return { older: behind(passed, older), newer: behind(own === undefined ? [] : [own], newer) };
}

/** Some rows, and then the others. */
function behind(rows: readonly FoldedRow[], others: Merge<FoldedRow>): Merge<FoldedRow> {
  let given = 0;
  return { next: () => rows[given++] ?? others.next() };
}

/** The rows before another, the first of them a leap where rows are left out between. */
function apart(desk: Desk, older: Merge<ShownRow>, row: RowRef, starts: Starts): Merge<ShownRow> {
  const spans = starts.map(({ span }) => span);
  let isFirst = true;
  return {
    next() {
      const next = older.next();
      if (!isFirst || next === BUSY || next === undefined) return next;
      isFirst = false;
      return touches(desk, spans, next, row) ? next : { ...next, isLeap: true };
    },
  };
}

function startsAt(desk: Desk, starts: Starts, { run, ordinal }: RowRef): Starts {
  const spans = starts.map(({ span }) => span);
  return startsOf(desk, spans, { kind: "entry", id: entryId(run.number, ordinal) });
}

function* taken<Row>(rows: Merge<Row>): Work<Row | undefined> {
  for (;;) {
    const row = rows.next();
    if (row !== BUSY) return row;
    yield;
  }
}
