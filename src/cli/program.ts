import { existsSync } from "node:fs";
import { Command as Commander, CommanderError, Option } from "commander";
import type { OptionRow } from "../config/option-row.js";
import { GLOBAL_OPTIONS, OPTIONS, type OptionName } from "../config/options.js";
import { pathsOf } from "../config/paths.js";
import { configPathIn, type Given, mergeSettings, readConfigFile, type SettingValue } from "../config/settings.js";
import { type Fault, type Result, failed, ok } from "../core/fault.js";
import { nearestOrBegun } from "../core/query/syntax/nearest.js";
import type { Command, Invocation } from "./command.js";
import { COMMANDS } from "./commands/registry.js";
import { journalctlAnswer } from "./journalctl-flags.js";
import { type Shell, sayFault } from "./shell.js";
import { ExitCode } from "./exit-code.js";

/** Parses the arguments, runs the one command they name, and says what went wrong if anything did. */
export async function runProgram(argv: readonly string[], shell: Shell, version: string): Promise<number> {
  const misspelt = misspeltCommand(argv[0]);
  if (misspelt !== undefined) {
    sayFault(shell, misspelt);
    return ExitCode.fault;
  }
  let code: number = ExitCode.done;
  const program = buildProgram(commandsFor(argv[0]), { shell, version }, async (command, args, given) => {
    code = await runCommand(command, args, given, { shell, version });
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (caught) {
    if (!(caught instanceof CommanderError)) throw caught;
    if (caught.exitCode === 0) return ExitCode.done;
    sayFault(shell, caught.code === "commander.help" ? unknownTopic(argv.at(-1)) : usageFault(caught));
    return ExitCode.fault;
  }
}

/** The first word may be a source; one that is almost a command and no file is taken for a slip. */
function misspeltCommand(word: string | undefined): Fault | undefined {
  const names = [...COMMANDS.map(({ name }) => name), "help"];
  if (word === undefined || !/^[a-z]{3,}$/.test(word) || names.includes(word) || existsSync(word)) return undefined;
  const near = nearestOrBegun(word, names);
  if (near === undefined) return undefined;
  const hint = `did you mean \`logstream ${near}\`? for a file that does not exist yet say ./${word}`;
  return { code: "usage", message: `there is no command and no file called '${word}'`, hint };
}

type Run = (command: Command, args: readonly string[], given: Given) => Promise<void>;

/** Where the first word names a command, nobody asks for the others: making them all takes longer than most answers. */
function commandsFor(word: string | undefined): readonly Command[] {
  const named = COMMANDS.filter(({ name }) => name === word);
  return named.length > 0 ? named : COMMANDS;
}

/** The commander tree, made from the command and option tables. */
function buildProgram(commands: readonly Command[], { shell, version }: Outer, run: Run): Commander {
  const program = new Commander("logstream")
    .description("Watches this machine's logs, understands them, and says what broke.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .showSuggestionAfterError(true)
    // Without it no command could leave the options of another program alone.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: (text) => shell.stdout.write(text), writeErr: () => undefined });
  for (const command of commands)
    program.addCommand(toCommander(command, program, run), { isDefault: command.name === "tui" });
  return program;
}

function toCommander(command: Command, program: Commander, run: Run): Commander {
  const built = new Commander(command.name).summary(command.summary).description(command.summary);
  built.copyInheritedSettings(program).helpOption("-h, --help", "print this help");
  if (command.args !== "") built.arguments(command.args);
  if (command.passesOptions === true) built.passThroughOptions();
  for (const name of [...command.options, ...GLOBAL_OPTIONS]) built.addOption(toOption(name));
  if (command.examples.length > 0) {
    built.addHelpText("after", `\nExamples:\n${command.examples.map((example) => `  ${example}`).join("\n")}`);
  }
  built.action(async () => {
    await run(command, built.args, givenBy(built, [...command.options, ...GLOBAL_OPTIONS]));
  });
  return built;
}

function toOption(name: OptionName): Option {
  const row: OptionRow = OPTIONS[name];
  const option = new Option(row.flags, row.help);
  if (row.choices !== undefined) option.choices([...row.choices]);
  if (row.kind === "list")
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** Values by our option names; only those that the user gave. `--no-pager` is commander's `pager: false`. */
function givenBy(built: Commander, names: readonly OptionName[]): Given {
  const given: Record<string, SettingValue> = {};
  for (const name of names) {
    const option = toOption(name);
    const attribute = option.attributeName();
    if (built.getOptionValueSource(attribute) !== "cli") continue;
    const value: unknown = built.getOptionValue(attribute);
    // `--store` and `--no-store` share one attribute, which is false for the latter.
    if (option.negate === (value === false)) given[name] = option.negate || settingOf(OPTIONS[name], value);
  }
  return given;
}

/** An optional value that was left out is the empty text. */
function settingOf({ kind }: OptionRow, value: unknown): SettingValue {
  if (kind === "flag") return value === true;
  if (kind === "list") return Array.isArray(value) ? value.map(String) : [];
  return typeof value === "string" ? value : "";
}

type Outer = { readonly shell: Shell; readonly version: string };

async function runCommand(command: Command, args: readonly string[], given: Given, outer: Outer): Promise<number> {
  const { shell } = outer;
  const invocation = invocationOf(command, args, given, outer);
  const result = invocation.ok ? await (await command.load())(invocation.value) : invocation;
  if (result.ok)
    return shell.signal.aborted && shell.signal.reason === "interrupted" ? ExitCode.interrupted : result.value;
  sayFault(shell, result.fault);
  return ExitCode.fault;
}

function invocationOf(
  command: Command,
  args: readonly string[],
  given: Given,
  { shell, version }: Outer,
): Result<Invocation> {
  const paths = pathsOf(shell.environment);
  const read = readConfigFile(paths.config);
  // Whoever wants to mend it must get there.
  const isMended =
    !read.ok && command.mendsConfig === true && (given["check"] ?? given["edit"] ?? given["schema"]) === true;
  const file = isMended ? ok({ path: configPathIn(paths.config), values: {}, keys: {} }) : read;
  if (!file.ok) return file;
  const merged = mergeSettings(given, shell.environment, file.value);
  if (!merged.ok) return failed(merged.fault);
  const { settings, origins } = merged.value;
  const { path: configPath, keys } = file.value;
  return ok({ args, settings, origins, configPath, keys, paths, shell, version, commands: COMMANDS });
}

/** commander only says that it showed its help instead. */
function unknownTopic(word = ""): Fault {
  return {
    code: "usage",
    message: `there is no command called '${word}'`,
    hint: "`logstream --help` lists the commands",
  };
}

function usageFault(error: CommanderError): Fault {
  const message = error.message.replace(/^error: /, "");
  const [what = message, ...more] = message.split("\n");
  const flag = /(?:'| )(-{1,2}[A-Za-z][\w-]*)/.exec(what)?.[1];
  const answer = error.code === "commander.unknownOption" ? journalctlAnswer(flag) : undefined;
  if (answer !== undefined) return { code: "usage", message: what, hint: answer, cause: error };
  const suggestion = more.join(" ").replace(/^\(|\)$/g, "");
  const negated = error.code === "commander.unknownOption" ? /'(-[^-][^']+)'/.exec(what)?.[1] : undefined;
  if (negated !== undefined) {
    return {
      code: "usage",
      message: what,
      hint: `a query that begins with - goes behind --: logstream query -- '${negated}'`,
      cause: error,
    };
  }
  const hint =
    suggestion === "" ? "`logstream --help` lists the commands, `logstream COMMAND --help` its options" : suggestion;
  return { code: "usage", message: what, hint, cause: error };
}
