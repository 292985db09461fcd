import { isAggregate, type Stage } from "../query/statement.js";
import { type Cell, compareCells } from "./cell.js";

export type Column = {
  readonly name: string;
  /** `key`: what the rows are grouped by. `time`: microseconds. `share`: a part of 1. `count`: whole; `number`: any. */
  readonly kind: "time" | "key" | "count" | "number" | "share";
};

/** What an aggregate has found, in rows; cells stand in the order of the columns. */
export type Table = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** What the rows leave out, put together: its keys are undefined. Undefined when nothing is left out. */
  readonly others: readonly Cell[] | undefined;
  readonly remarks: readonly TableRemark[];
};

/** What somebody who reads the table should know of how it was made. */
export type TableRemark =
  /** There were more groups than are kept apart: `entries` of them are in `others`, or in no row at all. */
  | { readonly kind: "too-many-groups"; readonly groups: number; readonly entries: number }
  /** Entries that have no number in the field that was measured. */
  | { readonly kind: "no-number"; readonly field: string; readonly entries: number }
  /** No entry at all had a value in a field that was grouped by. */
  | { readonly kind: "no-value"; readonly field: string }
  /** Percentiles of more numbers than are kept: within this part of the true value. */
  | { readonly kind: "estimated"; readonly error: number };

/** The table after the stages that follow the aggregate: `sort`, `first`, `last`, `fields`. */
export function applyTableStages(table: Table, stages: readonly Stage[]): Table {
  return stages.reduce(applyStage, table);
}

function applyStage(table: Table, stage: Stage): Table {
  switch (stage.kind) {
    case "first":
      return { ...table, rows: table.rows.slice(0, stage.count) };
    case "last":
      return { ...table, rows: table.rows.slice(-stage.count) };
    case "sort":
      return { ...table, rows: sorted(table, stage.by, stage.order === "desc") };
    case "fields":
      return chosen(table, stage.names);
    case "context":
    case "dedup":
    case "count":
    case "stats":
    case "top":
    case "distinct":
      return table;
  }
}

/** Rows that are equal keep their places; what is missing comes last either way. */
function sorted({ columns, rows }: Table, by: string, descends: boolean): Table["rows"] {
  const index = columns.findIndex(({ name }) => name === by);
  return rows.toSorted((left, right) => {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined) return compareCells(one, other);
    return compareCells(one, other, by === "level") * (descends ? -1 : 1);
  });
}

function chosen(table: Table, names: readonly string[]): Table {
  const indexes = names.map((name) => table.columns.findIndex((column) => column.name === name));
  const pick = (cells: readonly Cell[]): readonly Cell[] => indexes.map((index) => cells[index]);
  return {
    ...table,
    columns: table.columns.length === 0 ? [] : indexes.flatMap((index) => table.columns[index] ?? []),
    rows: table.rows.map(pick),
    others: table.others === undefined ? undefined : pick(table.others),
  };
}

/** A statement's stages before its aggregate, the aggregate, and the stages after it. */
export function partsOf(stages: readonly Stage[]) {
  const at = stages.findIndex(isAggregate);
  const aggregate = stages[at];
  if (aggregate === undefined || !isAggregate(aggregate)) return undefined;
  return { before: stages.slice(0, at), aggregate, after: stages.slice(at + 1) };
}
