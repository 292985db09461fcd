import type { Command } from "../command.js";

/** Editing of the line in a prompt. */
export const EDIT_COMMANDS = {
  accept: { summary: "Take what is typed", group: "Edit", internal: true, hint: { text: "accept", priority: 1 } },
  cancel: { summary: "Leave the prompt", group: "Edit", internal: true, hint: { text: "cancel", priority: 2 } },
  complete: { summary: "Complete", group: "Edit", internal: true, hint: { text: "complete", priority: 3 } },
  "complete-back": { summary: "Complete, backwards", group: "Edit", internal: true },
  "history-older": {
    summary: "What was entered before",
    group: "Edit",
    internal: true,
    hint: { text: "history", priority: 4 },
  },
  "history-newer": { summary: "What was entered after that", group: "Edit", internal: true },
  "history-search": { summary: "Look for typed words in what was entered before", group: "Edit", internal: true },
  "caret-left": { summary: "Go a character left", group: "Edit", internal: true },
  "caret-right": { summary: "Go a character right; at the end take what is offered", group: "Edit", internal: true },
  "caret-word-left": { summary: "Go a word left", group: "Edit", internal: true },
  "caret-word-right": { summary: "Go a word right", group: "Edit", internal: true },
  "caret-start": { summary: "Go to the start", group: "Edit", internal: true },
  "caret-end": { summary: "Go to the end; there take what is offered", group: "Edit", internal: true },
  "erase-left": { summary: "Erase the character before", group: "Edit", internal: true },
  "erase-right": { summary: "Erase the character after", group: "Edit", internal: true },
  "erase-word": { summary: "Erase the word before", group: "Edit", internal: true },
  "erase-to-start": { summary: "Erase to the start", group: "Edit", internal: true },
  "erase-to-end": { summary: "Erase to the end", group: "Edit", internal: true },
} as const satisfies Partial<Record<string, Command>>;
