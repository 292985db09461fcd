import { Bug } from "../fault.js";
import type { LogEntry } from "../entry.js";
import { entryRow } from "../query/match/entry-row.js";
import type { Stage } from "../query/statement.js";
import type { LocalOffset } from "../time.js";
import { type Aggregation, createAggregation } from "./aggregation.js";
import { createEntryStages, type EntryPlan, planEntries } from "./entry-stages.js";
import { applyTableStages, partsOf, type Table } from "./table.js";

/** The stages of a statement that makes a table, ready to be fed. */
export type TableRun = {
  /** How entries must come to `push`; what it leaves out need not be read. */
  readonly plan: Pick<EntryPlan, "direction" | "limit">;
  /** Undefined when entries must come one by one, in order, to `push`; else they may be given to it in any. */
  readonly unordered: Aggregation | undefined;
  /** Matching entries, as the plan says. */
  push(entries: readonly LogEntry[]): void;
  /** No more entries will come. */
  end(): void;
  /** Nothing that comes can change the table. */
  isFull(): boolean;
  table(): Table;
};

/** Throws a Bug for stages that make no table. */
export function createTableRun(stages: readonly Stage[], localOffset: LocalOffset): TableRun {
  const parts = partsOf(stages);
  if (parts === undefined) throw new Bug("these stages make no table");
  const aggregation = createAggregation(parts.aggregate, localOffset);
  const { direction, limit, rest } = planEntries(parts.before);
  const passing = createEntryStages(rest);
  const turned: LogEntry[][] = [];
  const take = (entries: readonly LogEntry[]): void => {
    for (const { entry } of passing.push(entries)) aggregation.add(entryRow(entry));
  };
  return {
    plan: { direction, limit },
    unordered: parts.before.length === 0 ? aggregation : undefined,
    push(entries) {
      if (direction === "newest-first") turned.push(entries.toReversed());
      else take(entries);
    },
    end() {
      for (const entries of turned.toReversed()) take(entries);
      for (const { entry } of passing.end()) aggregation.add(entryRow(entry));
    },
    isFull: () => passing.isFull(),
    table: () => applyTableStages(aggregation.table(), parts.after),
  };
}
