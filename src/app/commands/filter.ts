import { LEVELS } from "../../core/level.js";
import type { Command } from "../command.js";
import { activeParts } from "../query/effective.js";
import { whenNothingFocused } from "./reasons.js";

/** What is let through, and the list of filters. */
export const FILTER_COMMANDS = {
  filter: {
    summary: "Show only lines that match a query; begin with ! to hide them",
    group: "Filter",
    hint: { text: "filter", priority: 2 },
    argument: { name: "QUERY", required: false, candidates: "query" },
  },
  exclude: {
    summary: "Hide lines that match a query",
    group: "Filter",
    argument: { name: "QUERY", required: false, candidates: "query" },
  },
  query: {
    summary: "Change the query that the view stands on; without one, everything",
    group: "Filter",
    argument: { name: "QUERY", required: false, candidates: "query" },
  },
  level: {
    summary: "Choose the least severe level to show",
    group: "Filter",
    hint: { text: "level", priority: 8 },
    argument: { name: "LEVEL", required: false, candidates: () => ["all", ...LEVELS.toReversed()] },
  },
  "only-this": {
    summary: "Show only the unit, program or field under the cursor",
    group: "Filter",
    hint: { text: "only this", priority: 10 },
    disabled: whenNothingFocused,
  },
  "not-this": {
    summary: "Hide the unit, program or field under the cursor",
    group: "Filter",
    hint: { text: "hide this", priority: 11 },
    disabled: whenNothingFocused,
  },
  filters: {
    summary: "List the filters, in force and saved: switch, edit, sort, save, delete",
    group: "Filter",
    hint: { text: "filters", priority: 12 },
  },
  "drop-filter": {
    summary: "Drop the newest filter; on an empty view the one that hides most",
    group: "Filter",
    hint: { text: "drop filter", priority: 6 },
    disabled: (state) => (activeParts(state.filters).length === 0 ? "nothing is filtered" : undefined),
  },
  source: {
    summary: "List the sources and how they are; with a name, show only that one",
    group: "Filter",
    argument: {
      name: "SOURCE",
      required: false,
      candidates: (state) => (state.engine?.sources ?? []).map(({ id }) => id),
    },
  },
  "filter-toggle": {
    summary: "Switch the filter on or off",
    group: "Filter",
    internal: true,
    hint: { text: "on/off", priority: 1 },
  },
  "filter-edit": { summary: "Edit the filter", group: "Filter", internal: true, hint: { text: "edit", priority: 2 } },
  "filter-delete": {
    summary: "Delete the filter",
    group: "Filter",
    internal: true,
    hint: { text: "delete", priority: 3 },
  },
  "filter-earlier": { summary: "Move the filter up", group: "Filter", internal: true },
  "filter-later": {
    summary: "Move the filter down",
    group: "Filter",
    internal: true,
    hint: { text: "move", priority: 8 },
  },
} as const satisfies Partial<Record<string, Command>>;
