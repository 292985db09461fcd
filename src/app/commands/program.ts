import type { Command } from "../command.js";
import type { State } from "../state.js";

/** The program itself: help, prompts, the way out. */
export const PROGRAM_COMMANDS = {
  help: { summary: "Show the keys", group: "Program", hint: { text: "help", priority: 2 } },
  command: { summary: "Type a command", group: "Program", hint: { text: "command", priority: 16 } },
  palette: { summary: "Find a command by its words", group: "Program", hint: { text: "palette", priority: 17 } },
  close: {
    summary: "Go back, and from the stream out of the program",
    group: "Program",
    hint: { text: (state) => (leadsOut(state) ? "quit" : "back"), priority: 3 },
  },
  escape: { summary: "Go back one level: close, clear the search, show all lines", group: "Program" },
  redraw: { summary: "Draw the screen anew", group: "Program" },
  suspend: { summary: "Stop the program until fg", group: "Program" },
  quit: { summary: "Quit", group: "Program" },
} as const satisfies Partial<Record<string, Command>>;

/** Whether there is nothing left to go back to. */
function leadsOut({ overlays, view, viewsBehind }: State): boolean {
  return overlays.length === 0 && view === "stream" && viewsBehind.length === 0;
}
