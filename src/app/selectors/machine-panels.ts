import type { MachineSeries } from "../../core/machine/metrics.js";
import { type Axis, halved, onAxis } from "../views/metrics/axis.js";
import {
  type Curve,
  MACHINE_PANELS,
  type MachinePanel,
  type MachinePanelId,
  type PanelUnit,
} from "../views/metrics/panels.js";

export type Values = readonly (number | undefined)[];

/** A chart of the machine as it is shown. Values are for half columns, two to a cell of the terminal. */
export type MachineChart = {
  readonly id: MachinePanelId;
  readonly title: string;
  readonly unit: PanelUnit;
  /** What the top of the chart stands for. */
  readonly top: number;
  readonly main: Drawn;
  readonly curves: readonly (Drawn & { readonly label: string })[];
};

/** Values, that of the column of the cursor, and the most of all. */
type Drawn = { readonly values: Values; readonly now: number | undefined; readonly most: number | undefined };

/** The chart of a panel under these columns; `column` is the one that figures are of, undefined for the newest. */
export function machineChart(
  id: MachinePanelId,
  series: MachineSeries | undefined,
  axis: Axis,
  column: number | undefined,
): MachineChart {
  const panel: MachinePanel = MACHINE_PANELS[id];
  const half = halved(axis);
  const joined = (of: Curve["of"], join: (one: number, other: number) => number): Values =>
    onAxis(joinMetrics(series, of, join), series ?? half, half);
  const sum = (of: Curve["of"]) => joined(of, (one, other) => one + other);
  const main = drawn(panel.main.join === "sum" ? sum(panel.main.of) : joined(panel.main.of, Math.max), column);
  const curves = panel.curves.map(({ label, of }) => ({ label, ...drawn(sum(of), column) }));
  return { id, title: panel.title, unit: panel.unit, main, curves, top: topOf(panel, main, series) };
}

function joinMetrics(
  series: MachineSeries | undefined,
  of: Curve["of"],
  join: (one: number, other: number) => number,
): Values {
  if (series === undefined) return [];
  const parts = of.map((metric) => series.values[metric]);
  return Array.from({ length: series.columns }, (_, column) => {
    const known = parts.map((part) => part[column]).filter((value) => value !== undefined);
    return known.length === 0 ? undefined : known.reduce((one, other) => join(one, other));
  });
}

function drawn(values: Values, column: number | undefined): Drawn {
  const most = greatest(values);
  return { values, now: nowOf(values, column), most };
}

/** What is newest has been measured a little before now. */
function nowOf(values: Values, column: number | undefined): number | undefined {
  const near = column === undefined ? values.slice(-NEAR) : values.slice(column * 2, column * 2 + 2);
  return near.findLast((value) => value !== undefined);
}

/** Half columns. */
const NEAR = 24;

function greatest(values: Values): number | undefined {
  return values.reduce(
    (so, value) => (value === undefined || (so !== undefined && so >= value) ? so : value),
    undefined,
  );
}

function topOf({ top, unit }: MachinePanel, main: Drawn, series: MachineSeries | undefined): number {
  if (typeof top === "number") return top;
  if (top !== undefined) return greatest(series?.values[top] ?? []) ?? 0;
  return unit === "share" ? Math.min(1, roundUp(Math.max(0.01, main.most ?? 0))) : roundBytesUp(main.most ?? 0);
}

/** The next of 1, 2, 5, 10 … of the bytes, kilobytes … that it is written in. */
function roundBytesUp(bytes: number): number {
  const unit = 1_024 ** Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1_024)));
  return roundUp(bytes / unit) * unit;
}

/** The next of 1, 2, 5, 10, 20 … */
function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}
