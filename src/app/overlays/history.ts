import { COMMANDS } from "../commands/registry.js";
import type { PromptOverlay, Recall, TextInput } from "../overlay.js";
import type { HistoryName } from "../command.js";
import type { Histories, State } from "../state.js";
import { inputOf } from "./text-input.js";

const MOST_REMEMBERED = 500;

/** Keeps what was entered, once, as the newest. */
export function remembered(histories: Histories, name: HistoryName, text: string): Histories {
  if (text.trim() === "") return histories;
  const others = histories[name].filter((other) => other !== text);
  return { ...histories, [name]: [...others, text].slice(-MOST_REMEMBERED) };
}

const HISTORY_NAMES: readonly HistoryName[] = ["command", "search", "filter", "path", "shell"];

/** With what was entered before this start, oldest first; of a prompt that is not known nothing is taken. */
export function withEntered(
  histories: Histories,
  entered: readonly { readonly prompt: string; readonly text: string }[],
): Histories {
  return HISTORY_NAMES.reduce((all, name) => {
    const before = entered.filter(({ prompt }) => prompt === name).map(({ text }) => text);
    const texts = [...before, ...all[name]].filter((text) => text.trim() !== "");
    const newest = [...new Set(texts.toReversed())].slice(0, MOST_REMEMBERED).toReversed();
    return { ...all, [name]: newest };
  }, histories);
}

/** What was entered in a prompt before, newest last. */
export function historyOf({ histories }: State, prompt: PromptOverlay): readonly string[] {
  switch (prompt.kind) {
    case "command":
    case "search":
    case "filter":
      return histories[prompt.kind];
    case "ask":
      return histories[COMMANDS[prompt.command].argument?.ask?.history ?? "command"];
    case "palette":
      return [];
  }
}

/** The prompt after a step through its history. */
export type Recalled = { readonly input: TextInput; readonly recall: Recall | undefined };

/** One step through what was entered before and begins as what was typed; past the newest is what was typed. */
export function recalled(
  history: readonly string[],
  prompt: { readonly input: TextInput; readonly recall: Recall | undefined },
  step: -1 | 1,
): Recalled {
  const typed = prompt.recall?.typed ?? prompt.input.text;
  const start = prompt.recall?.index ?? history.length;
  for (let index = start + step; index >= 0 && index < history.length; index += step) {
    const text = history[index];
    if (text?.startsWith(typed) === true) return { input: inputOf(text), recall: { index, typed } };
  }
  if (step > 0) return { input: inputOf(typed), recall: undefined };
  return { input: prompt.input, recall: prompt.recall };
}
