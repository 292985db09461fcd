import type { AggregateSnapshot } from "../../../core/ports.js";
import type { MachineRequest, MachineSeries } from "../../../core/machine/metrics.js";
import { EVERYTHING } from "../../../core/query/ast.js";
import type { Statement } from "../../../core/query/statement.js";
import { type Micros, micros } from "../../../core/time.js";
import type { Step } from "../../effect.js";
import type { Moment } from "../../moment.js";
import type { Motion } from "../../motion.js";
import { allOf, effectiveQuery } from "../../query/effective.js";
import { andThen, still, withEffects } from "../../step.js";
import type { State } from "../../state.js";
import { gridOf } from "../heatmap/grid.js";
import { loadTable } from "../load-table.js";
import type { View } from "../view.js";
import { askWhenOld } from "../sessions/load-sessions.js";
import { type Axis, axisOf, columnOf, endOf, halved } from "./axis.js";
import { metricsArea } from "./metrics-area.js";
import { PANEL_IDS } from "./panels.js";
import { METRICS_WINDOWS, type MetricsWindow, WINDOW_MICROS } from "./windows.js";

const LINES = "lines";

/** A chart is brought up to date once a column, but not more often than people look and not more seldom than they wait. */
const REFRESH_MS = { least: 1_000, most: 10_000 } as const;

/** How the machine was and how much was logged, over time. */
export const metrics: View = {
  title: "Metrics",
  open: (state, moment) => look(state, moment),
  grew: (state, moment) => look(state, moment),
  move: (state, by, { count, moment }) => moveBy(state, by, count ?? 1, moment),
  sideways: (state, steps, moment) => moveCursor(state, steps, moment),
  choose: (state) => ({ state, query: EVERYTHING, text: "", at: state.timeCursor }),
  at: (state) => state.timeCursor,
  focused: () => undefined,
  tableCame: (state, _purpose, { table, isComplete }) => still(isComplete ? withLines(state, table) : state),
};

/** Brings all charts up to date, and again after a while. */
function look(state: State, moment: Moment): Step<State> {
  const placed = inSight(state, moment);
  const axis = axisOf(windowOf(placed), metricsArea(placed).columns, placed.metrics.end ?? moment.now);
  const shown = { ...placed, viewDue: true, metrics: { ...placed.metrics, axis } };
  const counts = loadTable(shown, "metrics", LINES, linesStatement(shown, axis));
  const measured = andThen(counts, (next) => askForMachine(next, halved(axis)));
  return andThen(
    andThen(measured, (next) => askWhenOld(next, moment)),
    (next) => withEffects(next, { kind: "schedule", key: "view", ms: refreshMs(axis), action: { kind: "view-due" } }),
  );
}

/** Whoever moves on before the answer has come wants another one. */
function askForMachine(state: State, series: MachineRequest): Step<State> {
  const id = state.requests.next;
  const requests = { ...state.requests, next: id + 1, machine: id };
  return withEffects({ ...state, requests }, { kind: "load-machine", request: id, series });
}

/** What was measured has come. */
export function machineCame(state: State, request: number, machine: MachineSeries): State {
  if (state.requests.machine !== request) return state;
  const requests = { ...state.requests, machine: undefined };
  return { ...state, requests, metrics: { ...state.metrics, machine } };
}

function refreshMs({ width }: Axis): number {
  return Math.max(REFRESH_MS.least, Math.min(REFRESH_MS.most, Math.round(width / 1_000)));
}

function windowOf({ metrics: { window } }: State): number {
  return WINDOW_MICROS[window];
}

/** The time that is shown is moved so that the cursor is in it; as long as it is, and now is, it ends now. */
function inSight(state: State, { now }: Moment): State {
  const { timeCursor: at } = state;
  const { end } = state.metrics;
  const window = windowOf(state);
  const isIn = (last: number) => at !== undefined && at <= last && at > last - window;
  if (at === undefined || isIn(now)) return withEnd(state, undefined);
  return end !== undefined && isIn(end) ? state : withEnd(state, micros(Math.min(now, at + Math.round(window / 2))));
}

