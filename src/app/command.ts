import type { Candidate } from "./completion/candidate.js";
import type { CommandId } from "./command-id.js";
import type { Step } from "./effect.js";
import type { Moment } from "./moment.js";
import type { Histories, State } from "./state.js";

/**
 * One thing that a person can ask for. Its id is its name on the command line; help, footer, palette and README say of it
 * what stands here.
 */
export type Command = {
  /** What it does, in the imperative, without a full stop. */
  readonly summary: string;
  /** Under which heading help lists it. */
  readonly group: CommandGroup;
  /** Word for the footer, and how early it gets its place there (1 first); absent where it never shows. */
  readonly hint?: { readonly text: string | ((state: State) => string); readonly priority: number };
  /** Only makes sense under a key inside an overlay: neither in the palette nor on the command line. */
  readonly internal?: true;
  readonly argument?: CommandArgument;
  /** Why it does nothing now, in words; undefined when it works. */
  readonly disabled?: (state: State) => string | undefined;
};

/** Which prompt a history belongs to. */
export type HistoryName = keyof Histories;

type CommandArgument = {
  /** Shown in usage: `QUERY`, `NAME`. */
  readonly name: string;
  readonly required: boolean;
  /** What can stand here, for completion: a list, a path, a time, or anything that a query may hold. */
  readonly candidates?: "query" | "path" | "time" | ((state: State) => readonly (string | Candidate)[]);
  /** A line to type it in where it was left out: what stands before it, and whose history it has. */
  readonly ask?: { readonly label: string; readonly history: HistoryName };
};

/** Headings of the help, in its order. */
export const COMMAND_GROUPS = [
  "Move",
  "Jump",
  "Search",
  "Filter",
  "Show",
  "Layout",
  "Take out",
  "Views",
  "Program",
  "Edit",
] as const;
/** One of `COMMAND_GROUPS`. */
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** What a command does. */
export type Run = (state: State, call: Call) => Step<State>;

/** What a command is run with, besides the state. */
export type Call = {
  readonly argument: string | undefined;
  readonly count: number | undefined;
  readonly moment: Moment;
  /** Runs another command: what was typed or picked. */
  readonly run: (state: State, command: CommandId, argument: string | undefined) => Step<State>;
};
