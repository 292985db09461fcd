import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import type { Completion, PromptOverlay } from "../overlay.js";
import { queryCandidates } from "../query/completion.js";
import type { State } from "../state.js";
import { commandNamed, typeableCommands } from "./command-names.js";
import { inputOf } from "./text-input.js";

type Completing = { readonly stem: string; readonly candidates: readonly string[] };

/** Tab: the next candidate for what is typed, or the one before; the first Tab makes the list. */
export function completed(state: State, prompt: PromptOverlay, step: -1 | 1): PromptOverlay {
  if (prompt.kind === "palette" || prompt.kind === "search") return prompt;
  const current = prompt.completion ?? begin(state, prompt);
  if (current.candidates.length === 0) return prompt;
  const count = current.candidates.length;
  const index = prompt.completion === undefined && step > 0 ? 0 : (current.index + step + count) % count;
  const completion: Completion = { ...current, index };
  const input = inputOf(completion.stem + (completion.candidates[index] ?? ""));
  // A single candidate leaves nothing to walk through: the next Tab completes what comes after it.
  return { ...prompt, input, completion: count === 1 ? undefined : completion };
}

function begin(state: State, prompt: PromptOverlay): Completion {
  const text = prompt.input.text.slice(0, prompt.input.caret);
  const found =
    prompt.kind === "command"
      ? commandCompletion(state, text)
      : prompt.kind === "ask"
        ? argumentCompletion(state, prompt.command, text)
        : queryCompletion(state, text);
  return { ...found, index: 0 };
}

function commandCompletion(state: State, text: string): Completing {
  const match = /^\s*(\S+)\s+(.*)$/su.exec(text);
  if (match === null) {
    const typed = text.trimStart();
    const names = typeableCommands().filter((id) => id.startsWith(typed));
    return { stem: "", candidates: names.map((id) => (COMMANDS[id].argument === undefined ? id : `${id} `)) };
  }
  const [, name = "", argument = ""] = match;
  const command = commandNamed(name);
  if (!command.ok) return { stem: text, candidates: [] };
  const { stem, candidates } = argumentCompletion(state, command.value, argument);
  return { stem: text.slice(0, text.length - argument.length) + stem, candidates };
}

function argumentCompletion(state: State, command: CommandId, argument: string): Completing {
  const candidates = COMMANDS[command].argument?.candidates;
  if (candidates === "query") return queryCompletion(state, argument);
  return { stem: "", candidates: candidates?.(state).filter((candidate) => candidate.startsWith(argument)) ?? [] };
}

function queryCompletion(state: State, text: string): Completing {
  const word = /\S*$/u.exec(text)?.[0] ?? "";
  return { stem: text.slice(0, text.length - word.length), candidates: queryCandidates(state, word) };
}
