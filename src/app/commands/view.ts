import type { Command } from "../command.js";
import { HEATMAP_FIELDS } from "../views/heatmap/heatmap-state.js";
import { METRICS_WINDOWS } from "../views/metrics/windows.js";
import { whenNoChart, whenNothingBehind, whenNotShown, whenShown } from "./reasons.js";

/** Views, and what charts can do. */
export const VIEW_COMMANDS = {
  stream: { summary: "Show the lines", group: "Views", disabled: whenShown("stream") },
  metrics: {
    summary: "Show how the machine was and how much was logged, over time",
    group: "Views",
    disabled: whenShown("metrics"),
  },
  heatmap: {
    summary: "Show what happens how often, by time and by who",
    group: "Views",
    disabled: whenShown("heatmap"),
  },
  patterns: { summary: "Show the messages by their templates", group: "Views", disabled: whenShown("patterns") },
  sessions: {
    summary: "Show the rebuilds and commands that were recorded, and their builds",
    group: "Views",
    disabled: whenShown("sessions"),
  },
  "next-view": { summary: "Show the next view", group: "Views", hint: { text: "views", priority: 11 } },
  "previous-view": { summary: "Show the view before", group: "Views" },
  "back-with-time": {
    summary: "Go back to the chart that led here, and take the time along",
    group: "Views",
    disabled: whenNothingBehind,
  },
  "zoom-in": { summary: "Show less around the cursor", group: "Views", hint: { text: "zoom", priority: 6 } },
  "zoom-out": { summary: "Show more around the cursor", group: "Views" },
  "whole-log": { summary: "Show all of the log again", group: "Views", disabled: whenNoChart },
  now: { summary: "Follow the clock again", group: "Views", disabled: whenNotShown("metrics") },
  alone: {
    summary: "Show the chosen chart alone, with its axes, or all of them again",
    group: "Views",
    hint: { text: "alone", priority: 7 },
    disabled: whenNotShown("metrics"),
  },
  window: {
    summary: "Choose how much time the charts show, or go on to the next",
    group: "Views",
    hint: { text: "window", priority: 5 },
    argument: { name: "WINDOW", required: false, candidates: () => METRICS_WINDOWS },
    disabled: whenNotShown("metrics"),
  },
  range: { summary: "Begin a range of time, or give it up", group: "Views", hint: { text: "range", priority: 8 } },
  "chart-by": {
    summary: "Choose what rows stand for, or go on to the next",
    group: "Views",
    hint: { text: "by", priority: 4 },
    argument: { name: "FIELD", required: false, candidates: () => HEATMAP_FIELDS },
  },
  sort: { summary: "Put the patterns in another order", group: "Views", hint: { text: "sort", priority: 4 } },
  scale: {
    summary: "Compare with what is usual in a row, or with the most of all",
    group: "Views",
    hint: { text: "scale", priority: 7 },
  },
} as const satisfies Partial<Record<string, Command>>;
