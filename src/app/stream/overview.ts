import type { Overview } from "../../core/ports.js";
import type { Step } from "../effect.js";
import { effectiveQuery } from "../query/effective.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { frameOf } from "./frame.js";

/** An overview of a log that grows is refreshed this often; one that is still being counted is asked for sooner. */
const REFRESH_MS = 1_000;
const UNFINISHED_MS = 250;

/** Asks for the counts beside the scrollbar, one bucket for each of its cells. */
export function requestOverview(state: State): Step<State> {
  const id = state.requests.next;
  const stream = { ...state.stream, overviewRevision: state.engine?.revision ?? 0, overviewDue: false };
  return {
    state: { ...state, stream, requests: { ...state.requests, next: id + 1, overview: id } },
    effects: [
      {
        kind: "load-overview",
        request: id,
        query: effectiveQuery(state.filters),
        scope: state.scope,
        buckets: Math.max(1, frameOf(state).stream.rows),
      },
    ],
  };
}

/** Sees to it that news reach the overview, but not with every one of them. */
export function overviewSoon(state: State, ms = REFRESH_MS): Step<State> {
  if (state.stream.overviewDue || state.requests.overview !== undefined) return still(state);
  return {
    state: { ...state, stream: { ...state.stream, overviewDue: true } },
    effects: [{ kind: "schedule", key: "overview", ms, action: { kind: "overview-due" } }],
  };
}

export function overviewLoaded(state: State, request: number, overview: Overview): Step<State> {
  if (state.requests.overview !== request) return still(state);
  const { paused } = state.stream;
  const counted = overview.complete ? overview.matches : undefined;
  const stream = {
    ...state.stream,
    overview,
    paused: paused === undefined ? undefined : { ...paused, matches: paused.matches ?? counted },
  };
  const taken = { ...state, stream, requests: { ...state.requests, overview: undefined } };
  if (!overview.complete) return overviewSoon(taken, UNFINISHED_MS);
  const isOld = (state.engine?.revision ?? 0) > state.stream.overviewRevision;
  return isOld ? overviewSoon(taken) : still(taken);
}
