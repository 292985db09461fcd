import type { MachineChart, Values } from "../../../app/selectors/machine-panels.js";
import type { MetricsView } from "../../../app/selectors/metrics.js";
import type { MachinePanelId, PanelUnit } from "../../../app/views/metrics/panels.js";
import type { Role } from "../../../theme/roles.js";
import { barRows } from "../../chart/bars.js";
import { type ChartCell, segmentsOfCells, withCursor } from "../../chart/cells.js";
import { type DotCell, dotText, lineCells } from "../../chart/line-chart.js";
import { percentText, shortBytes } from "../../number-text.js";
import { fitSegments, type Segment, segmentsWidth } from "../../segment.js";
import type { MetricsLook } from "./metrics-lines.js";

/** Looks of the lines of a chart, in their order. */
const CURVE_ROLES: Readonly<Record<MachinePanelId, readonly Role[]>> = {
  cpu: ["metric.cpu", "level.notice", "metric.disk", "level.error"],
  memory: ["metric.memory"],
  swap: ["category.system"],
  disk: ["metric.disk", "level.notice"],
  network: ["metric.network", "category.service"],
  pressure: ["metric.cpu", "metric.memory", "metric.disk", "level.error", "level.critical"],
};

const UNIT_TEXT: Readonly<Record<PanelUnit, (value: number) => string>> = {
  share: percentText,
  bytes: shortBytes,
  "bytes-per-second": (value) => `${shortBytes(value)}/s`,
};

/** A number as its panel writes it; `–` where it is not known. */
function valueText(value: number | undefined, unit: PanelUnit): string {
  return value === undefined ? "–" : UNIT_TEXT[unit](value);
}

/** A chart of the machine in so many rows: lines with a figure for each, or a sparkline where there is one row. */
export function machineRows(
  view: MetricsView,
  chart: MachineChart,
  rows: number,
  look: MetricsLook,
): readonly (readonly Segment[])[] {
  const cells = hasChart(chart) ? drawnCells(chart, rows, look) : emptyCells(view, chart, rows);
  const cursor = view.isAtNow ? undefined : view.column;
  return cells.map((row, index) => [
    ...figures(view, chart, index, { rows, look }),
    ...segmentsOfCells(withCursor(row, cursor, look.glyphs.vertical)),
  ]);
}

/** Where there is no swap, there is nothing to be drawn of it. */
function hasChart({ main, id, top }: MachineChart): boolean {
  return main.most !== undefined && !(id === "swap" && top === 0);
}

function emptyCells({ area }: MetricsView, { main }: MachineChart, rows: number): readonly (readonly ChartCell[])[] {
  const words = main.most === undefined ? "not measured in this time" : "this machine has none";
  const row = Array.from(` ${words}`.padEnd(area.columns).slice(0, area.columns), (text): ChartCell => ({
    text,
    role: "dim",
  }));
  const blank = row.map((): ChartCell => ({ text: " ", role: "text" }));
  return Array.from({ length: rows }, (_, index) => (index === 0 ? row : blank));
}

function drawnCells(chart: MachineChart, rows: number, { glyphs, ascii }: MetricsLook) {
  const roles = CURVE_ROLES[chart.id];
  if (rows === 1) {
    const bars = barRows(wholeColumns(chart.main.values), { rows, top: chart.top, steps: glyphs.bars });
    return bars.map((row) => Array.from(row, (text): ChartCell => ({ text, role: roles[0] ?? "text" })));
  }
  const shown = curvesOf(chart);
  const lines = lineCells(
    shown.map(({ curve }) => curve.values),
    { rows, top: chart.top },
  );
  const cellOf = ({ bits, line }: DotCell): ChartCell => ({
    text: dotText(bits, ascii),
    role: shown[line]?.role ?? "text",
  });
  return lines.map((row) => row.map(cellOf));
}

type ShownCurve = { readonly curve: MachineChart["curves"][number]; readonly role: Role };

/** Lines that never leave the ground are left out, but for the first one. */
export function curvesOf({ id, curves }: MachineChart): readonly ShownCurve[] {
  return curves
    .map((curve, index) => ({ curve, role: CURVE_ROLES[id][index] ?? "text" }))
    .filter(({ curve }, index) => index === 0 || (curve.most ?? 0) > 0);
}

/** A sparkline has one bar to a cell: the higher half counts. */
function wholeColumns(values: Values): Values {
  return Array.from({ length: Math.ceil(values.length / 2) }, (_, column) => {
    const [one, other] = [values[column * 2], values[column * 2 + 1]];
    if (one === undefined || other === undefined) return one ?? other;
    return Math.max(one, other);
  });
}

type Place = { readonly rows: number; readonly look: MetricsLook };

/** What stands before row `index`: the panel's own figures and the scale, then those of each line. */
function figures(view: MetricsView, chart: MachineChart, index: number, { rows, look }: Place): readonly Segment[] {
  const { unit, top } = chart;
  const hasScale = rows > 1 && hasChart(chart);
  const room = { columns: view.area.figures, scale: "" };
  if (index === 0) {
    const isChosen = view.panel === chart.id;
    const name: readonly Segment[] = [
      { text: isChosen ? look.glyphs.selected : " ", role: "accent" },
      { text: chart.title.padEnd(10), role: isChosen ? "accent" : "text" },
    ];
    const scale = hasScale ? valueText(top, unit) : "";
    return withNumbers(name, numbersOf(chart.main, unit), { ...room, scale });
  }
  const ground = hasScale && index === rows - 1 ? "0" : "";
  const curves = curvesOf(chart);
  const shown = curves.length === 1 ? undefined : curves[index - 1];
  if (shown === undefined) return withNumbers([], [], { ...room, scale: ground });
  const { curve, role } = shown;
  const name: Segment = { text: `  ${curve.label.padEnd(9)}`, role };
  return withNumbers([name], numbersOf(curve, unit), { ...room, scale: ground });
}

function numbersOf({ now, most }: MachineChart["main"], unit: PanelUnit): readonly string[] {
  return most === undefined ? [] : [valueText(now, unit), `  max ${valueText(most, unit)}`];
}

/** As many of the numbers as there is room for, the scale at the end where it fits too, and a blank before the chart. */
function withNumbers(
  name: readonly Segment[],
  numbers: readonly string[],
  { scale, columns }: { readonly scale: string; readonly columns: number },
): readonly Segment[] {
  const [now = "", most = ""] = numbers;
  const taken = segmentsWidth(name) + now.length;
  const hasMost = taken + most.length <= columns;
  const hasScale = scale !== "" && hasMost && taken + most.length + scale.length + 1 <= columns;
  const left: readonly Segment[] = [...name, { text: now, role: "text" }, { text: hasMost ? most : "", role: "dim" }];
  const room = columns - (hasScale ? scale.length : 0);
  return [...fitSegments(left, room), { text: `${hasScale ? scale : ""} `, role: "dim" }];
}
