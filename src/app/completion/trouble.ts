import { parseQuery } from "../../core/query/parse.js";
import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import type { Moment } from "../moment.js";
import type { TypedFault } from "../overlay.js";
import { verbed } from "../overlays/command-line.js";
import { commandNamed, typeableCommands } from "../overlays/command-names.js";
import type { State } from "../state.js";

/** What is wrong with a command line so far, and where; undefined while it may become right. */
export function commandTrouble(state: State, text: string, moment: Moment): TypedFault | undefined {
  const [, before = "", name = "", blank = "", said = ""] = /^(\s*:*)(\S*)(\s*)(.*)$/su.exec(text) ?? [];
  if (name === "" || /^[\d+-]/.test(name)) return undefined;
  const isBegun = blank === "" && typeableCommands().some((id) => id.startsWith(name.toLowerCase()));
  if (isBegun) return undefined;
  const named = commandNamed(name);
  if (!named.ok) return { ...named.fault, at: before.length, length: name.length, suggestion: undefined };
  const { command, rest } = verbed(named.value, said);
  return argumentTrouble(state, text, { command, at: text.length - rest.length }, moment);
}

type Argument = { readonly command: CommandId; readonly at: number };

function argumentTrouble(
  state: State,
  text: string,
  { command, at }: Argument,
  moment: Moment,
): TypedFault | undefined {
  const { argument } = COMMANDS[command];
  if (argument === undefined && at < text.length)
    return {
      message: `${command} takes nothing after its name`,
      hint: `type :${command} alone`,
      at,
      length: text.length - at,
      suggestion: undefined,
    };
  return argument?.candidates === "query" ? queryTrouble(state, text, at, moment) : undefined;
}

/** A query behind a command: places are those of the whole line. */
function queryTrouble(state: State, text: string, from: number, moment: Moment): TypedFault | undefined {
  const sign = text.startsWith("!", from) ? 1 : 0;
  const at = from + sign;
  const query = text.slice(at);
  if (query.trim() === "" || state.saved.list.some(({ filter }) => filter.name === query.trim())) return undefined;
  const read = parseQuery(query, moment);
  if (read.ok) return undefined;
  const { message, hint, suggestion, length } = read.fault;
  const mended = suggestion === undefined ? undefined : text.slice(0, at) + suggestion;
  return { message, hint, at: at + read.fault.at, length, suggestion: mended };
}
