import type { Step } from "./effect.js";
import type { Moment } from "./moment.js";
import type { State } from "./state.js";

/**
 * One thing that a person can ask for. Its id is its name on the command line; keys, help, footer, palette and README all
 * come from the table of these.
 */
export type Command = {
  /** What it does, in the imperative, without a full stop. */
  readonly summary: string;
  /** Under which heading help lists it. */
  readonly group: CommandGroup;
  /** Word for the footer, and how early it gets its place there (1 first); undefined never shows. */
  readonly hint?: { readonly text: string; readonly priority: number };
  /** Only inside an overlay (`prompt-accept`): neither in the palette nor on the command line. */
  readonly internal?: true;
  readonly argument?: CommandArgument;
  /** Why it does nothing now, in words; undefined when it works. */
  readonly disabled?: (state: State) => string | undefined;
  readonly run: (state: State, call: Call) => Step<State>;
};

export type Call = {
  readonly argument: string | undefined;
  readonly count: number | undefined;
  readonly moment: Moment;
};

export type CommandArgument = {
  /** Shown in usage: `QUERY`, `NAME`. */
  readonly name: string;
  readonly required: boolean;
  /** What can stand here, for completion. */
  readonly candidates?: (state: State) => readonly string[];
};

export const COMMAND_GROUPS = ["Move", "Jump", "Search", "Filter", "Show", "Program", "Edit"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];
