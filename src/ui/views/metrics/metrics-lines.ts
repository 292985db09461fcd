import type { MetricsView, SessionEvent } from "../../../app/selectors/metrics.js";
import { METRICS_WINDOWS } from "../../../app/views/metrics/windows.js";
import type { Axis } from "../../../app/views/metrics/axis.js";
import { levelNumber } from "../../../core/level.js";
import { micros } from "../../../core/time.js";
import { type ChartCell, segmentsOfCells } from "../../chart/cells.js";
import type { Glyphs } from "../../glyphs.js";
import { countOf, durationText } from "../../number-text.js";
import { fitSegments, type Segment, spread } from "../../segment.js";
import { axisLabels } from "../../time-axis.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import type { Role } from "../../../theme/roles.js";
import { levelRole } from "../stream/row.js";
import { aloneUnit } from "./alone.js";
import { levelRows } from "./level-rows.js";
import { machineRows } from "./machine-rows.js";

export type MetricsLook = {
  readonly glyphs: Glyphs;
  readonly ascii: boolean;
  readonly zone: ZoneOffset;
  readonly columns: number;
};

/** All lines of the view: title, charts, events, axis, what is selected. */
export function metricsLines(view: MetricsView, look: MetricsLook): readonly (readonly Segment[])[] {
  const { axis, area } = view;
  const title = titleLine(view, look);
  if (axis === undefined) return [title];
  const charts = area.panels.flatMap(({ id, rows }) => {
    const chart = view.charts.find((one) => one.id === id);
    return chart === undefined ? levelRows(view, rows, look) : machineRows(view, chart, rows, look);
  });
  const below = [eventLine(view, look), axisLine(view, axis, look), selectedLine(view, axis, look)];
  return [title, ...charts, ...below].map((line) => fitSegments(line, look.columns, look.glyphs.ellipsis));
}

function titleLine(view: MetricsView, { glyphs, columns }: MetricsLook): readonly Segment[] {
  const { window, axis, isAtNow, endsNow, isAlone } = view;
  const each = axis === undefined ? "" : `, a column is ${durationText(axis.width / 1_000)}`;
  const left: readonly Segment[] = [
    { text: endsNow ? ` the last ${window}` : ` ${window} around the cursor`, role: "accent" },
    { text: isAlone ? `, ${aloneUnit(view)}` : "", role: "text" },
    { text: `${isAtNow || !endsNow ? "" : ", at the cursor"}${each}`, role: "dim" },
  ];
  const windows = METRICS_WINDOWS.flatMap((name): readonly Segment[] => [
    { text: name === window ? `[${name}]` : ` ${name} `, role: name === window ? "accent" : "dim" },
  ]);
  return spread(left, windows, columns, glyphs.ellipsis);
}

/** What happened, on the axis of the charts. */
function eventLine({ area, errors, sessions }: MetricsView, { glyphs }: MetricsLook): readonly Segment[] {
  const told = new Map(sessions.map((event) => [event.column, event.what]));
  const cells = errors.map((level, column): ChartCell => {
    const what = told.get(column);
    if (what !== undefined) return { text: sessionGlyph(what, glyphs), role: SESSION_ROLES[what] };
    if (level === undefined) return { text: " ", role: "text" };
    return { text: glyphs.levels[levelNumber(level)] ?? " ", role: levelRole(level) };
  });
  return [{ text: "  events".padEnd(area.figures + 1), role: "dim" }, ...segmentsOfCells(cells)];
}

function sessionGlyph(what: SessionEvent["what"], glyphs: Glyphs): string {
  if (what === "began") return glyphs.selected;
  return what === "succeeded" ? glyphs.check : glyphs.failed;
}

const SESSION_ROLES: Readonly<Record<SessionEvent["what"], Role>> = {
  began: "accent",
  running: "accent",
  succeeded: "ok",
  failed: "fault",
  interrupted: "level.warning",
  unknown: "level.warning",
};

function axisLine({ area }: MetricsView, axis: Axis, { zone }: MetricsLook): readonly Segment[] {
  const labels = axisLabels({ ...axis, room: area.columns }, zone);
  return [{ text: " ".repeat(area.figures + 1) + labels, role: "time" }];
}

function selectedLine(
  { column, selected, sessions, isLoading }: MetricsView,
  axis: Axis,
  { zone, glyphs }: MetricsLook,
): readonly Segment[] {
  const from = axis.from + column * axis.width;
  const begin = timeText(micros(from), zone, { width: 15, newDay: false });
  const end = timeText(micros(from + axis.width), zone, { width: 8, newDay: false });
  const until = begin.endsWith(end) ? "" : `${glyphs.range}${end}`;
  const there = selected.filter(({ count }) => count > 0);
  const words: readonly Segment[] = there.flatMap(({ level, count }, index) => [
    { text: index === 0 ? "" : ", ", role: "dim" },
    { text: countOf(count, level ?? "line without a level", level ?? "lines without a level"), role: levelRole(level) },
  ]);
  const events = sessions.filter((event) => event.column === column);
  const said = events.map(({ kind, what }): Segment => ({
    text: `, a ${kind === "run" ? "command" : kind} ${SESSION_WORDS[what]}`,
    role: SESSION_ROLES[what],
  }));
  const nothing: Segment = { text: isLoading ? "counting…" : "no lines", role: "dim" };
  return [{ text: ` ${begin}${until}  `, role: "time" }, ...(words.length === 0 ? [nothing] : words), ...said];
}

const SESSION_WORDS: Readonly<Record<SessionEvent["what"], string>> = {
  began: "began",
  running: "runs",
  succeeded: "succeeded",
  failed: "failed",
  interrupted: "was interrupted",
  unknown: "fell silent",
};
