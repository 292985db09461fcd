import type { LogEntry } from "../../core/entry.js";
import type { Query } from "../../core/query/ast.js";
import { parseQuery } from "../../core/query/parse.js";
import type { Effect, Step } from "../effect.js";
import type { Moment } from "../moment.js";
import type { FilterSample, ListOverlay } from "../overlay.js";
import { askCount, withHits } from "../query/filters.js";
import { still, withEffects } from "../step.js";
import type { CountPurpose, State } from "../state.js";
import { type ListRow, selectionOf } from "./list.js";
import { replaceOverlay, topOverlay } from "./stack.js";

/** Lines that are asked for; how many are shown is for the list to say. */
const SAMPLE_LINES = 5;

/** Asks for the hits of the rows that have none yet, one after the other: a page must never wait for many counts. */
export function countRows(state: State, moment: Moment): Step<State> {
  const overlay = filterList(state);
  const { counts } = state.requests;
  if (overlay === undefined || counts.some(({ purpose }) => purpose.kind !== "without")) return still(state);
  for (const row of selectionOf(state)?.rows ?? []) {
    const purpose = purposeOf(row);
    const query = purpose === undefined || hitsOf(row) !== undefined ? undefined : queryOf(state, row, moment);
    if (purpose !== undefined && query !== undefined) return askCount(state, purpose, query);
  }
  return still(state);
}

/** After what a person did: asks for the lines of the row that is selected now, and gives up what nobody sees. */
export function syncFilterList(before: State, state: State, moment: Moment): Step<State> {
  const overlay = filterList(state);
  if (overlay === undefined) return filterList(before) === undefined ? still(state) : forgetCounts(state);
  const asked = countRows(state, moment);
  if (topOverlay(state) !== overlay) return asked;
  const { row } = selectionOf(state) ?? {};
  const key = row === undefined ? "" : keyOf(row);
  const query = row === undefined ? undefined : queryOf(state, row, moment);
  if (overlay.sample?.of === key || query === undefined) return asked;
  const request = asked.state.requests.next;
  const sample: FilterSample = { of: key, request, entries: undefined };
  const requests = { ...asked.state.requests, next: request + 1 };
  const anchor = { kind: "tail" } as const;
  const page = { query, scope: state.scope, anchor, before: SAMPLE_LINES, after: 0 };
  const effect: Effect = { kind: "sample", request, page };
  return {
    state: replaceOverlay({ ...asked.state, requests }, { ...overlay, sample }),
    effects: [...asked.effects, effect],
  };
}

/** Takes the lines in, if they are still wanted. */
export function sampleLoaded(state: State, request: number, entries: readonly LogEntry[]): State {
  const overlay = filterList(state);
  if (overlay?.sample?.request !== request) return state;
  return replaceOverlay(state, { ...overlay, sample: { ...overlay.sample, entries } });
}

/** Takes a count in, and asks for the next. */
export function rowCounted(state: State, purpose: CountPurpose, hits: number, moment: Moment): Step<State> {
  return countRows(withHits(state, purpose, hits), moment);
}

/** The list was closed: what it asked for is called off. */
function forgetCounts(state: State): Step<State> {
  const gone = state.requests.counts.filter(({ purpose }) => purpose.kind !== "without");
  if (gone.length === 0) return still(state);
  const counts = state.requests.counts.filter((pending) => !gone.includes(pending));
  const effect: Effect = { kind: "call-off", counts: gone.map(({ id }) => id), values: false };
  return withEffects({ ...state, requests: { ...state.requests, counts } }, effect);
}

function filterList(state: State): ListOverlay | undefined {
  const overlay = state.overlays.find((other) => other.kind === "list");
  return overlay?.list === "filters" ? overlay : undefined;
}

function purposeOf(row: ListRow): CountPurpose | undefined {
  if (row.kind === "saved") return { kind: "saved", name: row.row.filter.name };
  if (row.kind !== "filter" || row.part.kind !== "filter") return undefined;
  return { kind: "hits", filter: row.part.id };
}

function hitsOf(row: ListRow): number | undefined {
  if (row.kind === "saved") return row.row.hits;
  return row.kind === "filter" ? row.hits : undefined;
}

/** What the row's own query is; undefined for none, and for one that cannot be read. */
function queryOf({ filters }: State, row: ListRow, moment: Moment): Query | undefined {
  if (row.kind === "saved") {
    const read = parseQuery(row.row.filter.query, moment);
    return read.ok ? read.value : undefined;
  }
  if (row.kind !== "filter") return undefined;
  const { part } = row;
  switch (part.kind) {
    case "base":
      return filters.base.query;
    case "level":
      return filters.level === undefined ? undefined : { kind: "level", operator: ">=", level: filters.level };
    case "filter":
      return filters.list.find(({ id }) => id === part.id)?.query;
  }
}

function keyOf(row: ListRow): string {
  if (row.kind === "saved") return `saved ${row.row.filter.name} ${row.row.filter.query}`;
  return row.kind === "filter" ? `${row.mode} ${row.text}` : row.kind;
}
