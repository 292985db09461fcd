import type { Candidate } from "../completion/candidate.js";
import type { Command } from "../command.js";
import { activeParts } from "../query/effective.js";
import { selectionOf } from "../overlays/list.js";
import type { State } from "../state.js";

/** Filters with names, and the way back from changes of filters. */
export const SAVED_COMMANDS = {
  "use-filter": {
    summary: "Show only what a saved filter finds, by its name or number",
    group: "Filter",
    argument: {
      name: "NAME",
      required: false,
      candidates: (state) =>
        state.saved.list.map(({ filter }) => ({ text: filter.name, about: filter.about || filter.query })),
      ask: { label: "show only the saved ", history: "filter" },
    },
  },
  "save-filter": {
    summary: "Save what is filtered by, or what is selected in the list of filters",
    group: "Filter",
    hint: { text: "save", priority: 4 },
    argument: { name: "NAME [#TAG…]", required: false, ask: { label: "save as (name #tag …) ", history: "filter" } },
    disabled: whenNothingToSave,
  },
  "rename-filter": {
    summary: "Give a saved filter another name: OLD NEW",
    group: "Filter",
    argument: {
      name: "OLD NEW",
      required: false,
      candidates: ownNames,
      ask: { label: "call it ", history: "filter" },
    },
    disabled: whenNoneSaved,
  },
  "forget-filter": {
    summary: "Delete a saved filter",
    group: "Filter",
    argument: { name: "NAME", required: true, candidates: ownNames },
    disabled: whenNoneSaved,
  },
  "export-filters": {
    summary: "Write your saved filters to a file for others",
    group: "Filter",
    argument: {
      name: "PATH",
      required: false,
      candidates: "path",
      ask: { label: "write filters to ", history: "path" },
    },
    disabled: whenNoneSaved,
  },
  "import-filters": {
    summary: "Take in the saved filters of a file",
    group: "Filter",
    argument: {
      name: "PATH",
      required: false,
      candidates: "path",
      ask: { label: "take filters from ", history: "path" },
    },
  },
  undo: {
    summary: "Take back the last change of filters",
    group: "Filter",
    hint: { text: "undo", priority: 7 },
    disabled: ({ undo }) => (undo.back.length === 0 ? "no change of filters can be taken back" : undefined),
  },
  redo: {
    summary: "Make the change of filters again that was taken back",
    group: "Filter",
    disabled: ({ undo }) => (undo.ahead.length === 0 ? "nothing was taken back" : undefined),
  },
} as const satisfies Partial<Record<string, Command>>;

function ownNames(state: State): readonly Candidate[] {
  return state.saved.own.map(({ name, query }) => ({ text: name, about: query }));
}

function whenNoneSaved(state: State): string | undefined {
  return state.saved.own.length === 0 ? "none of the saved filters is yours yet: s in f saves one" : undefined;
}

function whenNothingToSave(state: State): string | undefined {
  const isSelected = selectionOf(state)?.row !== undefined;
  return isSelected || activeParts(state.filters).length > 0 ? undefined : "nothing is filtered: & adds a filter";
}
