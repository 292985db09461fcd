import { visible } from "../../lib/visible.js";
import type { OutputFormat } from "./output-format.js";
import { isoUtc } from "./time-text.js";

const COLUMNS = ["time", "level", "unit", "identifier", "pid", "host", "source", "line", "message"] as const;

/** RFC 4180, with a guard against cells that a spreadsheet would run as formulas. */
export const csv: OutputFormat = {
  name: "csv",
  summary: "comma-separated values with a header line",
  isBrief: true,
  head: `${COLUMNS.join(",")}\r\n`,
  after: "\r\n",
  entry: (entry) => {
    const { level, unit, identifier, pid, host, source, line, message } = entry;
    return [isoUtc(entry.at), level, unit, identifier, pid, host, source, line, message].map(cell).join(",");
  },
};

function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const shown = value.split("\n").map(visible).join("\n");
  const guarded = /^[=+\-@\t\r]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
