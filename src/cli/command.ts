import type { Settings } from "../config/options.js";
import type { OptionName } from "../config/options.js";
import type { Paths } from "../config/paths.js";
import type { KeyOverrides, Sourced } from "../config/settings.js";
import type { Result } from "../core/fault.js";
import type { Shell } from "./shell.js";

/** Everything a command may use; it reads nothing else of the world. */
export type Invocation = {
  readonly args: readonly string[];
  readonly settings: Settings;
  readonly origins: Readonly<Record<OptionName, Sourced>>;
  readonly configPath: string;
  readonly keys: KeyOverrides;
  readonly paths: Paths;
  readonly shell: Shell;
  readonly version: string;
  /** All commands, for those that speak of them. */
  readonly commands: readonly Usage[];
};

/** What the command line, help and completion know of a subcommand: all of it is there before any command is loaded. */
export type Usage = {
  readonly name: string;
  readonly summary: string;
  /** As commander writes them: `[source...]`. */
  readonly args: string;
  readonly options: readonly OptionName[];
  readonly examples: readonly string[];
  /** Runs although the config file cannot be used, as if there were none. */
  readonly mendsConfig?: true;
  /** Whatever follows the first argument belongs to another program, options and all. */
  readonly passesOptions?: true;
};

/**
 * What a subcommand does. Gives what the shell is told: one of `ExitCode`, but for a command that passes on what another
 * program said. A fault is said in two lines and exits with 2.
 */
export type Action = (invocation: Invocation) => Promise<Result<number>>;

/** One subcommand. Its code is loaded when it is run, and nobody else's. */
export type Command = Usage & { load(): Promise<Action> };
