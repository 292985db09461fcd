import { readFileSync } from "node:fs";

/** How this process stands to a terminal that controls it; `none` where there is none, as in a service or a CI run. */
export type TerminalTie = "none" | "foreground" | "background";

/** Asked anew each time: a job goes to the background and comes back. */
export function terminalTie(): TerminalTie {
  try {
    return tieOf(readFileSync("/proc/self/stat", "latin1"));
  } catch {
    return "none";
  }
}

/** Reads proc(5)'s stat line. The name in it may hold anything, so the fields are counted from its last parenthesis. */
export function tieOf(stat: string): TerminalTie {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [, , group, , terminal, foreground] = fields;
  if (terminal === undefined || terminal === "0") return "none";
  return group === foreground ? "foreground" : "background";
}
