import { parseQuery } from "../../core/query/parse.js";
import { savedFilterOf } from "../../core/query/saved/words.js";
import { visible } from "../../lib/visible.js";
import type { Call, Run } from "../command.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { notice, noticeFault } from "../notices.js";
import { askFor } from "../overlays/ask-prompt.js";
import { selectionOf } from "../overlays/list.js";
import { addFilter } from "../query/filters.js";
import { redo, undo } from "../query/undo-steps.js";
import { inForceText, excludedText } from "../saved/in-force-text.js";
import { changeSaved } from "../saved/keep.js";
import type { SavedRow } from "../saved/saved-state.js";
import { andThen, still, withEffects } from "../step.js";
import type { State } from "../state.js";

/** Filters with names, and the way back from changes of filters. */
export const SAVED_RUNS = {
  "use-filter": (state, call) => showSaved(state, call),
  "save-filter": (state, call) => saveFilter(state, call),
  "rename-filter": (state, call) => renameFilter(state, call),
  "forget-filter": (state, { argument = "", moment }) => forgetSaved(state, argument.trim(), moment),
  "export-filters": (state, { argument }) =>
    argument === undefined
      ? askFor(state, "export-filters")
      : withEffects(state, { kind: "export-saved", path: argument.trim(), filters: state.saved.own }),
  "import-filters": (state, { argument }) =>
    argument === undefined
      ? askFor(state, "import-filters")
      : withEffects(state, { kind: "import-saved", path: argument.trim() }),
  undo: (state, { moment }) => undo(state, moment),
  redo: (state, { moment }) => redo(state, moment),
} as const satisfies Partial<Record<string, Run>>;

/** Shows only what a saved filter finds, beside what is filtered by already. */
export function applySavedRow(state: State, { filter }: SavedRow, moment: Moment): Step<State> {
  const read = parseQuery(filter.query, moment);
  if (!read.ok) return notice(state, "fault", `${filter.name} cannot be read: ${read.fault.message}`, "e mends it");
  const added = addFilter(state, { mode: "include", text: `filter:${filter.name}`, query: read.value });
  return andThen(added, (next) => notice(next, "info", `${filter.name}: ${visible(filter.query)}`));
}

/** Takes one of the user's own away. */
export function forgetSaved(state: State, name: string, moment: Moment): Step<State> {
  const row = state.saved.list.find(({ filter }) => filter.name === name);
  if (row === undefined) return noFilter(state, name);
  if (row.isBuiltIn)
    return notice(state, "info", `${name} ships with the program`, "save another one under its name to replace it");
  return andThen(changeSaved(state, { kind: "remove", name }, moment), (next) =>
    notice(next, "info", `${name} is forgotten`, ":undo brings it back"),
  );
}

/** Changes the number of one of the user's own; those that ship come behind them. */
export function moveSaved(state: State, { filter, isBuiltIn }: SavedRow, by: -1 | 1, moment: Moment): Step<State> {
  if (isBuiltIn) return notice(state, "info", "those that ship stay behind your own", "s saves one as your own");
  const { own } = state.saved;
  const index = own.findIndex(({ name }) => name === filter.name);
  const other = own[index + by];
  if (index < 0 || other === undefined) return still(state);
  const filters = own.with(index, other).with(index + by, filter);
  return changeSaved(state, { kind: "all", filters }, moment);
}

function showSaved(state: State, { argument, count, moment }: Call): Step<State> {
  const said = argument?.trim().replace(/^filter:/, "") ?? (count === undefined ? "" : String(count));
  if (said === "") return askFor(state, "use-filter");
  const { list } = state.saved;
  const row =
    list.find(({ filter }) => filter.name === said) ?? (/^\d+$/.test(said) ? list[Number(said) - 1] : undefined);
  return row === undefined ? noFilter(state, said) : applySavedRow(state, row, moment);
}

function noFilter(state: State, name: string): Step<State> {
  const names = state.saved.list.map(({ filter }) => filter.name).join(", ");
  return notice(state, "fault", `no filter is saved as '${visible(name)}'`, `saved are ${names}`);
}

function saveFilter(state: State, { argument, moment }: Call): Step<State> {
  const query = textToSave(state);
  if (query === "") return notice(state, "info", "nothing is filtered: there is nothing to save", "& adds a filter");
  if (argument === undefined) return askFor(state, "save-filter");
  const [name = "", ...tags] = argument.trim().split(/\s+/u);
  const saved = savedFilterOf(
    { name, query, tags },
    state.saved.list.map(({ filter }) => filter),
  );
  if (!saved.ok) return noticeFault(state, saved.fault);
  const replaced = state.saved.own.some((own) => own.name === name);
  return andThen(changeSaved(state, { kind: "put", filter: saved.value, insteadOf: undefined }, moment), (next) =>
    notice(
      next,
      "info",
      `saved as ${name}${replaced ? ", in the place of the one before" : ""}`,
      `:use-filter ${name}`,
    ),
  );
}

/** In the list of filters the selected one, elsewhere all that is filtered by. */
function textToSave(state: State): string {
  const row = selectionOf(state)?.row;
  if (row?.kind === "saved") return row.row.filter.query;
  if (row?.kind !== "filter") return inForceText(state.filters);
  return row.mode === "exclude" ? excludedText(row.text) : row.text;
}

function askForName(state: State, selected: SavedRow | undefined): Step<State> {
  if (selected === undefined) return notice(state, "info", "select a saved filter, or say :rename-filter OLD NEW");
  const { name } = selected.filter;
  return selected.isBuiltIn
    ? notice(state, "info", `${name} ships with the program`, "s saves it under another name")
    : askFor(state, "rename-filter", name);
}

function renameFilter(state: State, { argument, moment }: Call): Step<State> {
  const row = selectionOf(state)?.row;
  const selected = row?.kind === "saved" ? row.row : undefined;
  if (argument === undefined) return askForName(state, selected);
  const words = argument.trim().split(/\s+/u);
  const [before = "", after = ""] = words.length === 1 ? [selected?.filter.name, words[0]] : words;
  const own = state.saved.own.find(({ name }) => name === before);
  if (own === undefined) return noFilter(state, before);
  const renamed = savedFilterOf({ ...own, name: after }, []);
  if (!renamed.ok) return noticeFault(state, renamed.fault);
  if (after !== before && state.saved.own.some(({ name }) => name === after))
    return notice(state, "fault", `${after} is there already`, `:forget-filter ${after} makes room`);
  const change = { kind: "put", filter: { ...own, name: after }, insteadOf: before } as const;
  return andThen(changeSaved(state, change, moment), (next) => notice(next, "info", `${before} is ${after} now`));
}
