import type { State } from "../state.js";

/** Stops following and notes how much there is, so that what comes can be counted. */
export function pauseFollow(state: State): State {
  if (!state.stream.follow) return state;
  const { overview } = state.stream;
  const paused = {
    entries: state.engine?.entries ?? 0,
    matches: overview?.complete === true ? overview.matches : undefined,
  };
  return { ...state, stream: { ...state.stream, follow: false, paused } };
}

/** Follows again; the caller asks for the tail. */
export function resumeFollow(state: State): State {
  return { ...state, stream: { ...state.stream, follow: true, paused: undefined, frozen: undefined, travel: 0 } };
}

/** Ends the display with the newest entry of the page; collecting goes on. */
export function freeze(state: State): State {
  const last = state.stream.page?.entries.at(-1);
  if (last === undefined) return state;
  const frozen = {
    order: last.order,
    id: last.id,
    followed: state.stream.follow,
    entries: state.engine?.entries ?? 0,
  };
  return { ...state, stream: { ...state.stream, frozen } };
}
