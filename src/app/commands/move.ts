import type { Command } from "../command.js";
import { whenNoJournal, whenNotFollowing, whenWrapped } from "./reasons.js";

/** Motions of whatever has the keyboard. */
export const MOVE_COMMANDS = {
  down: { summary: "Go down a line", group: "Move" },
  up: { summary: "Go up a line", group: "Move" },
  "half-page-down": { summary: "Go down half a page", group: "Move" },
  "half-page-up": { summary: "Go up half a page", group: "Move" },
  "page-down": { summary: "Go down a page", group: "Move" },
  "page-up": { summary: "Go up a page", group: "Move" },
  top: { summary: "Go to the oldest line", group: "Move", hint: { text: "top", priority: 14 } },
  bottom: { summary: "Go to the newest line and follow", group: "Move" },
  left: { summary: "Move the text sideways, to its start", group: "Move", disabled: whenWrapped },
  right: { summary: "Move the text sideways, to its end", group: "Move", disabled: whenWrapped },
  "line-start": { summary: "Show the start of the lines again", group: "Move", disabled: whenWrapped },
  follow: {
    summary: "Follow new lines, or stop following",
    group: "Move",
    hint: { text: "follow", priority: 3 },
    disabled: whenNotFollowing,
  },
  freeze: {
    summary: "Freeze the display while collecting goes on, or go on",
    group: "Move",
    hint: { text: "freeze", priority: 9 },
  },
  older: {
    summary: "Fetch older lines of the journal than are kept, or stop fetching",
    group: "Move",
    disabled: whenNoJournal,
  },
} as const satisfies Partial<Record<string, Command>>;
