import type { LogEntry } from "../../../core/entry.js";
import { type Micros, micros } from "../../../core/time.js";
import type { Step } from "../../effect.js";
import type { Moment } from "../../moment.js";
import { andThen, still, withEffects } from "../../step.js";
import type { State } from "../../state.js";
import { indexOfEntry, isAtEnd, isAtStart } from "../../stream/layout.js";
import { entryAtCursor } from "../../stream/marks.js";
import { ensureWindow, requestPage, settle } from "../../stream/window.js";
import { countLines } from "./count-lines.js";
import { rangeAround, withinRange } from "./range.js";
import { type ClockAction, type Horizon, msToNextChange, type ReplayClock, tickClock } from "./replay-clock.js";

/**
 * How the clock moves the stream's cursor, and the cursor the clock. While the clock runs the cursor is on the newest
 * line that has happened; whoever moves the cursor (a step, a search, a jump to an error) puts the clock there and stops it.
 */

/** The state with the clock after an action. */
export function withClock(state: State, action: ClockAction): State {
  const clock = tickClock(state.replay.clock, action);
  return clock === state.replay.clock ? state : { ...state, replay: { ...state.replay, clock } };
}

/** The world has moved on: the clock with it, and the cursor to the newest line that has happened by then. */
export function playOn(state: State, { now }: Moment): Step<State> {
  const { range, clock } = state.replay;
  if (state.view !== "replay" || range === undefined || clock.since === undefined) return still(state);
  const moved = withClock(state, { kind: "advance", now, horizon: horizonOf(state) });
  const isOver = moved.replay.clock.at >= range.to;
  const shown = onNewest(isOver ? withClock(moved, { kind: "pause" }) : moved);
  return ensureWindow(settle(shown));
}

/** Goes to a moment of the range; lines that are not here yet are asked for. */
export function seek(state: State, to: number): Step<State> {
  const { range } = state.replay;
  if (range === undefined) return still(state);
  const at = withinRange(range, to);
  const moved = withClock(state, { kind: "seek", to: at });
  const stopped = { ...moved, stream: { ...moved.stream, travel: 0 } };
  const entries = state.stream.page?.entries ?? [];
  const [first, last] = [entries[0], entries.at(-1)];
  const isHere =
    first !== undefined &&
    last !== undefined &&
    (first.order <= at || isAtStart(state)) &&
    (last.order > at || isAtEnd(state));
  if (!isHere) return requestPage(stopped, { kind: "time", at: micros(at + 1) }, { kind: "before-anchor" });
  const requests = { ...stopped.requests, page: undefined };
  return ensureWindow(settle(onNewest({ ...stopped, requests })));
}

/** The cursor on the newest line of the page that the clock has reached. */
function onNewest(state: State): State {
  const entries = state.stream.page?.entries ?? [];
  const { at } = state.replay.clock;
  const entry = entries[Math.max(0, indexAt(entries, at))];
  if (entry === undefined || entry.id === state.stream.cursor) return state;
  return { ...state, stream: { ...state.stream, cursor: entry.id } };
}

/** The last entry that is not later than the moment; -1 where all are. */
function indexAt(entries: readonly LogEntry[], at: number): number {
  let low = -1;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((entries[middle]?.order ?? Number.POSITIVE_INFINITY) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function horizonOf(state: State): Horizon {
  const { clock, range } = state.replay;
  const entries = state.stream.page?.entries ?? [];
  const end = micros(range?.to ?? clock.at);
  const index = indexAt(entries, clock.at);
  const isKnown = state.requests.page === undefined || state.stream.page !== undefined;
  const isWhole = isKnown && isAtEnd(state);
  const knownTo = isWhole ? end : micros(Math.min(end, Math.max(clock.at, entries.at(-1)?.order ?? clock.at)));
  const next = entries[index + 1]?.order ?? knownTo;
  return { last: entries[index]?.order ?? clock.begunAt, next: micros(Math.min(end, next)), knownTo };
}

/** After every action: the cursor and the clock agree, and the clock runs if it may. */
export function keepPlaying(before: State, state: State, { now }: Moment): Step<State> {
  if (state.view !== "replay") return still(withoutClock(state));
  if (state.replay.range === undefined) return still(state);
  const placed = withSharedTime(inStep(before, state));
  const counted = placed.replay.axis === undefined ? countLines(placed) : still(placed);
  return andThen(counted, (next) => runOrHold(before, next, now));
}

function runOrHold(before: State, placed: State, now: Micros): Step<State> {
  const { clock } = placed.replay;
  if (!clock.isPlaying || isCovered(placed)) {
    return still(clock.since === undefined ? placed : withClock(placed, { kind: "hold" }));
  }
  if (clock.since !== undefined && clock === before.replay.clock) return still(placed);
  const running = clock.since === undefined ? withClock(placed, { kind: "run", now }) : placed;
  const ms = msToNextChange(running.replay.clock, horizonOf(running), running.replay.axis?.width ?? 1);
  return withEffects(running, { kind: "schedule", key: "replay", ms, action: { kind: "replay-due" } });
}

/** Who leaves the view stops it. */
function withoutClock(state: State): State {
  return state.replay.clock.isPlaying ? withClock(state, { kind: "pause" }) : state;
}

/** What is typed or chosen has the eye; the detail moves along. */
function isCovered({ overlays }: State): boolean {
  return overlays.some(({ kind }) => kind !== "detail");
}

/** Somebody else has moved the cursor: the clock goes there, and the range with it. */
function inStep(before: State, state: State): State {
  const isSame = state.stream.cursor === before.stream.cursor && before.view === "replay";
  // The hand is ahead of the lines: they are on their way.
  if (isSame || state.requests.page?.place.kind === "before-anchor") return state;
  const entry = entryAtCursor(state);
  if (entry === undefined || isAtHand(state, entry, state.replay.clock)) return state;
  const moved = withClock(withClock(state, { kind: "seek", to: entry.order }), { kind: "pause" });
  return settle(withRangeAround(moved, entry.order));
}

/** Whether the entry is the newest that the clock has reached. */
function isAtHand(state: State, entry: LogEntry, { at }: ReplayClock): boolean {
  const entries = state.stream.page?.entries ?? [];
  const index = indexOfEntry(entries, entry.id);
  const next = entries[index + 1];
  if (entry.order > at) return index === 0 && isAtStart(state);
  return next === undefined || next.order > at;
}

function withRangeAround(state: State, at: Micros): State {
  const { range, reach } = state.replay;
  if (range === undefined || (at >= range.from && at <= range.to)) return state;
  const known = reach ?? range;
  const whole = { from: Math.min(known.from, at), to: Math.max(known.to, at) };
  const around = rangeAround(whole, at, range.to - range.from);
  return { ...state, replay: { ...state.replay, range: around, axis: undefined, lines: undefined } };
}

/** The moment that other views would be on. */
function withSharedTime(state: State): State {
  const timeCursor = entryAtCursor(state)?.at ?? state.replay.clock.at;
  return timeCursor === state.timeCursor ? state : { ...state, timeCursor };
}

/** Index in the page of the newest entry that has happened; -1 where none has. */
export function newestAtHand(state: State): number {
  const { page, cursor } = state.stream;
  const entries = page?.entries ?? [];
  const index = indexOfEntry(entries, cursor);
  const entry = entries[index];
  const isAhead = state.replay.range !== undefined && entry !== undefined && entry.order > state.replay.clock.at;
  return isAhead ? index - 1 : index;
}
