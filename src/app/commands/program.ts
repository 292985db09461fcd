import type { Command } from "../command.js";

/** The program itself: help, prompts, the way out. */
export const PROGRAM_COMMANDS = {
  help: { summary: "Show the keys", group: "Program", hint: { text: "help", priority: 2 } },
  command: { summary: "Type a command", group: "Program", hint: { text: "command", priority: 16 } },
  palette: { summary: "Find a command by its words", group: "Program", hint: { text: "palette", priority: 17 } },
  close: {
    summary: "Go back, and from the stream out of the program",
    group: "Program",
    hint: { text: "quit", priority: 3 },
  },
  escape: { summary: "Go back one level: close, clear the search, show all lines", group: "Program" },
  redraw: { summary: "Draw the screen anew", group: "Program" },
  suspend: { summary: "Stop the program until fg", group: "Program" },
  quit: { summary: "Quit", group: "Program" },
} as const satisfies Partial<Record<string, Command>>;
