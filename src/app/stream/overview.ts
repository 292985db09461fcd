import type { Overview } from "../../core/ports.js";
import type { Query } from "../../core/query/ast.js";
import type { Step } from "../effect.js";
import { topOverlay } from "../overlays/stack.js";
import { allOf, effectiveQuery } from "../query/effective.js";
import { andThen, still } from "../step.js";
import type { State } from "../state.js";
import { frameOf } from "./frame.js";

/** An overview of a log that grows is refreshed this often; one that is still being counted is asked for sooner. */
const REFRESH_MS = 1_000;
const UNFINISHED_MS = 250;

/** Asks for the counts beside the scrollbar, one bucket for each of its cells. */
export function requestOverview(state: State): Step<State> {
  const stream = { ...state.stream, overviewRevision: state.engine?.revision ?? 0, overviewDue: false };
  return request({ ...state, stream }, "view", effectiveQuery(state.filters));
}

/** Sees to it that news reach the overview, but not with every one of them. */
export function overviewSoon(state: State, ms = REFRESH_MS): Step<State> {
  if (state.stream.overviewDue || state.requests.overview !== undefined) return still(state);
  return {
    state: { ...state, stream: { ...state.stream, overviewDue: true } },
    effects: [{ kind: "schedule", key: "overview", ms, action: { kind: "overview-due" } }],
  };
}

/** Asks where the matches of a new search are; never while it is being typed or another overview is under way. */
export function syncHits(state: State): Step<State> {
  const { search } = state;
  if (search === state.stream.hits?.of || topOverlay(state)?.kind === "search") return still(state);
  if (search === undefined) return still({ ...state, stream: { ...state.stream, hits: undefined } });
  return state.requests.overview === undefined ? requestHits(state) : still(state);
}

/** The matches follow the view: they are counted anew with what came, what is filtered, and what was not counted yet. */
function requestHits(state: State): Step<State> {
  const { search } = state;
  const { hits, page } = state.stream;
  if (search === undefined || page === undefined || topOverlay(state)?.kind === "search") return still(state);
  const overview = hits?.of === search ? hits.overview : undefined;
  const asked = { ...state, stream: { ...state.stream, hits: { of: search, overview } } };
  return request(asked, "hits", allOf([effectiveQuery(state.filters), search.query]));
}

/** Takes in counts, for the view or for a search; what is not complete yet is asked for again. */
export function overviewLoaded(state: State, request: number, overview: Overview): Step<State> {
  const pending = state.requests.overview;
  if (pending?.id !== request) return still(state);
  const taken = { ...state, requests: { ...state.requests, overview: undefined } };
  const stream = pending.of === "hits" ? withHits(taken, overview) : withOverview(taken, overview);
  const answered = { ...taken, stream };
  if (!overview.complete) return overviewSoon(answered, UNFINISHED_MS);
  const isOld = (state.engine?.revision ?? 0) > state.stream.overviewRevision;
  const followed = pending.of === "view" ? requestHits(answered) : still(answered);
  return andThen(followed, (next) => (isOld ? overviewSoon(next) : still(next)));
}

function withHits({ stream }: State, overview: Overview): State["stream"] {
  return stream.hits === undefined ? stream : { ...stream, hits: { ...stream.hits, overview } };
}

/** The first complete count after following ended is what new matches are counted from. */
function withOverview({ stream }: State, overview: Overview): State["stream"] {
  const { paused } = stream;
  const counted = overview.complete ? overview.matches : undefined;
  const matches = paused?.matches ?? counted;
  return { ...stream, overview, paused: paused === undefined ? undefined : { ...paused, matches } };
}

function request(state: State, of: "view" | "hits", query: Query): Step<State> {
  const id = state.requests.next;
  const buckets = Math.max(1, frameOf(state).stream.rows);
  return {
    state: { ...state, requests: { ...state.requests, next: id + 1, overview: { id, of } } },
    effects: [{ kind: "load-overview", request: id, query, scope: state.scope, buckets }],
  };
}
