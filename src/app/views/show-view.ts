import type { SourceId } from "../../core/entry.js";
import { errorSourceOf, type Session } from "../../core/session.js";
import type { Scope } from "../../core/ports.js";
import type { Micros } from "../../core/time.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { addFilter, changeFilters } from "../query/filters.js";
import { andThen, still } from "../step.js";
import type { State, ViewBehind } from "../state.js";
import { goToEntry } from "../stream/window.js";
import { pauseFollow } from "../stream/follow.js";
import { VIEW_IDS, type ViewId } from "../view-id.js";
import { VIEWS } from "./registry.js";
import type { Choice } from "./view.js";

const MOST_BEHIND = 20;

/** Shows a view at the moment that the last one was on. */
export function showView(state: State, view: ViewId, moment: Moment): Step<State> {
  if (view === state.view) return VIEWS[view].open({ ...state, overlays: [] }, moment);
  return VIEWS[view].open({ ...state, view, timeCursor: leaving(state), viewsBehind: [], overlays: [] }, moment);
}

/** The view `by` places further on, round and round. */
export function nextView(state: State, by: number, moment: Moment): Step<State> {
  const count = VIEW_IDS.length;
  const index = (VIEW_IDS.indexOf(state.view) + by + count) % count;
  return showView(state, VIEW_IDS[index] ?? "stream", moment);
}

/** Enter: to the lines behind what is selected. `q` leads back to where this began, with the filters as they were. */
export function chooseInView(state: State, moment: Moment): Step<State> {
  const choice = VIEWS[state.view].choose(state);
  return choice === undefined ? still(state) : drill(choice, moment);
}

/** Notes where somebody is who is about to go elsewhere, and will come back. */
export function leaveBehind(state: State): State {
  const behind: ViewBehind = {
    view: state.view,
    filters: state.filters,
    scope: state.scope,
    timeCursor: leaving(state),
    cursor: state.stream.cursor,
  };
  return { ...state, viewsBehind: [...state.viewsBehind, behind].slice(-MOST_BEHIND) };
}

function drill({ state, query, text, at, sources = [] }: Choice, moment: Moment): Step<State> {
  const there: State = {
    ...leaveBehind(state),
    view: "stream",
    overlays: [],
    timeCursor: at,
    scope: widened(state.scope, sources),
  };
  const filtered =
    query.kind === "all" ? { state: there, effects: [] } : addFilter(there, { mode: "include", text, query });
  return andThen(filtered, (next) => VIEWS.stream.open(next, moment));
}

/** With what the session said, where that is kept apart. */
export function withSourcesOf(state: State, { source }: Session): State {
  return source === undefined ? state : { ...state, scope: widened(state.scope, [source, errorSourceOf(source)]) };
}

function widened(scope: Scope, sources: readonly SourceId[]): Scope {
  return scope.sources === undefined ? scope : { sources: [...new Set([...scope.sources, ...sources])] };
}

/** Where the last drill began; with `keepsTime` at the moment that was reached since, undefined when there was none. */
export function backToView(state: State, keepsTime: boolean, moment: Moment): Step<State> | undefined {
  const behind = state.viewsBehind.at(-1);
  if (behind === undefined) return undefined;
  const reached = VIEWS[state.view].at(state) ?? state.timeCursor;
  const back: State = {
    ...state,
    view: behind.view,
    scope: behind.scope,
    viewsBehind: state.viewsBehind.slice(0, -1),
    timeCursor: keepsTime ? reached : behind.timeCursor,
  };
  const place = keepsTime ? undefined : behind.cursor;
  const restored = changeFilters(back, behind.filters);
  return andThen(restored, (next) => {
    if (behind.view === "stream" && place !== undefined) return goToEntry(pauseFollow(next), place);
    return VIEWS[behind.view].open(next, moment);
  });
}

/** The moment that the view is on; whoever follows is on the newest, whatever that is. */
export function leaving(state: State): Micros | undefined {
  if (state.view === "stream") return state.stream.follow ? undefined : VIEWS.stream.at(state);
  return VIEWS[state.view].at(state) ?? state.timeCursor;
}
