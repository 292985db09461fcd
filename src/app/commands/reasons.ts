import type { State } from "../state.js";

/** Reasons why a command does nothing at the moment, in words. */

/** Wrapped lines have no sideways. */
export function whenWrapped(state: State): string | undefined {
  return state.stream.wrap ? "lines are wrapped" : undefined;
}

/** For what needs an entry under the cursor. */
export function whenEmpty(state: State): string | undefined {
  return state.stream.cursor === undefined ? "there is no line here" : undefined;
}

/** For what walks the matches of a search. */
export function whenNoSearch(state: State): string | undefined {
  return state.search === undefined ? "nothing was searched for yet" : undefined;
}

/** For what walks the bookmarks. */
export function whenNoMarks(state: State): string | undefined {
  return state.stream.marks.length === 0 ? "there are no bookmarks" : undefined;
}

/** Only a journal has a past that is not kept. */
export function whenNoJournal({ engine }: State): string | undefined {
  const isThere = engine?.sources.some(({ id, state }) => id.startsWith("journal:") && state !== "failed");
  return isThere === true ? undefined : "no journal is watched here";
}
