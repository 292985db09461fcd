import type { MetricsView } from "../../../app/selectors/metrics.js";
import { METRICS_WINDOWS } from "../../../app/views/metrics/windows.js";
import type { Axis } from "../../../app/views/metrics/axis.js";
import { levelNumber } from "../../../core/level.js";
import { micros } from "../../../core/time.js";
import { segmentsOfCells } from "../../chart/cells.js";
import type { Glyphs } from "../../glyphs.js";
import { countOf } from "../../number-text.js";
import { fitSegments, type Segment, spread } from "../../segment.js";
import { axisLabels, spanText } from "../../time-axis.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import { levelRole } from "../stream/row.js";
import { levelRows } from "./level-rows.js";

export type MetricsLook = { readonly glyphs: Glyphs; readonly zone: ZoneOffset; readonly columns: number };

/** All lines of the view: title, charts, events, axis, what is selected. */
export function metricsLines(view: MetricsView, look: MetricsLook): readonly (readonly Segment[])[] {
  const { axis, area } = view;
  const title = titleLine(view, look);
  if (axis === undefined) return [title];
  const charts = area.panels.flatMap(({ rows }) => levelRows(view, rows, look));
  const below = [eventLine(view, axis, look), axisLine(view, axis, look), selectedLine(view, axis, look)];
  return [title, ...charts, ...below].map((line) => fitSegments(line, look.columns, look.glyphs.ellipsis));
}

function titleLine(
  { window, axis, isAtNow, endsNow }: MetricsView,
  { glyphs, columns }: MetricsLook,
): readonly Segment[] {
  const each = axis === undefined ? "" : `, a column is ${spanText(axis.width)}`;
  const left: readonly Segment[] = [
    { text: endsNow ? ` the last ${window}` : ` ${window} around the cursor`, role: "accent" },
    { text: `${isAtNow || !endsNow ? "" : ", at the cursor"}${each}`, role: "dim" },
  ];
  const windows = METRICS_WINDOWS.flatMap((name): readonly Segment[] => [
    { text: name === window ? `[${name}]` : ` ${name} `, role: name === window ? "accent" : "dim" },
  ]);
  return spread(left, windows, columns, glyphs.ellipsis);
}

/** What happened, on the axis of the charts. */
function eventLine({ area, errors }: MetricsView, _axis: Axis, { glyphs }: MetricsLook): readonly Segment[] {
  const cells = errors.map((level) =>
    level === undefined
      ? ({ text: " ", role: "text" } as const)
      : { text: glyphs.levels[levelNumber(level)] ?? " ", role: levelRole(level) },
  );
  return [{ text: "  events".padEnd(area.figures + 1), role: "dim" }, ...segmentsOfCells(cells)];
}

function axisLine({ area }: MetricsView, axis: Axis, { zone }: MetricsLook): readonly Segment[] {
  const labels = axisLabels({ ...axis, room: area.columns }, zone);
  return [{ text: " ".repeat(area.figures + 1) + labels, role: "time" }];
}

function selectedLine(
  { column, selected, isLoading }: MetricsView,
  axis: Axis,
  { zone, glyphs }: MetricsLook,
): readonly Segment[] {
  const from = axis.from + column * axis.width;
  const begin = timeText(micros(from), zone, { width: 15, newDay: false });
  const end = timeText(micros(from + axis.width), zone, { width: 8, newDay: false });
  const there = selected.filter(({ count }) => count > 0);
  const words: readonly Segment[] = there.flatMap(({ level, count }, index) => [
    { text: index === 0 ? "" : ", ", role: "dim" },
    { text: countOf(count, level ?? "line without a level", level ?? "lines without a level"), role: levelRole(level) },
  ]);
  const nothing: Segment = { text: isLoading ? "counting…" : "no lines", role: "dim" };
  return [{ text: ` ${begin}${glyphs.range}${end}  `, role: "time" }, ...(words.length === 0 ? [nothing] : words)];
}
