import type { MachineChart } from "../../../app/selectors/machine-panels.js";
import type { MetricsView } from "../../../app/selectors/metrics.js";
import { type Axis, halved } from "../../../app/views/metrics/axis.js";
import { micros } from "../../../core/time.js";
import type { Painter } from "../../../theme/painter.js";
import type { Role } from "../../../theme/roles.js";
import type { LinePanel, LinePanelData, Rgb } from "../../contrib/line-panel.js";
import { timeText, type ZoneOffset } from "../../time-text.js";
import { levelRole } from "../stream/row.js";
import { curvesOf } from "./machine-rows.js";

/** A chart with its axes, for as many cells as there are: rows of text and colours, none where it cannot be drawn so. */
export function alonePanel(
  view: MetricsView,
  panel: LinePanel,
  { columns, painter, zone }: { readonly columns: number; readonly painter: Painter; readonly zone: ZoneOffset },
): readonly string[] {
  const { axis, area } = view;
  const [shown] = area.panels;
  if (axis === undefined || shown === undefined) return [];
  const chart = view.charts.find(({ id }) => id === shown.id);
  const lines = chart === undefined ? levelLines(view, painter) : chartLines(chart, painter);
  if (lines.every(({ values }) => values.every(Number.isNaN))) return [];
  const top = chart === undefined ? topOf(lines) : chart.top / divisorOf(chart);
  if (!(top > 0)) return [];
  const half = halved(axis);
  const data = {
    lines,
    top,
    // One more cell than there are columns, for the widget begins and ends a little later.
    labels: labelsOf({ ...half, columns: half.columns + 2 }, zone),
    text: rgbOf("dim", painter),
    axes: rgbOf("border", painter),
  };
  const drawn = panel.draw(data, { columns, rows: shown.rows, origin: area.figures + 1 });
  // The widget's resets are those of a terminal without a theme.
  return drawn.map((row) => row.replaceAll("\u001b[m", painter.reset) + painter.reset);
}

/** What the numbers on the axis are, where a chart is shown alone. */
export function aloneUnit(view: MetricsView): string {
  const chart = view.charts.find(({ id }) => id === view.panel);
  if (chart === undefined) return "lines a second, by level";
  if (chart.unit === "share") return `${chart.title}, percent`;
  const bytes = BYTES[Math.round(Math.log(divisorOf(chart)) / Math.log(1_024))] ?? "bytes";
  return `${chart.title}, ${bytes}${chart.unit === "bytes" ? "" : " a second"}`;
}

const BYTES = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** What numbers are divided by on the axis, which has no room for long ones. */
function divisorOf({ unit, top }: MachineChart): number {
  if (unit === "share") return 0.01;
  return 1_024 ** Math.max(0, Math.min(BYTES.length - 1, Math.floor(Math.log(Math.max(1, top)) / Math.log(1_024))));
}

type Lines = LinePanelData["lines"];

function chartLines(chart: MachineChart, painter: Painter): Lines {
  const divisor = divisorOf(chart);
  return curvesOf(chart).map(({ curve, role }) => ({
    title: curve.label,
    values: curve.values.map((value) => (value === undefined ? Number.NaN : value / divisor)),
    colour: rgbOf(role, painter),
  }));
}

function levelLines({ levels }: MetricsView, painter: Painter): Lines {
  return levels.map(({ level, perSecond }) => ({
    title: level ?? "no level",
    values: perSecond.flatMap((rate) => [rate, rate]),
    colour: rgbOf(levelRole(level), painter),
  }));
}

function topOf(lines: Lines): number {
  return lines.reduce((top, { values }) => values.reduce((most, value) => Math.max(most, value), top), 0);
}

function labelsOf({ from, width, columns }: Axis, zone: ZoneOffset): readonly string[] {
  return Array.from({ length: columns }, (_, column) =>
    timeText(micros(Math.round(from + column * width)), zone, { width: 8, newDay: false }),
  );
}

function rgbOf(role: Role, painter: Painter): Rgb {
  const hex = painter.theme.styles[role].foreground?.hex ?? painter.theme.styles.text.foreground?.hex ?? "#808080";
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}
