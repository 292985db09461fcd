import type { Fault, Result } from "../../core/fault.js";
import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import { commandNamed } from "./command-names.js";

/** What a command line asks for. */
export type Typed = { readonly command: CommandId; readonly argument: string | undefined };

/** `filter save NAME` reads better than `save-filter NAME`; what is searched for can be put in quotes. */
export const FILTER_VERBS: Readonly<Record<string, CommandId>> = {
  save: "save-filter",
  use: "use-filter",
  rename: "rename-filter",
  delete: "forget-filter",
  export: "export-filters",
  import: "import-filters",
};

/**
 * Reads `name argument`. Names may be cut short while they stay unique; a number, percentage or time alone is a place to go
 * to. Undefined for an empty line.
 */
export function parseCommandLine(line: string): Result<Typed> | undefined {
  const text = line.trim().replace(/^:+\s*/, "");
  if (text === "") return undefined;
  if (/^[\d+-]/.test(text)) return { ok: true, value: { command: "goto", argument: text } };
  const [, name = "", said = ""] = /^(\S+)\s*(.*)$/su.exec(text) ?? [];
  const found = commandNamed(name);
  if (!found.ok) return found;
  const { command, rest } = verbed(found.value, said);
  const { argument } = COMMANDS[command];
  if (argument === undefined && rest !== "") {
    return failure(`${command} takes nothing after its name`, `type :${command} alone`);
  }
  if (argument?.required === true && rest === "") {
    return failure(`${command} needs ${argument.name}`, `type :${command} ${argument.name}`);
  }
  return { ok: true, value: { command, argument: rest === "" ? undefined : rest } };
}

/** The command that a verb behind `filter` stands for. */
export function verbed(command: CommandId, said: string): { readonly command: CommandId; readonly rest: string } {
  const [, verb = "", rest = ""] = (command === "filter" && /^(\S+)\s+(\S.*)$/su.exec(said)) || [];
  const meant = Object.hasOwn(FILTER_VERBS, verb) ? FILTER_VERBS[verb] : undefined;
  return meant === undefined ? { command, rest: said } : { command: meant, rest };
}

function failure(message: string, hint: string): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { code: "usage", message, hint } };
}
