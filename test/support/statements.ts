import fc from "fast-check";
import { columnsAfter } from "../../src/core/query/stages/columns.js";
import { type AggregateStage, type Measure, type Stage, type Statement } from "../../src/core/query/statement.js";
import { someQuery } from "./queries.js";

const name = fc.constantFrom(
  "unit",
  "level",
  "identifier",
  "host",
  "message",
  "time",
  "pid",
  "field.unit",
  "my key",
  "count",
  "avg",
);
const keyName = name.filter((one) => one !== "time");
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
const keys = fc.uniqueArray(keyName, { maxLength: 2 });
const measures = fc.uniqueArray(fc.constantFrom<Measure>("count", "sum", "min", "max", "avg", "p50", "p99", "p99.9"), {
  minLength: 1,
  maxLength: 4,
});
const slice = fc.constantFrom(
  undefined,
  { kind: "auto" } as const,
  { kind: "width", width: 60_000_000 } as const,
  { kind: "width", width: 5_400_000_000 } as const,
);

export const someAggregate: fc.Arbitrary<AggregateStage> = fc.oneof(
  fc.record({ kind: fc.constant("count" as const), slice, by: keys }),
  fc.record({ kind: fc.constant("stats" as const), slice, measures, of: name, by: keys }),
  fc.record({ kind: fc.constant("top" as const), most: fc.integer({ min: 1, max: 20 }), fields: names }),
  fc.record({ kind: fc.constant("distinct" as const), fields: names }),
);

const count = fc.integer({ min: 1, max: 40 });
const first = fc.record({ kind: fc.constant("first" as const), count });
const last = fc.record({ kind: fc.constant("last" as const), count });
const order = fc.constantFrom("asc" as const, "desc" as const);
const sort = fc.record({ kind: fc.constant("sort" as const), by: name, order });
const dedup = fc.record({
  kind: fc.constant("dedup" as const),
  by: fc.uniqueArray(name, { maxLength: 2 }),
});
const context = fc.record({
  kind: fc.constant("context" as const),
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 3 }),
});
const fields = fc.record({ kind: fc.constant("fields" as const), names });

/** Runs of stages of entries in an order that makes sense. */
const someEntryStages: fc.Arbitrary<readonly Stage[]> = fc
  .tuple(fc.option(fc.oneof(first, last)), fc.option(dedup), fc.option(fc.oneof(sort, first, last)))
  .map((stages) => stages.filter((stage) => stage !== null));
const someLastStages: fc.Arbitrary<readonly Stage[]> = fc.oneof(
  fc.tuple(someEntryStages, fc.option(fields)).map(([stages, end]) => (end === null ? stages : [...stages, end])),
  fc.tuple(fc.option(fc.oneof(first, last)), context).map(([cut, around]) => (cut === null ? [around] : [cut, around])),
);

function tableStages(columns: readonly string[]): fc.Arbitrary<readonly Stage[]> {
  const column = fc.constantFrom(...columns);
  return fc
    .tuple(
      fc.option(fc.record({ kind: fc.constant("sort" as const), by: column, order })),
      fc.option(fc.oneof(first, last)),
      fc.option(fc.record({ kind: fc.constant("fields" as const), names: fc.uniqueArray(column, { minLength: 1 }) })),
    )
    .map((stages) => stages.filter((stage) => stage !== null));
}

export const someTableStages: fc.Arbitrary<readonly Stage[]> = fc
  .tuple(someEntryStages, someAggregate)
  .chain(([before, aggregate]) =>
    tableStages(columnsAfter(aggregate, undefined) ?? []).map((after) => [...before, aggregate, ...after]),
  );

/** Statements that the parser makes, of every kind. */
export const someStatement: fc.Arbitrary<Statement> = fc.record({
  query: someQuery,
  stages: fc.oneof(someLastStages, someTableStages),
});
