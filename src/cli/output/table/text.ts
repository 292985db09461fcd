import type { Column } from "../../../core/aggregate/table.js";
import { levelFromName } from "../../../core/level.js";
import { visible } from "../../../lib/visible.js";
import { widthOf } from "../../../lib/width.js";
import type { Role } from "../../../theme/roles.js";
import { cellText } from "./cell-text.js";
import type { Clock } from "../time-text.js";
import type { Row, TableFormat, TableOptions, TablePart } from "./table-format.js";

const MOST_CELL = 60;
const LONGEST_BAR = 40;
const SHORTEST_BAR = 8;

/** Aligned columns under their names; the first column of counts is drawn as bars, too, where there is room. */
export const textTable: TableFormat = {
  rows(part, options, isFirst) {
    const { columns, rows, others } = part;
    if (rows.length === 0 && others === undefined) return "";
    const times = columns.map((column, at) => timeWriter(column, rows, at, options.clock));
    const texts = [...rows, ...(others === undefined ? [] : [others])].map((row, index) =>
      columns.map((column, at) => {
        const cell = row[at];
        if (column.kind === "time" && typeof cell === "number") return times[at]?.(cell) ?? "";
        return shownCell(part, { column, at, row, isOthers: index === rows.length }, options);
      }),
    );
    const names = columns.map(({ name }) => cut(visible(name)));
    const widths = names.map((name, at) => Math.max(widthOf(name), ...texts.map((row) => widthOf(row[at] ?? ""))));
    const bar = barsOf(part, widths, options);
    const head = isFirst ? [line(names, columns, widths, (text) => options.paint("dim", text))] : [];
    const lines = texts.map((cells, index) => {
      const row = rows[index] ?? others ?? [];
      const painted = line(cells, columns, widths, (text, at) => options.paint(roleOf(columns, row, at), text));
      return `${painted}${bar(row)}`.trimEnd();
    });
    return [...head.map((text) => text.trimEnd()), ...lines].map((text) => `${text}\n`).join("");
  },
};

/** As much of the times of a column as tells something: slices of an hour need no seconds. */
function timeWriter({ kind }: Column, rows: readonly Row[], at: number, clock: Clock): (time: number) => string {
  if (kind !== "time") return () => "";
  const isRound = (micros: number): boolean => rows.every((row) => Number(row[at] ?? 0) % micros === 0);
  const length = isRound(60_000_000) ? "hh:mm".length : isRound(1_000_000) ? "hh:mm:ss".length : undefined;
  return (time) => {
    const [date = "", clockTime = ""] = clock.iso(time).split("T");
    const shown = length === undefined ? clockTime.replace(/(?:Z|[+-]\d\d:\d\d)$/, "") : clockTime.slice(0, length);
    return `${date} ${shown}`;
  };
}

type Place = { readonly column: Column; readonly at: number; readonly row: Row; readonly isOthers: boolean };

/** The last line of what is left out says so in its first key. */
function shownCell({ columns }: TablePart, { column, at, row, isOthers }: Place, { clock }: TableOptions): string {
  const isKey = column.kind === "key" || column.kind === "time";
  if (isOthers && isKey) return at === columns.findIndex(({ kind }) => kind === "key") ? "(others)" : "";
  return cut(visible(cellText(column, row[at], clock, "people")));
}

function cut(text: string): string {
  if (widthOf(text) <= MOST_CELL) return text;
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) >= MOST_CELL) break;
    kept += character;
  }
  return `${kept}…`;
}

function line(
  cells: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
  paint: (text: string, at: number) => string,
): string {
  return cells
    .map((text, at) => {
      const room = " ".repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)));
      const isNumber = ["count", "number", "share"].includes(columns[at]?.kind ?? "");
      return isNumber ? room + paint(text, at) : paint(text, at) + room;
    })
    .join("  ");
}

function roleOf(columns: readonly Column[], row: Row, at: number): Role {
  const column = columns[at];
  if (column?.kind === "time") return "time";
  if (column?.kind !== "key") return "text";
  return column.name === "level" ? levelRole(row[at]) : "text";
}

function levelRole(cell: Row[number]): Role {
  const level = typeof cell === "string" ? levelFromName(cell) : undefined;
  return level === undefined ? "level.unknown" : `level.${level}`;
}

/** A bar for each row, as long as its count beside the biggest; in the colour of the row's level if it has one. */
function barsOf(part: TablePart, widths: readonly number[], options: TableOptions): (row: Row) => string {
  const { columns, rows } = part;
  const at = columns.findIndex(({ kind }) => kind === "count");
  const level = columns.findIndex(({ name, kind }) => name === "level" && kind === "key");
  const taken = widths.reduce((sum, width) => sum + width + 2, 0);
  const room = Math.min(LONGEST_BAR, options.width - taken);
  if (at < 0 || room < SHORTEST_BAR || rows.length < 2) return () => "";
  const most = rows.reduce((max, row) => Math.max(max, Number(row[at] ?? 0)), 1);
  return (row) => {
    const share = Math.min(1, Number(row[at] ?? 0) / most);
    const text = barText(share * room, options.isAscii);
    return text === "" ? "" : `  ${options.paint(level < 0 ? "accent" : levelRole(row[level]), text)}`;
  };
}

/** In eighths of a column where there are signs for them; what is there is never drawn as nothing. */
function barText(length: number, isAscii: boolean): string {
  if (length <= 0) return "";
  if (isAscii) return "#".repeat(Math.max(1, Math.round(length)));
  const eighths = Math.max(1, Math.round(length * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "");
}
