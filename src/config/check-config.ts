import type { Fault } from "../core/fault.js";
import { nearestOrBegun } from "../core/query/syntax/nearest.js";
import { type JsonMember, type JsonNode, placeIn, readJson, type TextPlace } from "../lib/read-json.js";
import { OPTIONS, type OptionName } from "./options.js";
import type { OptionRow } from "./option-row.js";

/** Something wrong in a config file, and where. */
export type ConfigProblem = TextPlace & { readonly message: string; readonly hint: string };

/** What a config file says, as far as it can be used, and all that is wrong with it, in the order of the text. */
export type CheckedConfig = {
  readonly values: Readonly<Record<string, string | boolean>>;
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Where each command's keys are set. */
  readonly keyPlaces: Readonly<Record<string, TextPlace>>;
  readonly problems: readonly ConfigProblem[];
};

type Setting = { readonly setting: string; readonly row: OptionRow };

/** Every setting that a config file may hold. */
export const SETTINGS: readonly Setting[] = Object.keys(OPTIONS).flatMap((name) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the literal keys
  const row: OptionRow = OPTIONS[name as OptionName];
  return row.setting === undefined ? [] : [{ setting: row.setting, row }];
});

/** Checks everything but the names of commands and keys, which are known elsewhere. */
export function checkConfig(text: string): CheckedConfig {
  const nothing = { values: {}, keys: {}, keyPlaces: {} };
  const root = readJson(text);
  if (root.kind === "trouble") {
    const message = `this is not JSON: ${root.message}`;
    return { ...nothing, problems: [{ ...placeIn(text, root.at), message, hint: root.hint }] };
  }
  if (root.kind !== "object") {
    const problem = { message: "the file must hold one JSON object", hint: "begin it with { and end it with }" };
    return { ...nothing, problems: [{ ...placeIn(text, root.at), ...problem }] };
  }
  const found: Finding = { text, values: {}, keys: {}, keyPlaces: {}, problems: [] };
  const seen = new Set<string>();
  for (const member of root.members) {
    if (seen.has(member.key)) tell(found, member.at, `'${member.key}' is set twice`, "take one of them away");
    seen.add(member.key);
    checkMember(found, member);
  }
  return found;
}

/** The first problem as a fault with its place in front. */
export function faultOf(path: string, [problem, ...others]: readonly ConfigProblem[]): Fault | undefined {
  if (problem === undefined) return undefined;
  const more = others.length === 0 ? "" : `; \`logstream config --check\` says ${others.length} more`;
  const { line, column, message, hint } = problem;
  return { code: "config-invalid", message: `${path}:${line}:${column}: ${message}`, hint: hint + more };
}

type Finding = {
  readonly text: string;
  readonly values: Record<string, string | boolean>;
  readonly keys: Record<string, readonly string[]>;
  readonly keyPlaces: Record<string, TextPlace>;
  readonly problems: ConfigProblem[];
};

function tell({ text, problems }: Finding, at: number, message: string, hint: string): void {
  problems.push({ ...placeIn(text, at), message, hint });
}

function checkMember(found: Finding, { key, at, value }: JsonMember): void {
  if (key === "$schema") return;
  if (key === "keys") {
    checkKeys(found, value);
    return;
  }
  const setting = SETTINGS.find((known) => known.setting === key);
  if (setting === undefined) tell(found, at, `there is no setting '${key}'`, nearTo(key));
  else checkValue(found, setting, value);
}

function nearTo(key: string): string {
  const names = [...SETTINGS.map(({ setting }) => setting), "keys"];
  const near = nearestOrBegun(key, names);
  return near === undefined ? `settings are ${names.join(", ")}` : `did you mean '${near}'?`;
}

function checkValue(found: Finding, { setting, row }: Setting, node: JsonNode): void {
  const value = node.kind === "plain" ? node.value : undefined;
  if (row.kind === "flag") {
    if (typeof value === "boolean") found.values[setting] = value;
    else tell(found, node.at, `'${setting}' must be a boolean`, "write true or false");
    return;
  }
  // A number says the same as its digits in quotes.
  const text = typeof value === "number" && row.kind === "text" ? String(value) : value;
  if (typeof text !== "string") {
    tell(found, node.at, `'${setting}' must be a string`, 'write it in quotes: "…"');
  } else if (row.choices !== undefined && !row.choices.includes(text)) {
    const near = nearestOrBegun(text, row.choices);
    const hint = near === undefined ? "" : `did you mean '${near}'? `;
    tell(found, node.at, `'${setting}' cannot be '${text}'`, `${hint}use one of ${row.choices.join(", ")}`);
  } else found.values[setting] = text;
}

function checkKeys(found: Finding, node: JsonNode): void {
  const hint = 'write "keys": { "quit": ["Q", "ctrl-q"] }';
  if (node.kind !== "object") {
    tell(found, node.at, "'keys' must map command names to lists of keys", hint);
    return;
  }
  for (const { key, at, value } of node.members) {
    const items = value.kind === "list" ? value.items : undefined;
    const keys = items?.flatMap((item) =>
      item.kind === "plain" && typeof item.value === "string" ? [item.value] : [],
    );
    if (keys === undefined || keys.length !== items?.length) {
      tell(found, value.at, `'keys' must map command names to lists of keys: '${key}' has none`, hint);
    } else {
      found.keys[key] = keys;
      found.keyPlaces[key] = placeIn(found.text, at);
    }
  }
}
