import { isWorthShowing } from "../kept/kept-of.js";
import { splitOf } from "../looks/panes.js";
import { entryInView, focused } from "../views/focused.js";
import { selectedSession } from "../views/sessions/sessions.js";
import { VIEWS } from "../views/registry.js";
import { activeParts } from "../query/effective.js";
import type { State } from "../state.js";
import type { ViewId } from "../view-id.js";

/** Reasons why a command does nothing at the moment, in words. */

/** Wrapped lines have no sideways. */
export function whenWrapped(state: State): string | undefined {
  return state.stream.wrap && state.view === "stream" && !state.strip.isFocused ? "lines are wrapped" : undefined;
}

/** For the command that shows a view. */
export function whenShown(view: ViewId): (state: State) => string | undefined {
  return (state) => (state.view === view && state.overlays.length === 0 ? "that is what is shown" : undefined);
}

/** For what is about the selected session. */
export function whenNoSession(state: State): string | undefined {
  if (state.view !== "sessions") return "the sessions view has that";
  return selectedSession(state) === undefined ? "no session is recorded" : undefined;
}

/** For what one view alone has. */
export function whenNotShown(view: ViewId): (state: State) => string | undefined {
  return (state) => (state.view === view ? undefined : `the ${view} view has that`);
}

/** For what goes back from lines to the chart that led to them. */
export function whenNothingBehind(state: State): string | undefined {
  return state.viewsBehind.length === 0 ? "no chart led here" : undefined;
}

/** For what only charts have. */
export function whenNoChart(state: State): string | undefined {
  return state.view === "stream" ? "lines have no such thing" : undefined;
}

/** For + and -: nothing is selected that entries could be like. */
export function whenNothingFocused(state: State): string | undefined {
  return focused(state) === undefined ? "nothing is selected here" : undefined;
}

/** For what needs an entry under the cursor. */
export function whenEmpty(state: State): string | undefined {
  return state.stream.cursor === undefined ? "there is no line here" : undefined;
}

/** For folding: a view may have a tree of its own. */
export function whenNothingFolds(state: State): string | undefined {
  const { fold } = VIEWS[state.view];
  if (fold === undefined) return whenEmpty(state);
  return fold(state, "selected") === state ? "nothing folds here" : undefined;
}

/** For what is about one entry. */
export function whenNoEntry(state: State): string | undefined {
  return entryInView(state) === undefined ? "there is no line here" : undefined;
}

/** For what walks the matches of a search. */
export function whenNoSearch(state: State): string | undefined {
  return state.search === undefined ? "nothing was searched for yet" : undefined;
}

/** For the neighbours of what matches. */
export function whenUnfiltered({ filters, stream }: State): string | undefined {
  if (stream.markedOnly) return "only bookmarks are shown";
  return activeParts(filters).length === 0 ? "nothing is filtered: all lines are shown" : undefined;
}

/** For what walks the bookmarks. */
export function whenNoMarks(state: State): string | undefined {
  return state.stream.marks.length === 0 ? "there are no bookmarks" : undefined;
}

/** For going on where somebody left off. */
export function whenNothingKept(state: State): string | undefined {
  return isWorthShowing(state) ? undefined : "nothing is kept from before";
}

/** For what is about the border between two panes. */
export function whenOnePane(state: State): string | undefined {
  return splitOf(state) === undefined ? "only one pane is shown" : undefined;
}

/** For following: bookmarks do not grow, and a replay has a clock of its own. */
export function whenNotFollowing(state: State): string | undefined {
  if (state.view === "replay") return "a replay has its own clock: the stream follows";
  return state.stream.markedOnly ? "only bookmarks are shown" : undefined;
}

/** Only a journal has a past that is not kept. */
export function whenNoJournal({ engine }: State): string | undefined {
  const isThere = engine?.sources.some(({ id, state }) => id.startsWith("journal:") && state !== "failed");
  return isThere === true ? undefined : "no journal is watched here";
}
