import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fault, type Result, failed, ok } from "../core/fault.js";
import { checkConfig, faultOf } from "./check-config.js";
import type { TextPlace } from "../lib/read-json.js";
import type { OptionRow } from "./option-row.js";
import { OPTIONS, type OptionName, type Settings } from "./options.js";

/** Where a setting's value came from, for `logstream config`. */
type Origin = "command line" | "environment" | "config file" | "default";

export type SettingValue = string | number | boolean | readonly string[];

/** Where the value of each option came from. */
export type Origins = Readonly<Record<OptionName, Sourced>>;

export type Sourced = { readonly value: SettingValue | undefined; readonly origin: Origin };

/** Values as the command line parser gives them, by option name; absent where the user said nothing. */
export type Given = Readonly<Record<string, SettingValue>>;

/** Keys by command id, as the user wants them; checked by the key tables, which know the commands. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

export type ConfigFile = {
  readonly path: string;
  readonly values: Given;
  readonly keys: KeyOverrides;
  /** Where each command's keys are set in the file. */
  readonly keyPlaces?: Readonly<Record<string, TextPlace>>;
};

/** Where the config file is; it need not exist. */
export function configPathIn(folder: string): string {
  return join(folder, "config.json");
}

/** Reads the config file; one that does not exist is an empty one. One fault in it, and nothing of it is used. */
export function readConfigFile(folder: string): Result<ConfigFile> {
  const path = configPathIn(folder);
  const text = readConfigText(path);
  if (!text.ok) return text;
  if (text.value === undefined) return ok({ path, values: {}, keys: {} });
  const { values, keys, keyPlaces, problems } = checkConfig(text.value);
  const fault = faultOf(path, problems);
  return fault === undefined ? ok({ path, values, keys, keyPlaces }) : failed(fault);
}

/** The text of a config file; undefined where there is none. */
export function readConfigText(path: string): Result<string | undefined> {
  try {
    return ok(readFileSync(path, "utf8"));
  } catch (cause) {
    if (isNodeError(cause) && cause.code === "ENOENT") return ok(undefined);
    const hint = "let it be a file that you may read, or remove it";
    return failed({ code: "config-invalid", message: `${path} cannot be read`, hint, cause });
  }
}

/** The settings again, after the file has changed: what was said elsewhere goes before it, as at the start. */
export function resettle(origins: Origins, file: ConfigFile): ReturnType<typeof mergeSettings> {
  const fixed = optionNames().filter((name) => /^command|^env/.test(origins[name].origin));
  const given = Object.fromEntries(
    fixed.flatMap((name) => (origins[name].value === undefined ? [] : [[name, origins[name].value]])),
  );
  return mergeSettings(given, {}, file);
}

/** Command line over environment over config file over default. */
export function mergeSettings(
  given: Given,
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile,
): Result<{ readonly settings: Settings; readonly origins: Origins }> {
  const origins: Partial<Record<OptionName, Sourced>> = {};
  for (const name of optionNames()) {
    const sourced = pick(OPTIONS[name], given[name], environment, file);
    const problem = checkValue(OPTIONS[name], sourced);
    if (problem !== undefined) return failed(problem);
    origins[name] = sourced;
  }
  const settings = Object.fromEntries(Object.entries(origins).map(([name, sourced]) => [name, sourced.value]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every row was checked against its kind above
  return ok({ settings: settings as Settings, origins: origins as Record<OptionName, Sourced> });
}

export function optionNames(): readonly OptionName[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the literal keys
  return Object.keys(OPTIONS) as OptionName[];
}

function pick(
  row: OptionRow,
  given: SettingValue | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile,
): Sourced {
  if (given !== undefined) return { value: given, origin: "command line" };
  const fromEnvironment = row.env === undefined ? undefined : environment[row.env];
  if (fromEnvironment !== undefined && fromEnvironment !== "") {
    const value = row.kind === "flag" ? fromEnvironment !== "0" : fromEnvironment;
    return { value, origin: "environment" };
  }
  const fromFile = row.setting === undefined ? undefined : file.values[row.setting];
  if (fromFile !== undefined) return { value: fromFile, origin: "config file" };
  return { value: row.fallback ?? EMPTY[row.kind], origin: "default" };
}

const EMPTY = { flag: false, text: undefined, number: undefined, list: [], choice: undefined } as const;

function checkValue(row: OptionRow, sourced: Sourced): Fault | undefined {
  if (row.choices === undefined || sourced.value === undefined) return undefined;
  const value = String(sourced.value);
  if (row.choices.includes(value)) return undefined;
  const name = row.flags.replace(/ [<[].*/, "");
  return {
    code: "usage",
    message: `${name} (from the ${sourced.origin}) cannot be '${value}'`,
    hint: `use one of ${row.choices.join(", ")}`,
  };
}

function isNodeError(value: unknown): value is NodeJS.ErrnoException {
  return value instanceof Error && "code" in value;
}
