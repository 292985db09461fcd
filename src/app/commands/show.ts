import type { Command } from "../command.js";
import { REPEATS } from "../stream/repeats.js";
import { knownTags } from "../stream/tags.js";
import {
  whenEmpty,
  whenNoEntry,
  whenNoMarks,
  whenNothingFolds,
  whenNothingKept,
  whenNotShown,
  whenUnfiltered,
} from "./reasons.js";

/** How entries are shown. */
export const SHOW_COMMANDS = {
  detail: {
    summary: "Show all of this entry: fields, text, neighbours",
    group: "Show",
    hint: { text: "detail", priority: 5 },
    disabled: whenEmpty,
  },
  mark: {
    summary: "Set or remove a bookmark; it is kept with the entry",
    group: "Show",
    hint: { text: "mark", priority: 13 },
    disabled: whenNoEntry,
  },
  note: {
    summary: "Mark the entry with a note (- takes the words away)",
    group: "Show",
    argument: { name: "TEXT", required: false },
    disabled: whenNoEntry,
  },
  "marked-only": {
    summary: "Show only the bookmarks, or everything again",
    group: "Show",
    disabled: (state) => (state.stream.markedOnly ? undefined : whenNoMarks(state)),
  },
  "less-context": {
    summary: "Show less around the lines that match; with a count so many lines",
    group: "Show",
    disabled: (state) => whenUnfiltered(state) ?? (state.stream.context === 0 ? "only matches are shown" : undefined),
  },
  "more-context": {
    summary: "Show more around the lines that match; with a count so many lines",
    group: "Show",
    disabled: whenUnfiltered,
  },
  context: {
    summary: "Show so many lines before and after each line that matches",
    group: "Show",
    argument: { name: "LINES", required: true },
  },
  repeats: {
    summary: "Show lines that repeat as one: the same ones, also alike ones, or none",
    group: "Show",
    argument: { name: "WHICH", required: false, candidates: () => REPEATS },
  },
  histogram: {
    summary: "Show how much there is over time, below the lines; on it: take it away",
    group: "Show",
    disabled: whenNotShown("stream"),
  },
  fields: { summary: "Show below each entry the fields that were read from it, or no more", group: "Show" },
  tag: {
    summary: "Put tags on the entry, or take those away that it has",
    group: "Show",
    argument: { name: "TAGS", required: false, candidates: knownTags },
    disabled: whenNoEntry,
  },
  wrap: { summary: "Wrap long lines, or cut them", group: "Show", hint: { text: "wrap", priority: 15 } },
  fold: {
    summary: "Unfold or fold an entry of several lines, repeats, or a branch of a tree",
    group: "Show",
    hint: { text: "fold", priority: 6 },
    disabled: whenNothingFolds,
  },
  "fold-all": { summary: "Unfold or fold all of them", group: "Show" },
  theme: {
    summary: "Choose the colours",
    group: "Show",
    argument: { name: "NAME", required: false, candidates: (state) => state.themes.available },
  },
  restore: {
    summary: "Show what was shown when these sources were looked at before",
    group: "Show",
    disabled: whenNothingKept,
  },
  afresh: { summary: "Show what was shown at the start: no filters, the newest lines", group: "Show" },
  choose: { summary: "Take what is selected", group: "Show", internal: true, hint: { text: "choose", priority: 5 } },
} as const satisfies Partial<Record<string, Command>>;
