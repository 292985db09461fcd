import type { Level } from "../../core/level.js";
import type { Query } from "../../core/query/ast.js";
import type { Effect, Step } from "../effect.js";
import { requestOverview } from "../stream/overview.js";
import { reloadPage } from "../stream/window.js";
import { still, andThen } from "../step.js";
import type { CountPurpose, Filter, FilterMode, FilterPart, FilterState, State } from "../state.js";
import { activeParts, effectiveQuery, withoutPart } from "./effective.js";
import { rememberFilters } from "./undo.js";

/** What is filtered by: the text as it was typed or printed, and what it means. */
export type FilterText = { readonly mode: FilterMode; readonly text: string; readonly query: Query };

/** Adds a filter, or switches on the one that says the same. */
export function addFilter(state: State, filter: FilterText): Step<State> {
  const { filters } = state;
  const same = filters.list.find((other) => other.mode === filter.mode && other.text === filter.text);
  if (same !== undefined)
    return changeFilters(state, { ...filters, list: replaced(filters.list, { ...same, enabled: true }) });
  const added: Filter = { ...filter, id: filters.nextId, enabled: true, hits: undefined };
  const changed = changeFilters(state, { ...filters, list: [...filters.list, added], nextId: added.id + 1 });
  return andThen(changed, (next) => countHits(next, added));
}

/** Changes a filter in its place; one that is gone meanwhile is added. */
export function editFilter(state: State, id: number, filter: FilterText): Step<State> {
  const old = state.filters.list.find((other) => other.id === id);
  if (old === undefined) return addFilter(state, filter);
  const edited: Filter = { ...old, ...filter, enabled: true, hits: undefined };
  const changed = changeFilters(state, { ...state.filters, list: replaced(state.filters.list, edited) });
  return andThen(changed, (next) => countHits(next, edited));
}

/** Switches a filter on or off. */
export function toggleFilter(state: State, id: number): Step<State> {
  const filter = state.filters.list.find((other) => other.id === id);
  if (filter === undefined) return still(state);
  const list = replaced(state.filters.list, { ...filter, enabled: !filter.enabled });
  return changeFilters(state, { ...state.filters, list });
}

/** Takes away a filter, the level or the base query. */
export function dropPart(state: State, part: FilterPart): Step<State> {
  return changeFilters(state, withoutPart(state.filters, part));
}

/** Shows entries at least this severe; undefined shows all, also those without a level. */
export function setLevel(state: State, level: Level | undefined): Step<State> {
  return level === state.filters.level ? still(state) : changeFilters(state, { ...state.filters, level });
}

/** Puts another query in the place of the one that the view stands on. */
export function setBaseQuery(state: State, base: FilterState["base"]): Step<State> {
  return changeFilters(state, { ...state.filters, base });
}

/** Changes the place of a filter in the list; what is shown stays the same. */
export function moveFilter(state: State, id: number, by: -1 | 1): State {
  const list = [...state.filters.list];
  const index = list.findIndex((filter) => filter.id === id);
  const other = list[index + by];
  const moved = list[index];
  if (moved === undefined || other === undefined) return state;
  list[index] = other;
  list[index + by] = moved;
  const filters = { ...state.filters, list };
  return { ...rememberFilters(state, filters), filters };
}

/** Nothing is known any more of how many entries each filter matches. */
export function withoutHits(state: State): State {
  const list = state.filters.list.map((filter) => ({ ...filter, hits: undefined }));
  const saved = state.saved.list.map((row) => ({ ...row, hits: undefined }));
  return { ...state, filters: { ...state.filters, list }, saved: { ...state.saved, list: saved } };
}

/** On an empty page: asks what would be seen without each of the parts that hide entries. */
export function countWithout(state: State): Step<State> {
  return activeParts(state.filters).reduce<Step<State>>(
    (step, part) =>
      andThen(step, (next) =>
        askCount(next, { kind: "without", part }, effectiveQuery(withoutPart(next.filters, part))),
      ),
    still(state),
  );
}

/** Takes in a count, for the filter or the part that it was asked for. */
export function withHits(state: State, purpose: CountPurpose, hits: number): State {
  switch (purpose.kind) {
    case "hits": {
      const list = state.filters.list.map((filter) => (filter.id === purpose.filter ? { ...filter, hits } : filter));
      return { ...state, filters: { ...state.filters, list } };
    }
    case "saved": {
      const list = state.saved.list.map((row) => (row.filter.name === purpose.name ? { ...row, hits } : row));
      return { ...state, saved: { ...state.saved, list } };
    }
    case "without": {
      const without = [...state.filters.without, { part: purpose.part, shows: hits }];
      return { ...state, filters: { ...state.filters, without } };
    }
  }
}

/** Every change of what is let through that a person makes goes through here, and can be taken back. */
export function changeFilters(state: State, filters: FilterState): Step<State> {
  return showFilters(rememberFilters(state, filters), filters);
}

/**
 * Lets other entries through: what is shown and counted is asked for anew. The entry under the cursor keeps its place on
 * the screen.
 */
export function showFilters(state: State, filters: FilterState): Step<State> {
  const counts = state.requests.counts.filter(({ purpose }) => purpose.kind !== "without");
  const changed: State = {
    ...state,
    filters: { ...filters, without: [] },
    requests: { ...state.requests, counts, overview: undefined },
    stream: { ...state.stream, overview: undefined, hits: undefined, travel: 0 },
  };
  return andThen(reloadPage(changed), requestOverview);
}

function countHits(state: State, filter: Filter): Step<State> {
  return askCount(state, { kind: "hits", filter: filter.id }, filter.query);
}

/** Asks how many entries of the scope match. */
export function askCount(state: State, purpose: CountPurpose, query: Query): Step<State> {
  const id = state.requests.next;
  const effect: Effect = { kind: "count", request: id, query, scope: state.scope };
  const counts = [...state.requests.counts.filter((pending) => !isSame(pending.purpose, purpose)), { id, purpose }];
  return { state: { ...state, requests: { ...state.requests, next: id + 1, counts } }, effects: [effect] };
}

function isSame(left: CountPurpose, right: CountPurpose): boolean {
  return left.kind === "hits" && right.kind === "hits" && left.filter === right.filter;
}

function replaced(list: readonly Filter[], filter: Filter): readonly Filter[] {
  return list.map((other) => (other.id === filter.id ? filter : other));
}
