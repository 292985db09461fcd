import { entryId, type EntryId } from "../../core/entry.js";
import type { RepeatsRequest } from "../../core/ports.js";
import type { SourceRun } from "./catalogue.js";
import type { ShownRow } from "./context-rows.js";
import type { Desk } from "./desk.js";
import { BUSY, type Direction, type Merge, type RowRef } from "./merge.js";
import { repeatKeys } from "./repeat-keys.js";
import type { Work } from "./work.js";

/** A row that stands for all of its run, the oldest of them; or one of a run that is open. */
export type FoldedRow = ShownRow & { readonly repeat?: RowRun };

/** Neighbours that say the same. Not all that say the same, where there are very many. */
type RowRun = {
  readonly first: RowRef;
  readonly last: RowRef;
  readonly count: number;
  readonly isOpen: boolean;
};

/**
 * Of more than so many rows in a run a row stands for those within one stretch of ordinals: where it is cut does not hang
 * on where somebody began to look, and no page costs more than that for each of its rows.
 */
const LONGEST_RUN = 500;

/** Whether the second row continues the run of the first, whichever is older. */
type Continues = (row: ShownRow, next: ShownRow) => boolean;

export function createContinues(desk: Desk, { as: kind }: RepeatsRequest): Continues {
  const keys = repeatKeys(desk);
  const hasRemark = remarkTest(desk);
  return (row, next) => {
    if (row.run !== next.run || row.isContext !== next.isContext) return false;
    if (keys.of(row, kind) !== keys.of(next, kind)) return false;
    return !hasRemark(row.ordinal > next.ordinal ? row : next);
  };
}

/** Whether something is said right before a row, which must not be hidden; read for a stretch at once. */
function remarkTest(desk: Desk): (row: RowRef) => boolean {
  let known: { readonly run: SourceRun; readonly stretch: number; readonly ordinals: ReadonlySet<number> } | undefined;
  return ({ run, ordinal }) => {
    const stretch = stretchOf(ordinal);
    if (known?.run !== run || known.stretch !== stretch) {
      const first = stretch * LONGEST_RUN;
      const remarks = desk.remarks(run, first, first + LONGEST_RUN - 1);
      known = { run, stretch, ordinals: new Set(remarks.map((remark) => remark.ordinal)) };
    }
    return known.ordinals.has(ordinal);
  };
}

function stretchOf(ordinal: number): number {
  return Math.floor(ordinal / LONGEST_RUN);
}

export type Folding = {
  readonly continues: Continues;
  readonly opened: ReadonlySet<EntryId>;
  readonly direction: Direction;
  /** The first row is one of a long run that was cut before it. */
  readonly isCut: boolean;
};

/** The rows with each run as one; `rows` must begin where a run does. */
export function foldedRows(rows: Merge<ShownRow>, folding: Folding): Merge<FoldedRow> {
  const folded = inRuns(rows, folding);
  return { next: () => folded.next().value ?? undefined };
}

function* inRuns(rows: Merge<ShownRow>, folding: Folding): Generator<FoldedRow | typeof BUSY, void, undefined> {
  let { isCut } = folding;
  const waiting: ShownRow[] = [];
  for (;;) {
    const run = yield* gathered(rows, waiting, folding.continues);
    const [first] = run;
    if (first === undefined) return;
    const isLong = isCut || run.length > LONGEST_RUN;
    const end = isLong ? run.findIndex((row) => stretchOf(row.ordinal) !== stretchOf(first.ordinal)) : -1;
    isCut = end >= 0;
    yield* shown(end < 0 ? run : run.slice(0, end), folding);
    waiting.unshift(...(end < 0 ? [] : run.slice(end)));
  }
}

/** The rows of the next run, but not many more than a run may have; the row behind it waits. */
function* gathered(
  rows: Merge<ShownRow>,
  waiting: ShownRow[],
  continues: Continues,
): Generator<typeof BUSY, readonly ShownRow[], undefined> {
  const run: ShownRow[] = [];
  while (run.length <= LONGEST_RUN) {
    const row = waiting.shift() ?? rows.next();
    if (row === undefined) return run;
    if (row === BUSY) {
      yield BUSY;
      continue;
    }
    const before = run.at(-1);
    if (before !== undefined && (row.isLeap === true || !continues(before, row))) {
      waiting.unshift(row);
      return run;
    }
    run.push(row);
    if (run.length % TURN_ROWS === 0) yield BUSY;
  }
  return run;
}

/** Rows that are gone through without a rest. */
const TURN_ROWS = 256;

function* shown(run: readonly ShownRow[], { opened, direction }: Folding): Generator<FoldedRow, void, undefined> {
  const ends = [run[0], run.at(-1)];
  const [oldest, newest] = direction === "newer" ? ends : ends.toReversed();
  if (oldest === undefined || newest === undefined) return;
  if (run.length === 1) {
    yield oldest;
    return;
  }
  const isOpen = opened.has(entryId(oldest.run.number, oldest.ordinal));
  const repeat: RowRun = { first: oldest, last: newest, count: run.length, isOpen };
  if (isOpen) for (const row of run) yield { ...row, repeat };
  else yield { ...oldest, ...(run[0]?.isLeap === true && { isLeap: true }), repeat };
}

/** Whether the row stands for, or is, the other. */
export function holds({ run, ordinal, repeat }: FoldedRow, other: RowRef): boolean {
  if (run !== other.run) return false;
  if (repeat === undefined || repeat.isOpen) return ordinal === other.ordinal;
  return other.ordinal >= repeat.first.ordinal && other.ordinal <= repeat.last.ordinal;
}

/** Where the run of a row begins, or the stretch of it that the row is in; `older` are the rows before it. */
export function* beginningOf(
  row: ShownRow,
  older: Merge<ShownRow>,
  continues: Continues,
): Work<{ readonly first: RowRef; readonly isCut: boolean }> {
  const walk = gathered(older, [row], continues);
  let step = walk.next();
  while (step.done !== true) {
    yield;
    step = walk.next();
  }
  const run = step.value;
  if (run.length <= LONGEST_RUN) return { first: run.at(-1) ?? row, isCut: false };
  const first = run.findLast(({ ordinal }) => stretchOf(ordinal) === stretchOf(row.ordinal)) ?? row;
  return { first, isCut: true };
}
