import type { Cell } from "../../../core/aggregate/cell.js";
import type { Column } from "../../../core/aggregate/table.js";
import { safeJson } from "../json-text.js";
import { isoUtc } from "../time-text.js";
import type { Row, TableFormat, TablePart } from "./table-format.js";

/** An object a row; what the rows leave out has `"others":true` and null for the keys. */
export const jsonTable: TableFormat = {
  head: () => "[\n",
  rows: (part, _options, isFirst) => {
    const lines = objectsOf(part);
    return `${isFirst || lines.length === 0 ? "" : ",\n"}${lines.join(",\n")}`;
  },
  tail: "\n]\n",
};

export const ndjsonTable: TableFormat = {
  rows: (part) =>
    objectsOf(part)
      .map((line) => `${line}\n`)
      .join(""),
};

function objectsOf({ columns, rows, others }: TablePart): readonly string[] {
  const lines = rows.map((row) => safeJson(objectOf(columns, row)));
  return others === undefined ? lines : [...lines, safeJson({ ...objectOf(columns, others), others: true })];
}

function objectOf(columns: readonly Column[], row: Row): Readonly<Record<string, Cell | null>> {
  return Object.fromEntries(columns.map((column, index) => [column.name, plain(column, row[index])]));
}

function plain({ kind }: Column, cell: Cell): Cell | null {
  if (cell === undefined) return null;
  return kind === "time" && typeof cell === "number" ? isoUtc(cell) : cell;
}
