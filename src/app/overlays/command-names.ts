import type { Fault, Result } from "../../core/fault.js";
import { nearest } from "../../core/query/syntax/nearest.js";
import { COMMAND_IDS, type CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";

/** Commands that can be typed and picked: all but those that only make sense under a key. */
export function typeableCommands(): readonly CommandId[] {
  return COMMAND_IDS.filter((id) => COMMANDS[id].internal !== true);
}

/** The command of this name, or the only one that begins with it. */
export function commandNamed(name: string): Result<CommandId> {
  const all = typeableCommands();
  const lower = name.toLowerCase();
  const exact = all.find((id) => id === lower);
  if (exact !== undefined) return { ok: true, value: exact };
  const begun = all.filter((id) => id.startsWith(lower));
  const [only] = begun;
  if (only !== undefined && begun.length === 1) return { ok: true, value: only };
  if (begun.length > 1)
    return failure(`'${name}' could be ${begun.slice(0, 5).join(", ")}`, "type some more letters, or Tab");
  const close = nearest(lower, all);
  return failure(
    `there is no command '${name}'`,
    close === undefined ? "Ctrl-k finds commands by their words" : `did you mean ${close}?`,
  );
}

function failure(message: string, hint: string): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { code: "usage", message, hint } };
}
