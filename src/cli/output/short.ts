import type { LogEntry } from "../../core/entry.js";
import { visible } from "../../lib/visible.js";
import type { OutputFormat, OutputOptions } from "./output-format.js";
import { shortLocal } from "./time-text.js";

/** The formats whose records have no line of their own: one is made for them, as journalctl does. */
const STRUCTURED: readonly string[] = ["journal", "kmsg"];

export const short: OutputFormat = {
  name: "short",
  summary: "text lines as they were written; journal and kernel entries as journalctl prints them",
  isBrief: true,
  after: "\n",
  entry: (entry, options) => lineOf(entry, options, (at, offset) => shortLocal(at, offset)),
};

/** `TIME HOST NAME[PID]: MESSAGE` for structured records, else the line itself; continuation lines are indented. */
export function lineOf(
  entry: LogEntry,
  options: OutputOptions,
  timeText: (at: number, offsetMinutes: number) => string,
): string {
  const body = STRUCTURED.includes(entry.format) ? composed(entry, options, timeText) : entry.text;
  const label = options.manySources ? `${visible(entry.source)} | ` : "";
  const lines = body.split("\n").map((line) => visible(line.endsWith("\r") ? line.slice(0, -1) : line));
  return lines.map((line) => label + options.paint(entry, line)).join("\n");
}

function composed(
  entry: LogEntry,
  options: OutputOptions,
  timeText: (at: number, offsetMinutes: number) => string,
): string {
  const time = timeText(entry.at, options.offsetMinutes(entry.at / 1_000));
  const pid = entry.pid === undefined ? "" : `[${entry.pid}]`;
  const name = `${entry.identifier ?? entry.unit ?? "unknown"}${pid}`;
  const head = [time, entry.host, `${name}: `].filter((part) => part !== undefined).join(" ");
  return head + entry.message.replaceAll("\n", `\n${" ".repeat(head.length)}`);
}
