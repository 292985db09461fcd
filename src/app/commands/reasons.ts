import type { State } from "../state.js";

/** Reasons why a command does nothing at the moment, in words. */

export function whenWrapped(state: State): string | undefined {
  return state.stream.wrap ? "lines are wrapped" : undefined;
}

export function whenEmpty(state: State): string | undefined {
  return state.stream.cursor === undefined ? "there is no line here" : undefined;
}

export function whenNoSearch(state: State): string | undefined {
  return state.search === undefined ? "nothing was searched for yet" : undefined;
}

export function whenNoMarks(state: State): string | undefined {
  return state.stream.marks.length === 0 ? "there are no bookmarks" : undefined;
}
