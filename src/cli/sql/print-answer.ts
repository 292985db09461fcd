import { visible } from "../../lib/visible.js";
import { widthOf } from "../../lib/width.js";
import type { SqlAnswer } from "../../store/open-store.js";
import type { Invocation } from "../command.js";
import { csvCell } from "../output/csv.js";
import { safeJson } from "../output/json-text.js";
import { write } from "../shell.js";

type Value = string | number | bigint | null;
type Row = readonly Value[];

/** Rows of a table are held back this long, so that its columns can be aligned; wider ones that follow stand out. */
const MEASURED_ROWS = 1_000;
const ROWS_A_WRITE = 256;

/** One way to write the rows of an answer. Nothing of the log's control characters gets out. */
type RowFormat = {
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  row(row: Row): string;
};

export type RowFormatName = "table" | "csv" | "json" | "ndjson";

export type Writing = {
  readonly format: RowFormatName;
  /** Called before anything is written. */
  readonly begin: () => void;
};

/** Writes the rows as they come; gives how many there were. */
export async function printAnswer(
  { shell }: Invocation,
  answer: SqlAnswer,
  { format: name, begin }: Writing,
): Promise<number> {
  const rows = answer.rows[Symbol.iterator]();
  const first = name === "table" ? take(rows, MEASURED_ROWS) : [];
  const format = formatOf(name, answer.columns, first);
  begin();
  await write(shell, format.head);
  let count = 0;
  let batch = first;
  while (!shell.signal.aborted) {
    if (batch.length > 0) {
      const lines = batch.map((row) => format.row(row)).join(format.between);
      await write(shell, (count === 0 ? "" : format.between) + lines);
      count += batch.length;
    }
    batch = take(rows, ROWS_A_WRITE);
    if (batch.length === 0) break;
  }
  // Whoever has left the pager wants no more of them.
  rows.return?.();
  await write(shell, format.tail);
  return count;
}

function take(rows: Iterator<Row>, most: number): readonly Row[] {
  const taken: Row[] = [];
  while (taken.length < most) {
    const step = rows.next();
    if (step.done === true) break;
    taken.push(step.value);
  }
  return taken;
}

function formatOf(name: RowFormatName, columns: readonly string[], first: readonly Row[]): RowFormat {
  switch (name) {
    case "table":
      return tableFormat(columns, first);
    case "csv":
      return {
        head: `${columns.map(csvCell).join(",")}\r\n`,
        between: "",
        tail: "",
        row: (row) =>
          `${row.map((value) => csvCell(typeof value === "string" ? value : plainText(value))).join(",")}\r\n`,
      };
    case "json":
      return { head: "[\n", between: ",\n", tail: "\n]\n", row: (row) => jsonOf(columns, row) };
    case "ndjson":
      return { head: "", between: "", tail: "", row: (row) => `${jsonOf(columns, row)}\n` };
  }
}

function jsonOf(columns: readonly string[], row: Row): string {
  return safeJson(Object.fromEntries(columns.map((name, index) => [name, jsonValue(row[index] ?? null)])));
}

/** JSON's readers take numbers for doubles: a whole number that one cannot hold is written as text. */
function jsonValue(value: Value): string | number | null {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function plainText(value: Value): string {
  return value === null ? "" : String(value);
}

/** Aligned columns under a head; numbers to the right, the last column as long as it is. Lines of a value are joined. */
function tableFormat(columns: readonly string[], first: readonly Row[]): RowFormat {
  const isNumber = columns.map((_, index) => first.some((row) => isNumeric(row[index] ?? null)));
  const shown = [columns, ...first.map((row) => row.map(plainText))].map((row) => row.map(visible));
  const widths = columns.map((_, index) => shown.reduce((most, row) => Math.max(most, widthOf(row[index] ?? "")), 0));
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, index) => {
      const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
      if (isNumber[index] === true) return space + cell;
      return index === cells.length - 1 ? cell : cell + space;
    });
    return `${padded.join("  ").trimEnd()}\n`;
  };
  const rule = `${widths.map((width) => "-".repeat(width)).join("  ")}\n`;
  return {
    head: line(columns.map(visible)) + rule,
    between: "",
    tail: "",
    row: (row) => line(row.map((value) => visible(plainText(value)))),
  };
}

function isNumeric(value: Value): boolean {
  return typeof value === "number" || typeof value === "bigint";
}
