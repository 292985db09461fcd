import type { Aggregation } from "../../core/aggregate/aggregation.js";
import { createTableRun, type TableRun } from "../../core/aggregate/table-run.js";
import type { AggregateRequest, AggregateSnapshot, Scope } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import type { LocalOffset } from "../../core/time.js";
import { addBlock, type BlockReducer, createBlockReducer } from "./aggregate-block.js";
import { blockIndex, type Span } from "./catalogue.js";
import type { Desk } from "./desk.js";
import { scanAll } from "./page.js";
import { totalOf } from "./place.js";
import type { Work } from "./work.js";

/** The first look at a table that grows, and how much longer than making one is worked before the next. */
const FIRST_LOOK_MS = 250;
const WORK_PER_LOOK = 8;

/** Tables of what has been read so far; the last is complete. */
export function* readAggregate(
  desk: Desk,
  { statement, scope }: AggregateRequest,
  localOffset: LocalOffset,
): Work<void, AggregateSnapshot> {
  const run = createTableRun(statement.stages, localOffset);
  const asked = { query: statement.query, scope };
  const isDue = createLooks();
  const work = run.unordered === undefined ? reduceEntries(desk, asked, run) : reduceBlocks(desk, asked, run.unordered);
  for (let step = work.next(); step.done !== true; step = work.next()) {
    const done = step.value ?? 0;
    yield isDue.next(() => ({ table: run.table(), done, isComplete: false }));
  }
  yield { table: run.table(), done: 1, isComplete: true };
}

/** Snapshots at times that make them cost little beside the work itself. */
function createLooks(): { next(show: () => AggregateSnapshot): AggregateSnapshot | undefined } {
  let due = performance.now() + FIRST_LOOK_MS;
  return {
    next(show) {
      const start = performance.now();
      if (start < due) return undefined;
      const snapshot = show();
      const end = performance.now();
      due = end + Math.max(FIRST_LOOK_MS, (end - start) * WORK_PER_LOOK);
      return snapshot;
    },
  };
}

type Asked = { readonly query: Query; readonly scope: Scope };

/** Which part is done, between two blocks. */
function* reduceBlocks(desk: Desk, { query, scope }: Asked, aggregation: Aggregation): Work<void, number> {
  const reducer = createBlockReducer(desk, query, aggregation);
  const spans = desk.spans(scope);
  const total = Math.max(1, totalOf(spans));
  let passed = 0;
  for (const span of spans) {
    for (let at = span.from; at < span.to;) {
      const end = yield* reduceAt(desk, reducer, span, at);
      passed += end - at;
      at = end;
      yield passed / total;
    }
  }
}

/** By ordinals, because blocks may be merged while this rests. Gives the ordinal to go on at. */
function* reduceAt(desk: Desk, reducer: BlockReducer, span: Span, at: number): Work<number, number> {
  const { run } = span;
  const header = run.blocks[blockIndex(run.blocks, at)];
  if (header === undefined) return span.to;
  const { first, count } = header;
  // Entries that are not kept any more.
  if (first > at) return first;
  const to = Math.min(span.to, first + count);
  yield* addBlock(reducer, desk.open(run, header), { from: at - first, to: to - first });
  return to;
}

/** Entry by entry, where stages stand between the query and the aggregate. How many there will be is not known. */
function* reduceEntries(desk: Desk, { query, scope }: Asked, run: TableRun): Work<void, number> {
  const scan = scanAll(desk, { query, scope, ...run.plan });
  for (let step = scan.next(); step.done !== true && !run.isFull(); step = scan.next()) {
    run.push(step.value ?? []);
    yield 0;
  }
  run.end();
}
