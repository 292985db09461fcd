import type { FieldValue } from "../entry.js";
import { levelFromName, levelNumber, levelOf } from "../level.js";
import type { Matchable } from "../query/matchable.js";
import { FIELD_NAMES } from "../query/matchable.js";
import { textMasker } from "../template/masked-text.js";

/** One value of a table; undefined where an entry has none. Times are microseconds. */
export type Cell = string | number | undefined;

const NUMBERS: ReadonlySet<string> = new Set(["time", "pid", "line"]);
const TEXTS: ReadonlySet<string> = new Set(FIELD_NAMES.filter((name) => !NUMBERS.has(name)));

/** How the value of a field is read from a row; the same entry gives the same cell wherever it lies. */
export function cellReader(field: string): (row: Matchable) => Cell {
  switch (field) {
    case "level":
      return (row) => levelOf(row.level());
    case "time":
      return (row) => row.at();
    case "message":
      return (row) => textCell(row.message());
    case "text":
      return (row) => textCell(row.text());
    case "template": {
      const masked = textMasker();
      return (row) => textCell(masked(row.message()));
    }
    default: {
      const toCell = cellMaker(field);
      return (row) => toCell(row.field(field));
    }
  }
}

/**
 * How a field's value becomes a cell. Of a record's own fields, numbers written as JavaScript would write them become
 * numbers, so that `500` and `"500"` are one value; fields of ours are always text, or always numbers.
 */
function cellMaker(field: string): (value: FieldValue | undefined) => Cell {
  return TEXTS.has(field) ? textOf : numberOrText;
}

function numberOrText(value: FieldValue | undefined): Cell {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = textOf(value);
  if (text === undefined || !PLAIN_NUMBER.test(text)) return text;
  const number = Number(text);
  return String(number) === text ? number : text;
}

const PLAIN_NUMBER = /^-?\d{1,16}(?:\.\d{1,16})?$/;

/** Of a list all values; bytes as the filter reads them. */
function textOf(value: FieldValue | undefined): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join("");
  if (Array.isArray(value)) return textCell(value.map((item: FieldValue) => textOf(item) ?? "").join(", "));
  return String(value);
}

function textCell(text: string): string | undefined {
  return text === "" ? undefined : text;
}

/** A text that is the same for the same cells and no others. */
export function keyOf(cells: readonly Cell[]): string {
  const [only] = cells;
  if (cells.length === 1) return keyPart(only);
  let key = "";
  for (const cell of cells) {
    const part = keyPart(cell);
    key += `${part.length}:${part}`;
  }
  return key;
}

function keyPart(cell: Cell): string {
  if (cell === undefined) return "";
  return typeof cell === "string" ? `"${cell}` : `#${cell}`;
}

/** Numbers as numbers, levels by severity, other texts by their characters; what is missing comes last. */
export function compareCells(left: Cell, right: Cell, isLevel = false): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "number") return -1;
  if (typeof right === "number") return 1;
  if (isLevel) return levelNumber(levelFromName(left)) - levelNumber(levelFromName(right));
  return left < right ? -1 : 1;
}

/** The number that a cell holds or spells. */
export function numberIn(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (cell === undefined || !NUMBER.test(cell)) return undefined;
  const number = Number(cell);
  return Number.isFinite(number) ? number : undefined;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
