import { levelFromName, levelNumber } from "../../core/level.js";
import type { SessionResult } from "../../core/session.js";
import type { Micros } from "../../core/time.js";
import { keyLabel } from "../keys/key-name.js";
import { keysOf } from "../keys/table.js";
import type { State } from "../state.js";
import { type Axis, columnOf } from "../views/metrics/axis.js";
import type { Grid } from "../views/heatmap/grid.js";
import { isLoading } from "../views/load-table.js";
import type { Speed } from "../views/replay/replay-clock.js";

/** Where a replay is in its range. Titles are not yet safe to show. */
export type ReplayView = {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly at: Micros;
  readonly speed: Speed;
  readonly isPlaying: boolean;
  readonly isAtEnd: boolean;
  /** Microseconds of silence that have just been skipped. */
  readonly skipped: number | undefined;
  readonly cutsSilence: boolean;
  readonly axis: Axis;
  /** The column that the hand is in. */
  readonly hand: number;
  readonly cells: readonly ReplayCell[];
  readonly isLoading: boolean;
  /** The key that plays. */
  readonly playKey: string;
};

/** What a stretch of the bar stands for. */
export type ReplayCell = { readonly lines: number; readonly marker: ReplayMarker | undefined };

/** The most important thing in a stretch: what somebody marked, then what went wrong, then what began or ended. */
export type ReplayMarker =
  | { readonly kind: "bookmark" | "error" | "warning" | "began" }
  | { readonly kind: "ended"; readonly result: SessionResult };

/** Undefined until it is known what there is to replay. */
export function selectReplay(state: State): ReplayView | undefined {
  const { range, axis, clock } = state.replay;
  if (range === undefined || axis === undefined) return undefined;
  const [key] = keysOf(state.bindings, "play");
  return {
    title: range.title,
    from: range.from,
    to: range.to,
    at: clock.at,
    speed: clock.speed,
    isPlaying: clock.isPlaying,
    isAtEnd: clock.at >= range.to,
    skipped: clock.skipped?.micros,
    cutsSilence: clock.cutsSilence,
    axis,
    hand: Math.max(0, Math.min(axis.columns - 1, columnOf(axis, clock.at))),
    cells: cellsOf(state, axis),
    isLoading: state.replay.lines === undefined && isLoading(state, "replay", "lines"),
    playKey: key === undefined ? ":play" : keyLabel(key),
  };
}

/** What is said as long as there is no clock. */
export function selectWaiting({ requests, replay }: State): string {
  const isLooking = requests.reach !== undefined || replay.reach !== undefined;
  return isLooking ? "looking for what there is to replay" : "there is nothing to replay yet";
}

/** What the cells are made from; while the clock runs they stay. */
type Known = Pick<State["replay"], "lines"> & Pick<State["stream"], "marks"> & Pick<State["sessions"], "list">;
const known = new WeakMap<Axis, Known & { readonly cells: readonly ReplayCell[] }>();

function cellsOf(state: State, axis: Axis): readonly ReplayCell[] {
  const { lines } = state.replay;
  const { marks } = state.stream;
  const { list } = state.sessions;
  const last = known.get(axis);
  if (last !== undefined && last.lines === lines && last.marks === marks && last.list === list) return last.cells;
  const cells = makeCells(state, axis);
  known.set(axis, { lines, marks, list, cells });
  return cells;
}

const ERROR = levelNumber("error");
const WARNING = levelNumber("warning");

type Count = { readonly column: number; readonly count: number; readonly marker: ReplayMarker | undefined };

/** What has been counted, by the columns of the bar. Counts of another bar are none of it. */
function countsOn(lines: Grid | undefined, axis: Axis): readonly Count[] {
  if (lines?.width !== axis.width) return [];
  const shift = Math.round((lines.from - axis.from) / axis.width);
  return lines.rows.flatMap(({ name, counts }) => {
    const marker = markerOf(name);
    const least = marker?.kind === "warning" ? notable(counts) : 0;
    return counts.flatMap((count, index) => {
      const column = index + shift;
      if (count === 0 || column < 0 || column >= axis.columns) return [];
      return [{ column, count, marker: count < least ? undefined : marker }];
    });
  });
}

/** Warnings that are everywhere mark nothing: then only where there are more than usual. */
function notable(counts: readonly number[]): number {
  const some = counts.filter((count) => count > 0);
  if (some.length <= counts.length / EVERYWHERE) return 0;
  return 1 + some.reduce((sum, count) => sum + count, 0) / some.length;
}

/** One stretch in so many is everywhere. */
const EVERYWHERE = 4;

function markerOf(name: string | undefined): ReplayMarker | undefined {
  const level = name === undefined ? Number.POSITIVE_INFINITY : levelNumber(levelFromName(name));
  return level > WARNING ? undefined : { kind: level <= ERROR ? "error" : "warning" };
}

function makeCells(state: State, axis: Axis): readonly ReplayCell[] {
  const counts = Array.from({ length: axis.columns }, () => 0);
  const markers: (ReplayMarker | undefined)[] = Array.from({ length: axis.columns });
  const put = (column: number, marker: ReplayMarker): void => {
    const there = markers[column];
    if (column < 0 || column >= axis.columns) return;
    if (there === undefined || weightOf(marker) > weightOf(there)) markers[column] = marker;
  };
  for (const { column, count, marker } of countsOn(state.replay.lines, axis)) {
    counts[column] = (counts[column] ?? 0) + count;
    if (marker !== undefined) put(column, marker);
  }
  for (const { entry } of state.stream.marks) put(columnOf(axis, entry.order), { kind: "bookmark" });
  for (const { startedAt, endedAt, result } of state.sessions.list ?? []) {
    put(columnOf(axis, startedAt), { kind: "began" });
    if (endedAt !== undefined) put(columnOf(axis, endedAt), { kind: "ended", result });
  }
  return counts.map((count, column) => ({ lines: count, marker: markers[column] }));
}

const WEIGHTS: Readonly<Record<ReplayMarker["kind"], number>> = {
  bookmark: 4,
  ended: 3,
  began: 2,
  error: 1,
  warning: 0,
};

function weightOf({ kind }: ReplayMarker): number {
  return WEIGHTS[kind];
}
