import type { Pattern } from "../../core/template/pattern-tally.js";
import { templateText } from "../../core/template/template.js";
import { counted } from "../../lib/counted.js";
import { visible } from "../../lib/visible.js";
import { widthOf } from "../../lib/width.js";
import type { Invocation } from "../command.js";
import { machineOffsetMinutes } from "../machine-offset.js";
import { tableFormat } from "../output/table/registry.js";
import { type Clock, createClock } from "../output/time-text.js";
import type { Role } from "../../theme/roles.js";
import { type PlainPaint, plainPaint } from "../plain-paint.js";
import { openTablePrinter } from "../query/print-table.js";
import { write } from "../shell.js";
import { usualLevel } from "../../core/template/usual-level.js";
import { PATTERN_COLUMNS, patternRow } from "./pattern-rows.js";

/** Written so many at a time. */
const PART = 500;
const HEAD = ["id", "count", "share", "level", "first", "last"] as const;
const RIGHT: ReadonlySet<number> = new Set([1, 2]);

/** The patterns in the form that the settings ask for; lines of text are templates behind their figures, never cut. */
export async function printPatterns(
  invocation: Invocation,
  patterns: readonly Pattern[],
  total: number,
): Promise<void> {
  const { settings, shell } = invocation;
  if (tableFormat(settings.output) !== tableFormat("short")) {
    const printer = await openTablePrinter(invocation);
    for (let at = 0; at < patterns.length; at += PART) {
      const rows = patterns.slice(at, at + PART).map((pattern) => patternRow(pattern, total));
      await printer.print({ columns: PATTERN_COLUMNS, rows, others: undefined });
    }
    await printer.close(PATTERN_COLUMNS);
    return;
  }
  if (patterns.length === 0) return;
  const clock = createClock(settings.utc ? () => 0 : machineOffsetMinutes);
  const paint = await plainPaint(invocation);
  const rows = patterns.map((pattern) => [
    pattern.template.id,
    counted(pattern.count),
    `${((pattern.count / total) * 100).toFixed(1)} %`,
    usualLevel(pattern) ?? "-",
    momentText(clock, pattern.first),
    momentText(clock, pattern.last),
  ]);
  const widths = HEAD.map((name, at) =>
    rows.reduce((most, row) => Math.max(most, (row[at] ?? "").length), name.length),
  );
  await write(shell, `${paint("dim", `${aligned(HEAD, widths)}  template`)}\n`);
  for (let from = 0; from < rows.length; from += PART) {
    const part = rows.slice(from, from + PART).map((cells, at) => {
      const pattern = patterns[from + at];
      return pattern === undefined
        ? ""
        : `${figures(cells, { widths, pattern, paint })}  ${shownText(pattern, paint)}\n`;
    });
    await write(shell, part.join(""));
  }
}

function momentText(clock: Clock, at: number | undefined): string {
  return at === undefined ? "-" : clock.iso(at).slice(0, "2026-11-21T05:38:44".length).replace("T", " ");
}

function aligned(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, at) => padded(cell, at, widths[at] ?? 0)).join("  ");
}

function padded(cell: string, at: number, width: number): string {
  const room = " ".repeat(Math.max(0, width - widthOf(cell)));
  return RIGHT.has(at) ? room + cell : cell + room;
}

type Look = { readonly widths: readonly number[]; readonly pattern: Pattern; readonly paint: PlainPaint };

function figures(cells: readonly string[], { widths, pattern, paint }: Look): string {
  const level = usualLevel(pattern);
  const roles: readonly Role[] = [
    "dim",
    "text",
    "dim",
    level === undefined ? "level.unknown" : `level.${level}`,
    "time",
    "time",
  ];
  return cells.map((cell, at) => paint(roles[at] ?? "text", padded(cell, at, widths[at] ?? 0))).join("  ");
}

/** Whose message it is, and the template with its holes told apart by their look. */
function shownText({ template }: Pattern, paint: PlainPaint): string {
  const text = visible(templateText(template))
    .split("<*>")
    .map((piece) => paint("text", piece))
    .join(paint("dim", "<*>"));
  return template.space === "" ? text : `${paint("dim", `${visible(template.space)}:`)} ${text}`;
}
