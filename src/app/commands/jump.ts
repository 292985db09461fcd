import type { Command } from "../command.js";
import { knownTags } from "../stream/tags.js";
import { whenEmpty, whenNoMarks } from "./reasons.js";

/** Places that may be far away. */
export const JUMP_COMMANDS = {
  goto: {
    summary: "Go to a time, a line number or a percentage (14:30, -15m, 1200, 50%)",
    group: "Jump",
    argument: { name: "PLACE", required: true, candidates: "time" },
  },
  "next-error": {
    summary: "Go to the next error or worse",
    group: "Jump",
    hint: { text: "error", priority: 7 },
    disabled: whenEmpty,
  },
  "previous-error": { summary: "Go to the previous error or worse", group: "Jump", disabled: whenEmpty },
  "next-warning": { summary: "Go to the next warning", group: "Jump", disabled: whenEmpty },
  "previous-warning": { summary: "Go to the previous warning", group: "Jump", disabled: whenEmpty },
  "next-mark": { summary: "Go to the next bookmark", group: "Jump", disabled: whenNoMarks },
  "previous-mark": { summary: "Go to the previous bookmark", group: "Jump", disabled: whenNoMarks },
  "next-same": {
    summary: "Go to the next line of the same start of the unit, or program",
    group: "Jump",
    disabled: whenEmpty,
  },
  "previous-same": {
    summary: "Go to the previous line of the same start of the unit, or program",
    group: "Jump",
    disabled: whenEmpty,
  },
  "next-boot": { summary: "Go to the first line of the next boot", group: "Jump", disabled: whenEmpty },
  "previous-boot": {
    summary: "Go to the first line of this boot, from there of the one before",
    group: "Jump",
    disabled: whenEmpty,
  },
  "next-session": { summary: "Go to where the next rebuild or command begins", group: "Jump", disabled: whenEmpty },
  "previous-session": {
    summary: "Go to where the rebuild or command before begins",
    group: "Jump",
    disabled: whenEmpty,
  },
  tagged: {
    summary: "Go to the next entry with a tag, or with any",
    group: "Jump",
    argument: { name: "TAG", required: false, candidates: knownTags },
    disabled: whenNoMarks,
  },
  "jump-back": {
    summary: "Go back to where the last jump began",
    group: "Jump",
    disabled: (state) => (state.stream.jumps.back.length === 0 ? "there was no jump yet" : undefined),
  },
  "jump-forward": {
    summary: "Go forward again after going back",
    group: "Jump",
    disabled: (state) => (state.stream.jumps.ahead.length === 0 ? "nothing was gone back over" : undefined),
  },
  "next-entry": { summary: "Show the next entry", group: "Jump", internal: true, hint: { text: "next", priority: 4 } },
  "previous-entry": { summary: "Show the previous entry", group: "Jump", internal: true },
} as const satisfies Partial<Record<string, Command>>;
