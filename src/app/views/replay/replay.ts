import type { AggregateSnapshot, TimeSpan } from "../../../core/ports.js";
import { micros, MICROS_PER_MINUTE, MICROS_PER_SECOND } from "../../../core/time.js";
import type { Call } from "../../command.js";
import type { Step } from "../../effect.js";
import type { Motion } from "../../motion.js";
import { notice } from "../../notices.js";
import { andThen, still, withEffects } from "../../step.js";
import type { State } from "../../state.js";
import { pauseFollow } from "../../stream/follow.js";
import { frameOf } from "../../stream/frame.js";
import { entryAtCursor } from "../../stream/marks.js";
import { moveBy } from "../../stream/motion.js";
import { gridOf } from "../heatmap/grid.js";
import { isLoading } from "../load-table.js";
import { askForSessions } from "../sessions/load-sessions.js";
import { stream } from "../stream.js";
import type { View } from "../view.js";
import { BAR_LINES, countLines } from "./count-lines.js";
import { seek, withClock } from "./playing.js";
import { rangeAround, usualRange, wholeRange } from "./range.js";
import { NO_REPLAY, type ReplayRange } from "./replay-state.js";

/** How far the keys that turn half a page and a whole one go in the log's time. */
const HALF = 30 * MICROS_PER_SECOND;
const PAGE = MICROS_PER_MINUTE;

/** The stream's lines once more, as they came. */
export const replay: View = {
  title: "Replay",
  open: (state) => andThen(andThen(takenUp(pauseFollow(state)), askForReach), askForSessions),
  grew: (state) => (isLoading(state, "replay", BAR_LINES) ? still(state) : askForReach(state)),
  move,
  sideways: (state, steps) => stepBy(state, steps),
  choose: (state) => {
    const entry = entryAtCursor(state);
    if (entry === undefined) return undefined;
    // What came next is what one wants to see, too.
    const cursorLine = Math.floor(frameOf(state).stream.rows / 3);
    return {
      state: { ...state, stream: { ...state.stream, cursorLine } },
      query: { kind: "all" },
      text: "",
      at: entry.at,
    };
  },
  at: (state) => entryAtCursor(state)?.at ?? state.timeCursor,
  entry: entryAtCursor,
  focused: (state) => stream.focused(state),
  tableCame: (state, _purpose, { table, isComplete }) => still(isComplete ? withLines(state, table) : state),
};

function move(state: State, { unit, direction }: Motion, call: Call): Step<State> {
  const times = direction * (call.count ?? 1);
  switch (unit) {
    case "line":
      return stepBy(state, times);
    case "half":
      return seekBy(state, times * HALF);
    case "page":
      return seekBy(state, times * PAGE);
    case "end":
      if (call.count !== undefined) return call.run(state, "goto", String(call.count));
      return toEnd(state, direction);
  }
}

/** To the line so many before or after; not out of the range. */
function stepBy(state: State, lines: number): Step<State> {
  const { range } = state.replay;
  const moved = moveBy(state, lines);
  const order = entryAtCursor(moved)?.order;
  if (range === undefined || order === undefined) return still(moved);
  if (order < range.from) return andThen(toEnd(state, -1), (next) => atEdge(next, "begins"));
  return order > range.to ? andThen(toEnd(state, 1), (next) => atEdge(next, "ends")) : still(moved);
}

function atEdge(state: State, what: "begins" | "ends"): Step<State> {
  return notice(state, "info", `the replay ${what} here: ] shows more around it`);
}

/** So many microseconds of the log earlier or later. */
export function seekBy(state: State, by: number): Step<State> {
  return seek(state, state.replay.clock.at + by);
}

/** To the start of the range, or to its end. */
export function toEnd(state: State, direction: -1 | 1): Step<State> {
  const { range } = state.replay;
  return range === undefined ? still(state) : seek(state, direction < 0 ? range.from : range.to);
}

/** Another view may have moved the time cursor: the hand goes there, and where that is outside, another range is taken. */
function takenUp(state: State): Step<State> {
  const { timeCursor: at } = state;
  const { range } = state.replay;
  if (range === undefined || at === undefined || entryAtCursor(state)?.at === at) return still(state);
  if (at >= range.from && at <= range.to) return seek(state, at);
  return still({ ...state, replay: { ...state.replay, range: undefined } });
}

/** A log that is still written is longer than it was. */
function askForReach(state: State): Step<State> {
  const id = state.requests.next;
  const requests = { ...state.requests, next: id + 1, reach: id };
  return withEffects({ ...state, requests }, { kind: "load-reach", request: id, scope: state.scope });
}

/** It is known from when to when the log reaches; undefined for one without an entry. */
export function reachCame(state: State, request: number, reach: TimeSpan | undefined): Step<State> {
  if (state.requests.reach !== request) return still(state);
  const answered = { ...state, requests: { ...state.requests, reach: undefined } };
  const known = { ...answered, replay: { ...answered.replay, reach } };
  if (reach === undefined || state.view !== "replay") return still(known);
  const { range } = known.replay;
  if (range === undefined) return begun(known, usualRange(reach, known.timeCursor));
  const isLog = range.kind === "log";
  return countLines(isLog ? { ...known, replay: { ...known.replay, range: wholeRange(reach) } } : known);
}

/** The hand where the reader is; where another view has gone to another moment, there. */
function begun(state: State, range: ReplayRange): Step<State> {
  const ranged = { ...state, replay: { ...state.replay, range } };
  const { timeCursor: at } = state;
  const entry = entryAtCursor(state);
  if (at !== undefined && at !== entry?.at) return andThen(seek(ranged, at), countLines);
  return countLines(withClock(ranged, { kind: "seek", to: entry?.order ?? micros(range.to) }));
}

function withLines(state: State, table: AggregateSnapshot["table"]): State {
  const lines = gridOf(table, "level", state.replay.axis?.width);
  return { ...state, replay: { ...state.replay, lines } };
}

/** Another stretch, from its start. */
export function showRange(state: State, range: ReplayRange): Step<State> {
  const { clock, reach } = state.replay;
  const replayed = { ...NO_REPLAY, reach, range, clock: { ...clock, isPlaying: false } };
  const shown: State = { ...pauseFollow(state), view: "replay", overlays: [], replay: replayed };
  return [countLines, askForReach, askForSessions].reduce(andThen, seek(shown, range.from));
}

/** Half of what was shown around the hand, or twice as much. */
export function zoomReplay(state: State, direction: "in" | "out"): Step<State> {
  const { range, reach, clock } = state.replay;
  if (range === undefined || reach === undefined) return still(state);
  const width = (range.to - range.from) * (direction === "in" ? 1 / 2 : 2);
  return countLines({
    ...state,
    replay: { ...state.replay, range: rangeAround(reach, clock.at, width), lines: undefined },
  });
}
