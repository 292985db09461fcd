import { type FieldValue, type LogEntry, Mark } from "../../core/entry.js";
import { eventOfEntry } from "../../core/query/match/entry-row.js";
import { visible } from "../../lib/visible.js";
import { widthOf } from "../../lib/width.js";
import { chosenValue, valueText } from "./field-choice.js";
import type { OutputFormat, OutputOptions } from "./output-format.js";

const INDENT = "    ";
/** A longer name does not push the values of the others aside. */
const WIDEST_NAME = 28;

export const verbose: OutputFormat = {
  name: "verbose",
  summary: "every field of an entry on a line of its own, or the chosen ones",
  reads: "whole",
  takesFields: true,
  after: "\n",
  entry: (entry, options) => {
    const head = options.paint(entry, `${options.clock.iso(entry.at)} ${visible(entry.source)} ${entry.line}`);
    const rows = rowsOf(entry, options).map(([name, value]) => [visible(name), valueText(value)] as const);
    const width = Math.min(WIDEST_NAME, Math.max(0, ...rows.map(([name]) => widthOf(name))));
    return [head, ...rows.map((row) => fieldLines(row, width))].join("\n");
  },
};

type Row = readonly [name: string, value: FieldValue | undefined];

function rowsOf(entry: LogEntry, { fields }: OutputOptions): readonly Row[] {
  if (typeof fields !== "string") {
    return fields.map((name): Row => [name, chosenValue(entry, name)]).filter(([, value]) => value !== undefined);
  }
  const { level, category, unit, identifier, pid, host, format, message, text } = entry;
  const marks = Object.entries(Mark).flatMap(([name, bit]) => ((entry.marks & bit) === 0 ? [] : [name]));
  const standard: readonly Row[] = [
    ...Object.entries({ level, category, unit, identifier, pid, host, format }),
    ...Object.entries(eventOfEntry(entry)),
    ["marks", marks.length === 0 ? undefined : marks.join(" ")],
    ["message", message],
    ["text", text === message ? undefined : text],
  ];
  return [...standard.filter(([, value]) => value !== undefined), ...Object.entries(entry.fields)];
}

/** Lines after the first of a value stand below it. */
function fieldLines([name, value]: readonly [string, string], width: number): string {
  const padding = " ".repeat(Math.max(0, width - widthOf(name)));
  const [first = "", ...more] = value.split("\n").map(visible);
  const below = INDENT + " ".repeat(width + 2);
  return [`${INDENT}${name}${padding}  ${first}`, ...more.map((line) => below + line)].join("\n");
}
