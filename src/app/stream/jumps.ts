import type { EntryId } from "../../core/entry.js";
import type { Step } from "../effect.js";
import { notice } from "../notices.js";
import type { State } from "../state.js";
import { pauseFollow } from "./follow.js";
import { goToEntry } from "./window.js";

const MOST_JUMPS = 100;

/** Remembers where the reader is, before a jump; what was ahead is forgotten, as in an editor. */
export function leaveTrace(state: State): State {
  const { cursor, jumps } = state.stream;
  if (cursor === undefined || jumps.back.at(-1) === cursor) return state;
  const back = [...jumps.back, cursor].slice(-MOST_JUMPS);
  return { ...state, stream: { ...state.stream, jumps: { back, ahead: [] } } };
}

/** Goes to an entry that may be far away, leaving a trace. */
export function jumpTo(state: State, id: EntryId): Step<State> {
  return goToEntry(pauseFollow(leaveTrace(state)), id);
}

/** Goes back to where the last jump began. */
export function jumpBack(state: State): Step<State> {
  const { back, ahead } = state.stream.jumps;
  const target = back.at(-1);
  if (target === undefined) return notice(state, "info", "no earlier place to go back to");
  const jumps = { back: back.slice(0, -1), ahead: withCursor(ahead, state) };
  return goToEntry(pauseFollow({ ...state, stream: { ...state.stream, jumps } }), target);
}

/** Goes forward again over what was gone back. */
export function jumpForward(state: State): Step<State> {
  const { back, ahead } = state.stream.jumps;
  const target = ahead.at(-1);
  if (target === undefined) return notice(state, "info", "no later place to go to");
  const jumps = { back: withCursor(back, state), ahead: ahead.slice(0, -1) };
  return goToEntry(pauseFollow({ ...state, stream: { ...state.stream, jumps } }), target);
}

function withCursor(places: readonly EntryId[], { stream }: State): readonly EntryId[] {
  return stream.cursor === undefined ? places : [...places, stream.cursor];
}
