import { type Cell } from "../../core/aggregate/cell.js";
import type { Aggregation } from "../../core/aggregate/aggregation.js";
import { LEVEL_UNKNOWN, levelOf } from "../../core/level.js";
import type { Query } from "../../core/query/ast.js";
import { ALL_LEVELS } from "../../core/query/bounds.js";
import { levelMask } from "../../core/query/predicate.js";
import { keysOf } from "../../core/query/stages/columns.js";
import { keyColumn, numberColumn } from "./aggregate-keys.js";
import type { Desk } from "./desk.js";
import { PIECE_ROWS, type Plan } from "./plan.js";
import type { OpenBlock } from "./row-view.js";
import type { Work } from "./work.js";

/** An aggregate and the question whose matches it is fed, block by block. */
export type BlockReducer = {
  readonly desk: Desk;
  readonly plan: Plan;
  readonly aggregation: Aggregation;
  readonly simple: Simple | undefined;
};

/** A query about times and levels alone: a header tells whether all of a block's rows of a level match. */
type Simple = { readonly from: number; readonly to: number; readonly levels: number };

export function createBlockReducer(desk: Desk, query: Query, aggregation: Aggregation): BlockReducer {
  return { desk, plan: desk.plan(query), aggregation, simple: simpleOf(query) };
}

/** Rows [from, to) of a block. */
type Rows = { readonly from: number; readonly to: number };

/** Adds the matches among the rows: from the header if it tells enough, else from columns. Rests between pieces. */
export function* addBlock(reducer: BlockReducer, block: OpenBlock, { from, to }: Rows): Work<void, number> {
  const { plan, aggregation } = reducer;
  const { run, header } = block;
  if (!plan.mayMatch(run, header) || plan.total(run, header) === 0) return;
  const isWhole = from === 0 && to === header.count;
  if (isWhole && addHeader(reducer, block)) return;
  const rows = yield* matchingRows(reducer, block, { from, to });
  if (rows?.length === 0) return;
  addRows(aggregation, { desk: reducer.desk, block, rows });
}

/** Undefined for all rows. */
function* matchingRows(
  reducer: BlockReducer,
  block: OpenBlock,
  { from, to }: Rows,
): Work<Uint32Array | undefined, number> {
  const { desk, plan, simple } = reducer;
  const { run, header } = block;
  const isWhole = from === 0 && to === header.count;
  const matchesAll = simple === undefined ? undefined : levelsIn(simple, header) === ALL_LEVELS;
  const all = plan.isAll || matchesAll === true || plan.total(run, header) === header.count;
  if (all) return isWhole ? undefined : Uint32Array.from({ length: to - from }, (_, index) => from + index);
  const found: number[] = [];
  for (let piece = Math.floor(from / PIECE_ROWS); piece * PIECE_ROWS < to; piece += 1) {
    const isKnown = plan.known(header, piece) !== undefined;
    for (const row of plan.test(block, piece, desk.view(block, 0))) if (row >= from && row < to) found.push(row);
    if (!isKnown) yield;
  }
  return Uint32Array.from(found);
}

type Found = { readonly desk: Desk; readonly block: OpenBlock; readonly rows: Uint32Array | undefined };

function addRows(aggregation: Aggregation, { desk, block, rows }: Found): void {
  const { stage } = aggregation;
  const { header, columns } = block;
  const isSliced = !aggregation.isOneSlice(header.atMin, header.atMax);
  const keyed = { desk, block, rows };
  aggregation.addColumns({
    rows,
    count: header.count,
    at: isSliced ? columns.at() : header.atMin,
    reach: rows === undefined ? { from: header.atMin, to: header.atMax } : undefined,
    keys: keysOf(stage).map((field) => keyColumn(field, keyed)),
    numberAt: stage.kind === "stats" ? numberColumn(stage.of, keyed) : undefined,
  });
}

/** Adds the whole block by what its header counts, where that is all that the stage asks for. */
function addHeader({ aggregation, simple }: BlockReducer, { run, header }: OpenBlock): boolean {
  const { stage } = aggregation;
  const keys = keysOf(stage);
  const levels = simple === undefined ? undefined : levelsIn(simple, header);
  if (levels === undefined || stage.kind === "stats") return false;
  if (!keys.every((key) => key === "level" || key === "source")) return false;
  if (!aggregation.isOneSlice(header.atMin, header.atMax)) return false;
  for (const [level, count] of header.levels.entries()) {
    if (count === 0 || ((levels >> level) & 1) === 0) continue;
    const cells = keys.map((key): Cell =>
      key === "source" ? run.id : level === LEVEL_UNKNOWN ? undefined : levelOf(level),
    );
    aggregation.addCounted(header.atMin, cells, count);
  }
  return true;
}

/** The levels whose rows all match; undefined when times cut through the block. */
function levelsIn({ from, to, levels }: Simple, header: OpenBlock["header"]): number | undefined {
  return header.atMin >= from && header.atMax < to ? levels : undefined;
}

function simpleOf(query: Query): Simple | undefined {
  switch (query.kind) {
    case "all":
      return { from: -Infinity, to: Infinity, levels: ALL_LEVELS };
    case "level":
      return { from: -Infinity, to: Infinity, levels: levelMask(query) };
    case "time":
      return { from: query.from ?? -Infinity, to: query.to ?? Infinity, levels: ALL_LEVELS };
    case "and":
      return query.parts.reduce<Simple | undefined>(
        (met, part) => meet(met, simpleOf(part)),
        simpleOf({ kind: "all" }),
      );
    case "or":
    case "not":
    case "text":
    case "regex":
    case "field":
    case "compare":
      return undefined;
  }
}

function meet(left: Simple | undefined, right: Simple | undefined): Simple | undefined {
  if (left === undefined || right === undefined) return undefined;
  return {
    from: Math.max(left.from, right.from),
    to: Math.min(left.to, right.to),
    levels: left.levels & right.levels,
  };
}
