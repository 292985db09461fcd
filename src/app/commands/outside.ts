import type { Command } from "../command.js";
import { whenEmpty, whenNoEntry } from "./reasons.js";

/** What leaves the program. */
export const OUTSIDE_COMMANDS = {
  copy: {
    summary: "Copy what is selected, else the line; with a count so many lines",
    group: "Take out",
    hint: { text: "copy", priority: 12 },
    disabled: whenEmpty,
  },
  "copy-query": {
    summary: "Copy the `logstream query` command that gives these lines",
    group: "Take out",
  },
  open: {
    summary: "Open what this line names: addresses, files, units, processes, manual pages",
    group: "Take out",
    hint: { text: "open", priority: 5 },
    disabled: whenNoEntry,
  },
  edit: {
    summary: "Open the file that this line names in the editor, or FILE:LINE",
    group: "Take out",
    argument: { name: "FILE", required: false },
  },
  select: {
    summary: "Begin to select lines, or give it up",
    group: "Take out",
    hint: { text: "select", priority: 16 },
    disabled: whenEmpty,
  },
  write: {
    summary: "Write what is selected, else all that is shown, to a file",
    group: "Take out",
    hint: { text: "write", priority: 1 },
    argument: { name: "PATH", required: false, candidates: "path", ask: { label: "write to ", history: "path" } },
    disabled: whenEmpty,
  },
  pipe: {
    summary: "Give what is selected, else all that is shown, to a shell command",
    group: "Take out",
    hint: { text: "pipe", priority: 18 },
    argument: { name: "COMMAND", required: false, ask: { label: "pipe to ", history: "shell" } },
    disabled: whenEmpty,
  },
} as const satisfies Partial<Record<string, Command>>;
