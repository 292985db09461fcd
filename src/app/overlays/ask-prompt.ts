import type { Call } from "../command.js";
import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import type { Step } from "../effect.js";
import type { AskPrompt } from "../overlay.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { remembered } from "./history.js";
import { popOverlay, pushOverlay } from "./stack.js";
import { inputOf } from "./text-input.js";

/** Asks for what the command needs to know; it is run with that at Enter. */
export function askFor(state: State, command: CommandId, text = ""): Step<State> {
  const input = inputOf(text);
  return still(pushOverlay(state, { kind: "ask", command, input, recall: undefined, completion: undefined }));
}

/** Enter: runs the command; with nothing typed nothing happens. */
export function acceptAsked(state: State, { command, input }: AskPrompt, call: Call): Step<State> {
  const text = input.text.trim();
  const closed = popOverlay(state);
  if (text === "") return still(closed);
  const history = COMMANDS[command].argument?.ask?.history ?? "command";
  return call.run({ ...closed, histories: remembered(closed.histories, history, text) }, command, text);
}
