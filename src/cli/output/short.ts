import { LINELESS_FORMATS, type LogEntry } from "../../core/entry.js";
import { visible } from "../../lib/visible.js";
import type { OutputFormat, OutputOptions } from "./output-format.js";

export const short: OutputFormat = {
  name: "short",
  summary: "text lines as they were written; journal and kernel entries as journalctl prints them",
  reads: "text",
  takesFields: false,
  after: "\n",
  entry: (entry, options) => lineOf(entry, options, options.clock.short),
};

/** `TIME HOST NAME[PID]: MESSAGE` for structured records, else the line itself; continuation lines are indented. */
export function lineOf(entry: LogEntry, options: OutputOptions, timeText: (at: number) => string): string {
  const body = LINELESS_FORMATS.has(entry.format) ? composed(entry, options, timeText) : entry.text;
  const label = options.manySources ? `${visible(entry.source)} | ` : "";
  if (!body.includes("\n")) return label + options.paint(entry, shown(body));
  return body
    .split("\n")
    .map((line) => label + options.paint(entry, shown(line)))
    .join("\n");
}

function shown(line: string): string {
  return visible(line.endsWith("\r") ? line.slice(0, -1) : line);
}

function composed(entry: LogEntry, { hasHost }: OutputOptions, timeText: (at: number) => string): string {
  const host = hasHost && entry.host !== undefined ? ` ${entry.host}` : "";
  const pid = entry.pid === undefined ? "" : `[${entry.pid}]`;
  const head = `${timeText(entry.at)}${host} ${entry.identifier ?? entry.unit ?? "unknown"}${pid}: `;
  return (
    head +
    (entry.message.includes("\n") ? entry.message.replaceAll("\n", `\n${" ".repeat(head.length)}`) : entry.message)
  );
}
