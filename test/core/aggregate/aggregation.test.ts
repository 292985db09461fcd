import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeyColumn } from "../../../src/core/aggregate/add-columns.js";
import { createAggregation } from "../../../src/core/aggregate/aggregation.js";
import { type Cell, cellReader, numberIn } from "../../../src/core/aggregate/cell.js";
import { MOST_GROUPS } from "../../../src/core/aggregate/groups.js";
import { applyTableStages } from "../../../src/core/aggregate/table.js";
import type { LogEntry } from "../../../src/core/entry.js";
import { entryRow } from "../../../src/core/query/match/entry-row.js";
import { keysOf } from "../../../src/core/query/stages/columns.js";
import type { AggregateStage } from "../../../src/core/query/statement.js";
import { micros, MICROS_PER_HOUR } from "../../../src/core/time.js";
import { someEntry } from "../../support/queries.js";
import { someAggregate } from "../../support/statements.js";

/** Berlin's clocks go back an hour on 25 October 2026 at 01:00 UTC. */
const CHANGE = Date.UTC(2026, 9, 25, 1) * 1_000;
const berlin = (civil: number) => (civil < CHANGE + 2 * MICROS_PER_HOUR ? 2 : 1) * MICROS_PER_HOUR;

function columnOf(field: string, entries: readonly LogEntry[]): KeyColumn {
  const values: Cell[] = [];
  const read = cellReader(field);
  const codes = entries.map((entry) => {
    const cell = read(entryRow(entry));
    const known = values.indexOf(cell);
    return known >= 0 ? known : values.push(cell) - 1;
  });
  return { codes: Uint32Array.from(codes), values };
}

function numbersOf(field: string, entries: readonly LogEntry[]): (row: number) => number | undefined {
  const read = cellReader(field);
  return (row) => numberIn(read(entryRow(entries[row]!)));
}

function byRows(stage: AggregateStage, entries: readonly LogEntry[]) {
  const aggregation = createAggregation(stage, berlin);
  for (const entry of entries) aggregation.add(entryRow(entry));
  return aggregation;
}

const entries = fc.array(someEntry, { maxLength: 60 });

describe("an aggregation", () => {
  it("tells the same of rows in columns as of the rows one by one, all of them or some", () => {
    fc.assert(
      fc.property(someAggregate, entries, fc.func(fc.boolean()), (stage, rows, pick) => {
        const chosen = rows.flatMap((entry, row) => (pick(entry.id) ? [row] : []));
        for (const wanted of [undefined, chosen]) {
          const inColumns = createAggregation(stage, berlin);
          inColumns.addColumns({
            rows: wanted === undefined ? undefined : Uint32Array.from(wanted),
            count: rows.length,
            at: Float64Array.from(rows, (entry) => entry.at),
            keys: keysOf(stage).map((field) => columnOf(field, rows)),
            numberAt: stage.kind === "stats" ? numbersOf(stage.of, rows) : undefined,
          });
          const expected = byRows(stage, wanted === undefined ? rows : wanted.map((row) => rows[row]!));
          expect(inColumns.table()).toEqual(expected.table());
        }
      }),
    );
  });

  it("tells the same of parts that are merged as of the whole, in any order", () => {
    fc.assert(
      fc.property(someAggregate, entries, fc.func(fc.nat(2)), (stage, rows, part) => {
        const parts = [0, 1, 2].map((number) => rows.filter((entry) => part(entry.id) === number));
        const merged = createAggregation(stage, berlin);
        for (const some of parts.toReversed()) merged.merge(structuredClone(byRows(stage, some).groups));
        expect(merged.table()).toEqual(byRows(stage, rows).table());
      }),
    );
  });

  it("cuts days at midnight and loses no hour where clocks go back", () => {
    const hours = Array.from({ length: 72 }, (_, hour) => CHANGE - 30 * MICROS_PER_HOUR + hour * MICROS_PER_HOUR);
    const of = (width: number) => {
      const aggregation = createAggregation({ kind: "count", slice: { kind: "width", width }, by: [] }, berlin);
      for (const at of hours) aggregation.addCounted(at, [], 1);
      return aggregation.table().rows;
    };
    expect(of(24 * MICROS_PER_HOUR).map(([, count]) => count)).toEqual([3, 24, 25, 20]);
    expect(of(MICROS_PER_HOUR).every(([, count]) => count === 1)).toBe(true);
    expect(of(MICROS_PER_HOUR).length).toBe(72);
  });

  it("makes slices as wide as the times reach, and fills those between with nothing", () => {
    const aggregation = createAggregation({ kind: "count", slice: { kind: "auto" }, by: [] }, berlin);
    for (const minute of [0, 3, 59]) aggregation.addCounted(minute * 60_000_000, [], 1);
    const { rows } = aggregation.table();
    expect(rows.length).toBe(60);
    expect(rows.filter(([, count]) => count === 1).map(([at]) => Number(at) / 60_000_000)).toEqual([0, 3, 59]);
    aggregation.addCounted(60 * 60_000_000, [], 1);
    expect(aggregation.table().rows.length).toBe(13);
  });

  it("keeps so many groups apart and says what is in the rest", () => {
    const aggregation = createAggregation({ kind: "count", slice: undefined, by: ["unit"] }, berlin);
    for (let index = 0; index < MOST_GROUPS + 5; index += 1) aggregation.addCounted(0, [`u${index}`], 2);
    const { rows, others, remarks } = aggregation.table();
    expect([rows.length, others]).toEqual([MOST_GROUPS, [undefined, 10]]);
    expect(remarks).toEqual([{ kind: "too-many-groups", groups: MOST_GROUPS, entries: 10 }]);
  });

  it("puts what top leaves out together, with shares of everything", () => {
    const aggregation = createAggregation({ kind: "top", most: 2, fields: ["unit"] }, berlin);
    for (const [unit, count] of [
      ["a", 5],
      ["b", 3],
      ["c", 1],
      ["d", 1],
    ] as const)
      aggregation.addCounted(0, [unit], count);
    expect(aggregation.table()).toMatchObject({
      rows: [
        ["a", 5, 0.5],
        ["b", 3, 0.3],
      ],
      others: [undefined, 2, 0.2],
    });
  });

  it("says when no entry has the field, or none a number", () => {
    const rows = [{ ...fc.sample(someEntry, 1)[0]!, fields: {}, at: micros(5) }];
    expect(byRows({ kind: "count", slice: undefined, by: ["nope"] }, rows).table().remarks).toEqual([
      { kind: "no-value", field: "nope" },
    ]);
    const stats = { kind: "stats", slice: undefined, measures: ["avg"], of: "nope", by: [] } as const;
    expect(byRows(stats, rows).table()).toMatchObject({
      rows: [[undefined]],
      remarks: [{ kind: "no-number", field: "nope", entries: 1 }],
    });
  });

  it("sorts, cuts and chooses rows of a table", () => {
    const aggregation = createAggregation({ kind: "count", slice: undefined, by: ["level"] }, berlin);
    for (const [level, count] of [
      ["info", 9],
      ["error", 2],
      [undefined, 4],
    ] as const) {
      aggregation.addCounted(0, [level], count);
    }
    const table = applyTableStages(aggregation.table(), [
      { kind: "sort", by: "level", order: "asc" },
      { kind: "last", count: 2 },
      { kind: "fields", names: ["count", "level"] },
    ]);
    expect(table.rows).toEqual([
      [9, "info"],
      [4, undefined],
    ]);
    expect(table.columns.map(({ name }) => name)).toEqual(["count", "level"]);
  });
});
