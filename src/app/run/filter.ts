import { levelFromName, LEVELS } from "../../core/level.js";
import { parseQuery } from "../../core/query/parse.js";
import { printQuery } from "../../core/query/print.js";
import type { Call, Run } from "../command.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import type { SavedRow } from "../saved/saved-state.js";
import { applySavedRow, forgetSaved, moveSaved } from "./saved.js";
import { notice, noticeFault } from "../notices.js";
import { fieldQuery } from "../overlays/detail.js";
import { openFilterPrompt } from "../overlays/filter-prompt.js";
import { keepSelection, openList, selectionOf } from "../overlays/list.js";
import { replaceOverlay } from "../overlays/stack.js";
import { partToDrop } from "../query/drop.js";
import { focused } from "../views/focused.js";
import { addFilter, dropPart, moveFilter, setBaseQuery, setLevel, toggleFilter } from "../query/filters.js";
import { still } from "../step.js";
import type { Filter, FilterMode, State } from "../state.js";

/** Filters, the level, the query, and the list of filters. */
export const FILTER_RUNS = {
  filter: (state, call) => filter(state, "include", call),
  exclude: (state, call) => filter(state, "exclude", call),
  query: (state, { argument, moment }) => {
    const text = argument?.trim() ?? "";
    const parsed = parseQuery(text, moment);
    return parsed.ok ? setBaseQuery(state, { text, query: parsed.value }) : noticeFault(state, parsed.fault);
  },
  level: (state, { argument }) => level(state, argument),
  "only-this": (state) => filterFocused(state, "include"),
  "not-this": (state) => filterFocused(state, "exclude"),
  filters: (state) => openList(state, "filters"),
  "drop-filter": (state) => {
    const part = partToDrop(state);
    return part === undefined ? notice(state, "info", "nothing is filtered") : dropPart(state, part);
  },
  source: (state, { argument }) => (argument === undefined ? openList(state, "sources") : source(state, argument)),
  "filter-toggle": (state, { moment }) => {
    const saved = selectedSaved(state);
    if (saved !== undefined) return toggleSaved(state, saved, moment);
    const chosen = selectedFilter(state);
    return chosen === undefined
      ? notice(state, "info", "this one can only be dropped")
      : toggleFilter(state, chosen.id);
  },
  "filter-edit": (state) => {
    const saved = selectedSaved(state)?.filter;
    if (saved !== undefined)
      return still(openFilterPrompt(state, "include", { mode: "include", text: saved.query, name: saved.name }));
    const chosen = selectedFilter(state);
    if (chosen === undefined) return notice(state, "info", ":query and :level change this one");
    return still(openFilterPrompt(state, chosen.mode, chosen));
  },
  "filter-delete": (state, { moment }) => {
    const row = selectionOf(state)?.row;
    if (row?.kind === "saved") return forgetSaved(state, row.row.filter.name, moment);
    return row?.kind === "filter" ? keepSelection(dropPart(state, row.part)) : still(state);
  },
  "filter-earlier": (state, { moment }) => moveSelected(state, -1, moment),
  "filter-later": (state, { moment }) => moveSelected(state, 1, moment),
} as const satisfies Partial<Record<string, Run>>;

function filter(state: State, mode: FilterMode, { argument, moment }: Call): Step<State> {
  if (argument === undefined) return still(openFilterPrompt(state, mode));
  const saved = state.saved.list.find(({ filter: { name } }) => name === argument.trim());
  if (saved !== undefined && mode === "include") return applySavedRow(state, saved, moment);
  const negated = mode === "include" && argument.startsWith("!");
  const text = (negated ? argument.slice(1) : argument).trim();
  const parsed = parseQuery(text, moment);
  if (!parsed.ok) return noticeFault(state, parsed.fault);
  return addFilter(state, { mode: negated ? "exclude" : mode, text, query: parsed.value });
}

function level(state: State, argument: string | undefined): Step<State> {
  if (argument === undefined) return openList(state, "levels");
  const name = argument.trim().toLowerCase();
  if (name === "all") return setLevel(state, undefined);
  const found = levelFromName(name);
  if (found !== undefined) return setLevel(state, found);
  return notice(state, "fault", `there is no level '${argument}'`, `levels are all, ${LEVELS.join(", ")}`);
}

function filterFocused(state: State, mode: FilterMode): Step<State> {
  const focus = focused(state);
  return focus === undefined ? still(state) : addFilter(state, { mode, ...focus });
}

function source(state: State, name: string): Step<State> {
  const sources = state.engine?.sources ?? [];
  const exact = sources.filter(({ id, label }) => id === name || label === name);
  const begun = exact.length > 0 ? exact : sources.filter(({ id, label }) => id.includes(name) || label.includes(name));
  const [only] = begun;
  if (only === undefined || begun.length > 1) {
    const known = sources.map(({ id }) => id).join(", ");
    return notice(
      state,
      "fault",
      `'${name}' is ${begun.length > 1 ? "more than one source" : "no source"}`,
      `sources are ${known}`,
    );
  }
  const query = fieldQuery("source", only.id);
  return addFilter(state, { mode: "include", text: printQuery(query), query });
}

function selectedFilter(state: State): Filter | undefined {
  const row = selectionOf(state)?.row;
  if (row?.kind !== "filter" || row.part.kind !== "filter") return undefined;
  const { id } = row.part;
  return state.filters.list.find((other) => other.id === id);
}

function selectedSaved(state: State): SavedRow | undefined {
  const row = selectionOf(state)?.row;
  return row?.kind === "saved" ? row.row : undefined;
}

/** Space on a saved one: among what is filtered by, or not any more. */
function toggleSaved(state: State, row: SavedRow, moment: Moment): Step<State> {
  const text = `filter:${row.filter.name}`;
  const inForce = state.filters.list.find((other) => other.text === text && other.mode === "include");
  const changed = inForce === undefined ? applySavedRow(state, row, moment) : toggleFilter(state, inForce.id);
  const at = selectionOf(changed.state)?.rows.findIndex(
    (other) => other.kind === "saved" && other.row.filter.name === row.filter.name,
  );
  const overlay = selectionOf(changed.state)?.overlay;
  if (at === undefined || at < 0 || overlay === undefined) return changed;
  return { ...changed, state: replaceOverlay(changed.state, { ...overlay, selected: at }) };
}

function moveSelected(state: State, by: -1 | 1, moment: Moment): Step<State> {
  const saved = selectedSaved(state);
  if (saved !== undefined) return moveSaved(state, saved, by, moment);
  const selection = selectionOf(state);
  const chosen = selectedFilter(state);
  if (chosen === undefined || selection === undefined) return still(state);
  const moved = moveFilter(state, chosen.id, by);
  if (moved === state) return still(state);
  return still(replaceOverlay(moved, { ...selection.overlay, selected: selection.overlay.selected + by }));
}
