import { keysOf } from "../query/stages/columns.js";
import type { Matchable } from "../query/matchable.js";
import type { AggregateStage } from "../query/statement.js";
import type { LocalOffset } from "../time.js";
import { type Cell, cellReader, numberIn } from "./cell.js";
import { addColumns, type RowColumns } from "./add-columns.js";
import { tableOf } from "./group-rows.js";
import { createGrouping, type Grouping, type Groups, groupsRule } from "./groups.js";
import { addNumber } from "./summary.js";
import type { Table } from "./table.js";

/** An aggregate being made. Entries may come in any order and in parts. */
export type Aggregation = {
  readonly stage: AggregateStage;
  /** One entry. */
  add(row: Matchable): void;
  /** Rows that lie in columns; the same as `add` of each. */
  addColumns(columns: RowColumns): void;
  /** So many entries of which only these keys are known. Not for stages that measure. */
  addCounted(at: number, keys: readonly Cell[], count: number): void;
  /** Whether all times between the two lie in one slice, so that any of them stands for all. */
  isOneSlice(from: number, to: number): boolean;
  merge(other: Groups): void;
  /** What can be merged into another one; it must not grow any more. */
  readonly groups: Groups;
  table(): Table;
};

export function createAggregation(stage: AggregateStage, localOffset: LocalOffset): Aggregation {
  const grouping = createGrouping(groupsRule(stage, localOffset));
  const { groups } = grouping;
  return {
    stage,
    groups,
    add: rowAdder(stage, grouping),
    addColumns: (columns) => addColumns(grouping, columns),
    addCounted(at, keys, count) {
      if (count > 0) grouping.add(grouping.sliceOf(at), keys, count);
    },
    isOneSlice: (from, to) => grouping.isOneSlice(from, to),
    merge: (other) => grouping.merge(other),
    table: () => tableOf(stage, groups, (slice) => grouping.startOf(slice)),
  };
}

function rowAdder(stage: AggregateStage, grouping: Grouping): (row: Matchable) => void {
  const keys = keysOf(stage).map(cellReader);
  const measure = stage.kind === "stats" ? cellReader(stage.of) : undefined;
  return (row) => {
    const value = measure === undefined ? undefined : numberIn(measure(row));
    if (measure !== undefined && value === undefined) {
      grouping.groups.unmeasured += 1;
      return;
    }
    const cells = keys.map((read) => read(row));
    const group = grouping.group(grouping.sliceOf(row.at()), cells);
    group.count += 1;
    if (value !== undefined && group.summary !== undefined) addNumber(group.summary, value);
  };
}