function withEnd(state: State, end: Micros | undefined): State {
  return end === state.metrics.end ? state : { ...state, metrics: { ...state.metrics, end } };
}

function linesStatement(state: State, axis: Axis): Statement {
  const within = { kind: "time", from: micros(axis.from), to: micros(endOf(axis)) } as const;
  const slice = { kind: "width", width: axis.width } as const;
  return {
    query: allOf([effectiveQuery(state.filters), within]),
    stages: [{ kind: "count", slice, by: ["level"] }],
  };
}

function withLines(state: State, table: AggregateSnapshot["table"]): State {
  return { ...state, metrics: { ...state.metrics, lines: gridOf(table, "level", state.metrics.axis?.width) } };
}

/** Lines are panels; pages are stretches of time, and the end is now. */
function moveBy(state: State, by: Motion, count: number, moment: Moment): Step<State> {
  const { axis, panel } = state.metrics;
  switch (by.unit) {
    case "line": {
      const index = PANEL_IDS.indexOf(panel) + by.direction * count;
      const next = PANEL_IDS[Math.max(0, Math.min(PANEL_IDS.length - 1, index))] ?? panel;
      return still({ ...state, metrics: { ...state.metrics, panel: next } });
    }
    case "half":
      return moveCursor(state, by.direction * count * Math.max(1, (axis?.columns ?? 2) >> 1), moment);
    case "page":
      return moveCursor(state, by.direction * count * (axis?.columns ?? 1), moment);
    case "end":
      return by.direction > 0
        ? showNow(state, moment)
        : look({ ...state, timeCursor: micros(axis?.from ?? moment.now) }, moment);
  }
}

/** Follows the clock again. */
export function showNow(state: State, moment: Moment): Step<State> {
  return look({ ...state, timeCursor: undefined }, moment);
}

/** Beyond the newest column there is no moment to be on: the charts follow the clock. */
function moveCursor(state: State, columns: number, moment: Moment): Step<State> {
  const { axis } = state.metrics;
  if (axis === undefined) return still(state);
  const column = cursorColumn(axis, state.timeCursor) + columns;
  const at = micros(axis.from + column * axis.width);
  if (at + axis.width > moment.now && columns > 0) return showNow(state, moment);
  const moved = { ...state, timeCursor: at };
  return column >= 0 && column < axis.columns ? still(moved) : look(moved, moment);
}

/** Without a time cursor one is on the newest. */
export function cursorColumn(axis: Axis, at: Micros | undefined): number {
  return at === undefined ? axis.columns - 1 : Math.max(0, Math.min(axis.columns - 1, columnOf(axis, at)));
}

/** Another length of time; without a name the next one, from the longest to the shortest. */
export function showWindow(state: State, window: MetricsWindow | undefined, moment: Moment): Step<State> {
  const index = METRICS_WINDOWS.indexOf(state.metrics.window);
  const chosen = window ?? METRICS_WINDOWS[(index + 1) % METRICS_WINDOWS.length] ?? state.metrics.window;
  return look({ ...state, metrics: { ...state.metrics, window: chosen, end: undefined } }, moment);
}

/** The chosen chart alone, or all of them again. */
export function showAlone(state: State, moment: Moment): Step<State> {
  return look({ ...state, metrics: { ...state.metrics, isAlone: !state.metrics.isAlone } }, moment);
}

/** Shorter (-1) or longer (1); at either end it stays. */
export function changeWindow(state: State, by: -1 | 1, moment: Moment): Step<State> {
  const window = METRICS_WINDOWS[METRICS_WINDOWS.indexOf(state.metrics.window) + by];
  return window === undefined ? still(state) : showWindow(state, window, moment);
}
