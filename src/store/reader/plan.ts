import type { Query } from "../../core/query/ast.js";
import { ALL_LEVELS, boundsOf } from "../../core/query/bounds.js";
import { soleLiteral } from "../../core/query/literals.js";
import { type Found, NO, PERHAPS, verdictAt, YES } from "../../core/query/match/verdict.js";
import { compileQuery, levelMask } from "../../core/query/predicate.js";
import type { BlockHeader } from "../block/block-table.js";
import type { SourceRun } from "./catalogue.js";
import { countLevels } from "./header-levels.js";
import { columnTest } from "./match-block.js";
import type { OpenBlock, RowView } from "./row-view.js";

/** Rows are tested in pieces of this many: the unit of work between two looks at the clock, and of remembering. */
export const PIECE_ROWS = 1_024;

/** A query made ready, and what it has found so far, block by block. */
export type Plan = {
  /** True for the query that every row matches. */
  readonly isAll: boolean;
  /** Matching rows of a piece, ascending, if they are known. */
  known(header: BlockHeader, piece: number): Uint16Array | undefined;
  /** Finds them out. At most some milliseconds. */
  test(block: OpenBlock, piece: number, view: RowView): Uint16Array;
  /** False when the block's header says that none of its rows can match. */
  mayMatch(run: SourceRun, header: BlockHeader): boolean;
  /** How many rows of the block match, when that is known without looking. */
  total(run: SourceRun, header: BlockHeader): number | undefined;
  /** The same, where a look at few columns tells it of all rows together. */
  count(block: OpenBlock): number | undefined;
  /** What `summarise` makes of the block's matches, which must all be known; the last one is kept. */
  summary(block: OpenBlock, parts: number, summarise: Summarise): Uint16Array;
  forget(id: number): void;
};

type Summarise = (block: OpenBlock, rows: Iterable<number>, parts: number) => Uint16Array;

type BlockMatches = {
  readonly pieces: (Uint16Array | undefined)[];
  unknown: number;
  total: number;
  /** What columns tell of the rows, once they have been asked; until all pieces are known. */
  verdicts: Found | undefined;
};

type Summary = { readonly parts: number; readonly by: Summarise; readonly counts: Uint16Array };

const NO_ROWS = new Uint16Array(0);

function makePlan(query: Query): Plan {
  const literal = soleLiteral(query);
  const ask = columnTest(query);
  const matches = compileQuery(query);
  const canMatch = headerTest(query);
  const byLevel = query.kind === "level" ? levelMask(query) : undefined;
  const blocks = new Map<number, BlockMatches>();
  const counts = new Map<number, number>();
  const summaries = new WeakMap<BlockHeader, Summary>();
  return {
    isAll: query.kind === "all",
    mayMatch: canMatch,
    forget(id) {
      blocks.delete(id);
      counts.delete(id);
    },
    known: (header, piece) => blocks.get(header.id)?.pieces[piece],
    total(run, header) {
      if (query.kind === "all") return header.count;
      if (byLevel !== undefined) return countLevels(header, byLevel);
      if (!canMatch(run, header)) return 0;
      const state = blocks.get(header.id);
      return state?.unknown === 0 ? state.total : counts.get(header.id);
    },
    count({ header, columns }) {
      const count = literal === undefined ? undefined : columns.texts.countWith(literal);
      if (count !== undefined) counts.set(header.id, count);
      return count;
    },
    summary(block, parts, summarise) {
      const kept = summaries.get(block.header);
      if (kept?.parts === parts && kept.by === summarise) return kept.counts;
      const pieces = query.kind === "all" || byLevel !== undefined ? undefined : stateIn(blocks, block.header).pieces;
      const rows = pieces === undefined ? rowsOfLevels(block, byLevel ?? ALL_LEVELS) : rowsOfPieces(pieces);
      const counts = summarise(block, rows, parts);
      summaries.set(block.header, { parts, by: summarise, counts });
      return counts;
    },
    test(block, piece, view) {
      const state = stateIn(blocks, block.header);
      const kept = state.pieces[piece];
      if (kept !== undefined) return kept;
      const verdicts = (state.verdicts ??= ask(block, undefined));
      if (verdicts === NO) return settle(state, () => NO_ROWS, piece);
      if (verdicts === YES || (typeof verdicts !== "number" && !verdicts.includes(PERHAPS)))
        return settle(state, (other) => rowsIn(verdicts, block.header.count, other), piece);
      const to = Math.min(block.header.count, (piece + 1) * PIECE_ROWS);
      const rows: number[] = [];
      for (let row = piece * PIECE_ROWS; row < to; row += 1) {
        const verdict = verdictAt(verdicts, row);
        if (verdict === NO) continue;
        if (verdict === PERHAPS) view.seat(block, row);
        if (verdict === YES || matches(view)) rows.push(row);
      }
      return remember(state, piece, rows.length === 0 ? NO_ROWS : Uint16Array.from(rows));
    },
  };
}

