import type { LogEntry } from "../../core/entry.js";
import { visible } from "../../lib/visible.js";
import { chosenValue, valueText } from "./field-choice.js";
import type { OutputFormat, OutputOptions } from "./output-format.js";
import { isoUtc } from "./time-text.js";

const COLUMNS = ["time", "level", "unit", "identifier", "pid", "host", "source", "line", "message"] as const;

/** RFC 4180, with a guard against cells that a spreadsheet would run as formulas. */
export const csv: OutputFormat = {
  name: "csv",
  summary: "comma-separated values with a header line, of the chosen fields if there are any",
  reads: "message",
  takesFields: true,
  head: ({ fields }) => `${(typeof fields === "string" ? COLUMNS : fields).map(csvCell).join(",")}\r\n`,
  after: "\r\n",
  entry: (entry, { fields }) => valuesOf(entry, fields).map(csvCell).join(","),
};

function valuesOf(entry: LogEntry, fields: OutputOptions["fields"]): readonly (string | number | undefined)[] {
  if (typeof fields !== "string") return fields.map((name) => plain(entry, name));
  const { level, unit, identifier, pid, host, source, line, message } = entry;
  return [isoUtc(entry.at), level, unit, identifier, pid, host, source, line, message];
}

function plain(entry: LogEntry, name: string): string | number {
  const value = chosenValue(entry, name);
  return typeof value === "number" ? value : valueText(value);
}

/** One cell, quoted where it must be. */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const shown = value.includes("\n") ? value.split("\n").map(visible).join("\n") : visible(value);
  const guarded = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
