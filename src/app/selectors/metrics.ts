import type { Session, SessionKind, SessionResult } from "../../core/session.js";
import { levelFromName, levelNumber } from "../../core/level.js";
import type { Level } from "../../core/level.js";
import { type Micros, MICROS_PER_SECOND } from "../../core/time.js";
import type { State } from "../state.js";
import { isLoading } from "../views/load-table.js";
import type { Grid } from "../views/heatmap/grid.js";
import { type Axis, columnOf, onAxis } from "../views/metrics/axis.js";
import { type MetricsArea, metricsArea } from "../views/metrics/metrics-area.js";
import { cursorColumn } from "../views/metrics/metrics.js";
import type { MetricsWindow } from "../views/metrics/windows.js";
import type { PanelId } from "../views/metrics/panels.js";
import { type MachineChart, machineChart } from "./machine-panels.js";

/** What the charts show. */
export type MetricsView = {
  readonly area: MetricsArea;
  readonly window: MetricsWindow;
  readonly axis: Axis | undefined;
  readonly isLoading: boolean;
  readonly panel: PanelId;
  readonly isAlone: boolean;
  /** The column that figures are of, and whether somebody has gone there or it is just the newest that is over. */
  readonly column: number;
  readonly isAtNow: boolean;
  /** Whether what is shown ends now. */
  readonly endsNow: boolean;
  /** The charts of the machine that are in sight. */
  readonly charts: readonly MachineChart[];
  /** Rebuilds and commands that began or ended in the time that is shown, oldest first. */
  readonly sessions: readonly SessionEvent[];
  /** Lines by level, the gravest first, per second. */
  readonly levels: readonly LevelRates[];
  /** For each column the gravest level that has lines there, from error up. */
  readonly errors: readonly (Level | undefined)[];
  /** How many lines there are in the column of the cursor. */
  readonly selected: readonly { readonly level: Level | undefined; readonly count: number }[];
};

/** When something recorded began, or how it ended. */
export type SessionEvent = {
  readonly column: number;
  readonly kind: SessionKind;
  readonly what: "began" | SessionResult;
};

export type LevelRates = {
  readonly level: Level | undefined;
  readonly perSecond: readonly number[];
  /** In the column of the cursor, and the most of all. */
  readonly now: number;
  readonly most: number;
};

export function selectMetrics(state: State): MetricsView {
  const { axis, window, lines, panel, machine } = state.metrics;
  const { timeCursor: at } = state;
  // The newest column is not over yet.
  const column = axis === undefined ? 0 : at === undefined ? axis.columns - 2 : cursorColumn(axis, at);
  const area = metricsArea(state);
  const counts = axis === undefined || lines === undefined ? [] : countsOn(lines, axis);
  return {
    area,
    window,
    axis,
    isLoading: lines === undefined && isLoading(state, "metrics", "lines"),
    panel,
    isAlone: state.metrics.isAlone,
    column,
    isAtNow: at === undefined,
    endsNow: state.metrics.end === undefined,
    charts:
      axis === undefined
        ? []
        : area.panels.flatMap(({ id }) =>
            id === "lines" ? [] : [machineChart(id, machine, axis, at === undefined ? undefined : column)],
          ),
    sessions: axis === undefined ? [] : sessionEvents(state.sessions.list ?? [], axis),
    levels: counts.map((row) => ratesOf(row, lines?.width ?? 1, column)),
    errors: axis === undefined ? [] : errorsOf(counts, axis.columns),
    selected: counts.map(({ level, counts: own }) => ({ level, count: own[column] ?? 0 })),
  };
}

function sessionEvents(sessions: readonly Session[], axis: Axis): readonly SessionEvent[] {
  const eventAt = (moment: Micros, kind: SessionKind, what: SessionEvent["what"]): readonly SessionEvent[] => {
    const column = columnOf(axis, moment);
    return column < 0 || column >= axis.columns ? [] : [{ column, kind, what }];
  };
  return sessions
    .flatMap(({ kind, startedAt, endedAt, result }) => [
      ...eventAt(startedAt, kind, "began"),
      ...(endedAt === undefined ? [] : eventAt(endedAt, kind, result)),
    ])
    .toSorted((one, other) => one.column - other.column);
}

type LevelCounts = { readonly level: Level | undefined; readonly counts: readonly number[] };

function countsOn(lines: Grid, axis: Axis): readonly LevelCounts[] {
  return lines.rows.map(({ name, counts }) => ({
    level: name === undefined ? undefined : levelFromName(name),
    counts: onAxis(counts, lines, axis).map((count) => count ?? 0),
  }));
}

function ratesOf({ level, counts }: LevelCounts, width: number, column: number): LevelRates {
  const perSecond = counts.map((count) => (count * MICROS_PER_SECOND) / width);
  const most = perSecond.reduce((so, rate) => Math.max(so, rate), 0);
  return { level, perSecond, now: perSecond[column] ?? 0, most };
}

const ERROR = levelNumber("error");

function errorsOf(counts: readonly LevelCounts[], columns: number): MetricsView["errors"] {
  const grave = counts.filter(({ level }) => levelNumber(level) <= ERROR);
  return Array.from({ length: columns }, (_, column) => grave.find((row) => (row.counts[column] ?? 0) > 0)?.level);
}