/** False when the headers say that nothing in a block can match. */
function headerTest(query: Query): (run: SourceRun, header: BlockHeader) => boolean {
  const bounds = boundsOf(query);
  const sources = new Map<number, boolean>();
  const isWanted = (run: SourceRun): boolean => {
    const known = sources.get(run.number);
    if (known !== undefined) return known;
    const wanted = bounds.source?.(run.id) ?? true;
    sources.set(run.number, wanted);
    return wanted;
  };
  return (run, header) =>
    header.atMin < bounds.to &&
    header.atMax >= bounds.from &&
    countLevels(header, bounds.levels) > 0 &&
    (bounds.source === undefined || isWanted(run));
}

function stateIn(blocks: Map<number, BlockMatches>, header: BlockHeader): BlockMatches {
  const kept = blocks.get(header.id);
  if (kept !== undefined) return kept;
  const pieces = Array.from<Uint16Array | undefined>({ length: Math.ceil(header.count / PIECE_ROWS) });
  const made = { pieces, unknown: pieces.length, total: 0, verdicts: undefined };
  blocks.set(header.id, made);
  return made;
}

function* rowsOfLevels({ columns }: OpenBlock, mask: number): Generator<number> {
  for (const [row, level] of columns.level().entries()) if (((mask >> level) & 1) === 1) yield row;
}

function* rowsOfPieces(pieces: BlockMatches["pieces"]): Generator<number> {
  for (const rows of pieces) if (rows !== undefined) yield* rows;
}

function remember(state: BlockMatches, piece: number, rows: Uint16Array): Uint16Array {
  state.pieces[piece] = rows;
  state.total += rows.length;
  state.unknown -= 1;
  if (state.unknown === 0) state.verdicts = undefined;
  return rows;
}

/** Columns have told all: no row needs looking at. Gives the rows of the one piece. */
function settle(state: BlockMatches, rowsOf: (piece: number) => Uint16Array, piece: number): Uint16Array {
  for (let other = 0; other < state.pieces.length; other += 1) {
    if (state.pieces[other] === undefined) remember(state, other, rowsOf(other));
  }
  return state.pieces[piece] ?? NO_ROWS;
}

const oneRows = new Uint16Array(PIECE_ROWS);

function rowsIn(found: Found, count: number, piece: number): Uint16Array {
  const to = Math.min(count, (piece + 1) * PIECE_ROWS);
  let length = 0;
  for (let row = piece * PIECE_ROWS; row < to; row += 1) if (verdictAt(found, row) === YES) oneRows[length++] = row;
  return length === 0 ? NO_ROWS : oneRows.slice(0, length);
}

/** How many questions are remembered with their findings. */
const KEPT_PLANS = 12;

/** The plans of the last questions: the screen asks the same one many times a second. */
export type PlanShelf = { get(query: Query): Plan; forget(id: number): void };

export function createPlanShelf(): PlanShelf {
  const plans = new Map<string, Plan>();
  return {
    get(query) {
      const key = JSON.stringify(query);
      const plan = plans.get(key) ?? makePlan(query);
      plans.delete(key);
      plans.set(key, plan);
      const oldest = plans.keys().next().value;
      if (plans.size > KEPT_PLANS && oldest !== undefined) plans.delete(oldest);
      return plan;
    },
    forget: (id) => {
      for (const plan of plans.values()) plan.forget(id);
    },
  };
}
