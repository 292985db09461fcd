import type { Call, Run } from "../command.js";
import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import { still } from "../step.js";
import { isOnStrip } from "../stream/strip-state.js";
import { markStripRange } from "../stream/strip.js";
import type { State } from "../state.js";
import { HEATMAP_FIELDS } from "../views/heatmap/heatmap-state.js";
import { chartBy, markRange, wholeLog, zoom } from "../views/heatmap/heatmap.js";
import { changeWindow, showAlone, showNow, showWindow } from "../views/metrics/metrics.js";
import { METRICS_WINDOWS } from "../views/metrics/windows.js";
import { zoomReplay } from "../views/replay/replay.js";
import { nextOrder } from "../views/patterns/patterns.js";
import { backToView, nextView, showView } from "../views/show-view.js";

/** Views, and what charts can do. */
export const VIEW_RUNS = {
  stream: (state, { moment }) => showView(state, "stream", moment),
  metrics: (state, { moment }) => showView(state, "metrics", moment),
  heatmap: (state, { moment }) => showView(state, "heatmap", moment),
  patterns: (state, { moment }) => showView(state, "patterns", moment),
  sessions: (state, { moment }) => showView(state, "sessions", moment),
  "next-view": (state, { moment, count }) => nextView(state, count ?? 1, moment),
  "previous-view": (state, { moment, count }) => nextView(state, -(count ?? 1), moment),
  "back-with-time": (state, { moment }) => backToView(state, true, moment) ?? still(state),
  "zoom-in": (state, call) => zoomIn(state, "in", call),
  "zoom-out": (state, call) => zoomIn(state, "out", call),
  "whole-log": (state) => wholeLog(state),
  now: (state, { moment }) => showNow(state, moment),
  alone: (state, { moment }) => showAlone(state, moment),
  window: (state, { argument, moment }) => {
    const window = METRICS_WINDOWS.find((name) => name === argument?.trim());
    if (argument === undefined || window !== undefined) return showWindow(state, window, moment);
    return notice(state, "fault", `there is no window of '${argument.trim()}'`, `try ${METRICS_WINDOWS.join(", ")}`);
  },
  range: (state) => still(isOnStrip(state) ? markStripRange(state) : markRange(state)),
  "chart-by": (state, { argument }) => {
    const field = HEATMAP_FIELDS.find((name) => name === argument?.trim());
    if (argument === undefined || field !== undefined) return chartBy(state, field);
    return notice(state, "fault", `rows cannot stand for '${argument.trim()}'`, `try ${HEATMAP_FIELDS.join(", ")}`);
  },
  sort: (state) => still(nextOrder(state)),
  scale: (state) => {
    const scale = state.heatmap.scale === "relative" ? "absolute" : "relative";
    return still({ ...state, heatmap: { ...state.heatmap, scale } });
  },
} as const satisfies Partial<Record<string, Run>>;

function zoomIn(state: State, direction: "in" | "out", { moment }: Call): Step<State> {
  if (state.view === "replay") return zoomReplay(state, direction);
  return state.view === "metrics" ? changeWindow(state, direction === "in" ? -1 : 1, moment) : zoom(state, direction);
}
