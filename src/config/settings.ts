import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Fault, type Result, failed, ok } from "../core/fault.js";
import type { OptionRow } from "./option-row.js";
import { OPTIONS, type OptionName, type Settings } from "./options.js";

/** Where a setting's value came from, for `logstream config`. */
type Origin = "command line" | "environment" | "config file" | "default";

export type SettingValue = string | number | boolean | readonly string[];

export type Sourced = { readonly value: SettingValue | undefined; readonly origin: Origin };

/** Values as the command line parser gives them, by option name; absent where the user said nothing. */
export type Given = Readonly<Record<string, SettingValue>>;

/** Keys by command id, as the user wants them; checked by the key tables, which know the commands. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

export type ConfigFile = { readonly path: string; readonly values: Given; readonly keys: KeyOverrides };

/** Reads the config file; one that does not exist is an empty one. */
export function readConfigFile(folder: string): Result<ConfigFile> {
  const path = join(folder, "config.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (isNodeError(cause) && cause.code === "ENOENT") return ok({ path, values: {}, keys: {} });
    return failed(invalid(path, "cannot be read", cause));
  }
  try {
    const value: unknown = JSON.parse(text);
    return check(path, value);
  } catch (cause) {
    return failed(invalid(path, `is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause));
  }
}

/** Command line over environment over config file over default. */
export function mergeSettings(
  given: Given,
  environment: Readonly<Record<string, string | undefined>>,
  file: ConfigFile,
): Result<{ readonly settings: Settings; readonly origins: Readonly<Record<OptionName, Sourced>> }> {
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

function check(path: string, value: unknown): Result<ConfigFile> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return failed(invalid(path, "must hold one JSON object"));
  }
  const { keys, $schema: _schema, ...values } = Object.fromEntries(Object.entries(value));
  const known = optionNames().flatMap((name) => {
    const row: OptionRow = OPTIONS[name];
    return row.setting === undefined ? [] : [{ setting: row.setting, kind: row.kind }];
  });
  for (const [key, set] of Object.entries(values)) {
    const row = known.find(({ setting }) => setting === key);
    if (row === undefined) {
      return failed(
        invalid(
          path,
          `has an unknown setting '${key}'`,
          undefined,
          known.map((entry) => entry.setting),
        ),
      );
    }
    const wanted = row.kind === "flag" ? "boolean" : "string";
    const isNumber = row.kind === "text" && typeof set === "number";
    if (typeof set !== wanted && !isNumber) return failed(invalid(path, `'${key}' must be a ${wanted}`));
  }
  if (keys !== undefined && !isKeys(keys)) {
    return failed(invalid(path, "'keys' must map command names to lists of keys"));
  }
  return ok({ path, values: settingsAmong(values), keys: keys ?? {} });
}

function settingsAmong(values: Readonly<Record<string, unknown>>): Given {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): readonly [string, string | boolean][] => {
      // A number says the same as its digits in quotes.
      if (typeof value === "number") return [[name, String(value)]];
      return typeof value === "string" || typeof value === "boolean" ? [[name, value]] : [];
    }),
  );
}

function isKeys(value: unknown): value is KeyOverrides {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((keys) => Array.isArray(keys) && keys.every((key) => typeof key === "string"))
  );
}

function invalid(path: string, what: string, cause?: unknown, known?: readonly string[]): Fault {
  const hint = known === undefined ? "mend or remove the file" : `settings are ${known.join(", ")} and keys`;
  return { code: "config-invalid", message: `${path} ${what}`, hint, ...(cause === undefined ? {} : { cause }) };
}

function isNodeError(value: unknown): value is NodeJS.ErrnoException {
  return value instanceof Error && "code" in value;
}
