import { type FieldValue, sourceId } from "../../entry.js";
import { wholeId } from "../../older-id.js";
import type { Comparison } from "../ast.js";
import type { Matchable } from "../matchable.js";
import { fold } from "./fold.js";
import { templateTest } from "../../template/match-template.js";
import { compileAnywhere, compileWhole, patternPieces } from "./pattern.js";

type Test = (row: Matchable) => boolean;
type ValueTest = (value: string) => boolean;

/**
 * The test of `field:pattern`. The whole value must match, without regard to case, but for
 * - `message` and `text`, where it may occur anywhere;
 * - `unit`, where `nginx` and `nginx.service` mean the same, as they do for `-u`, and every unit counts that a record of
 *   the journal names;
 * - `source`, where the scheme may be left out, or all but the file's name;
 * - `template`, where `<*>` stands for a value in the message (`core/template/`).
 * The empty pattern asks for entries that have no such value. Of a list, one value is enough.
 */
export function compileFieldTest(field: string, pattern: string): Test {
  if (pattern === "") return (row) => isAbsent(fieldOf(row, field));
  const test = valueTestOf(field, pattern);
  if (field === "message" || field === "template") return (row) => test(row.message());
  if (field === "text") return (row) => test(row.text());
  if (field === "unit") return unitTest(test);
  return (row) => someValue(row.field(field), test);
}

/** The unit in the column answers most rows; only then the record itself is looked at. */
function unitTest(test: ValueTest): Test {
  return (row) => someValue(row.field("unit"), test) || row.units().some(test);
}

/** Whether a source's id matches the value of `source:`. */
export function compileSourceTest(pattern: string): (id: string) => boolean {
  const test = compileWhole(pattern);
  return (given) => {
    // What was fetched of a source's past belongs to it.
    const id = wholeId(sourceId(given));
    if (test(id) || test(given)) return true;
    const rest = id.slice(id.indexOf(":") + 1);
    return test(rest) || test(rest.slice(rest.lastIndexOf("/") + 1));
  };
}

/** The test of `field>=value`: against a number only numbers compare; else texts do, without regard to case. */
export function compileComparison(field: string, operator: Comparison, value: string): Test {
  const number = numberOf(value);
  const folded = fold(value);
  const holds =
    number === undefined
      ? (text: string): boolean => compares(operator, order(fold(text), folded))
      : (text: string): boolean => {
          const other = numberOf(text);
          return other !== undefined && compares(operator, other - number);
        };
  return (row) => someValue(fieldOf(row, field), holds);
}

/** The test of `field:/regex/`. */
export function compileFieldRegex(field: string, test: ValueTest): Test {
  if (field === "message") return (row) => test(row.message());
  if (field === "text") return (row) => test(row.text());
  if (field === "unit") return unitTest(test);
  return (row) => someValue(row.field(field), test);
}

function valueTestOf(field: string, pattern: string): ValueTest {
  if (field === "message" || field === "text") return compileAnywhere(pattern);
  if (field === "unit") return compileUnitTest(pattern);
  // Its stars are no wildcards.
  if (field === "template") return templateTest(patternPieces(pattern).join("*"));
  if (field === "source") return compileSourceTest(pattern);
  return compileWhole(pattern);
}

function compileUnitTest(pattern: string): ValueTest {
  const exact = compileWhole(pattern);
  const long = compileWhole(`${pattern}.service`);
  const short =
    patternPieces(pattern).length === 1 && /.\.service$/i.test(pattern)
      ? compileWhole(pattern.slice(0, -".service".length))
      : undefined;
  return (value) => exact(value) || long(value) || (short !== undefined && short(value));
}

function fieldOf(row: Matchable, field: string): FieldValue | undefined {
  if (field === "message") return row.message();
  if (field === "text") return row.text();
  return row.field(field);
}

function isAbsent(value: FieldValue | undefined): boolean {
  return value === undefined || value === "";
}

function someValue(value: FieldValue | undefined, test: ValueTest): boolean {
  if (typeof value === "string") return test(value);
  if (value === undefined) return false;
  if (value instanceof Uint8Array) return test(latin1(value));
  if (Array.isArray(value)) return value.some((item: FieldValue) => someValue(item, test));
  return test(String(value));
}

/** Binary values compare byte by byte: enough for their ASCII part, and nothing in them is misread as text. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function numberOf(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : undefined;
}

function order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function compares(operator: Comparison, difference: number): boolean {
  switch (operator) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}
