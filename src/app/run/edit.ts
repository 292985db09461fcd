import type { Call, Run } from "../command.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import { notice, noticeFault } from "../notices.js";
import type { PromptOverlay, TextInput } from "../overlay.js";
import { parseCommandLine } from "../overlays/command-line.js";
import { completed, ghostOf, searchedHistory } from "../completion/complete.js";
import { commandTrouble } from "../completion/trouble.js";
import { acceptFilter, filterTyped } from "../overlays/filter-prompt.js";
import { acceptAsked } from "../overlays/ask-prompt.js";
import { historyOf, recalled, remembered } from "../overlays/history.js";
import { paletteRows } from "../overlays/palette.js";
import { acceptSearch, searchTyped } from "../overlays/search-prompt.js";
import { isPrompt, popOverlay, replaceOverlay, topOverlay } from "../overlays/stack.js";
import { type Edit, edited, insert } from "../overlays/text-input.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { goBack } from "./program.js";

/** Keys of the prompts. */
export const EDIT_RUNS = {
  accept: (state, call) => accept(state, call),
  cancel: (state) => goBack(state),
  complete: (state, { moment }) => complete(state, 1, moment),
  "complete-back": (state, { moment }) => complete(state, -1, moment),
  "history-older": (state, { moment }) => recall(state, -1, moment),
  "history-newer": (state, { moment }) => recall(state, 1, moment),
  "caret-left": edit("caret-left"),
  "history-search": (state, { moment }) => {
    const prompt = topOverlay(state);
    return isPrompt(prompt) ? offered(state, searchedHistory(state, prompt), moment) : still(state);
  },
  "caret-right": takeGhost("caret-right"),
  "caret-word-left": edit("caret-word-left"),
  "caret-word-right": edit("caret-word-right"),
  "caret-start": edit("caret-start"),
  "caret-end": takeGhost("caret-end"),
  "erase-left": eraseLeft,
  "erase-right": edit("erase-right"),
  "erase-word": edit("erase-word"),
  "erase-to-start": edit("erase-to-start"),
  "erase-to-end": edit("erase-to-end"),
} as const satisfies Partial<Record<string, Run>>;

/** Types or pastes into the prompt that has the keyboard. */
export function typeText(state: State, text: string, moment: Moment): Step<State> {
  const prompt = topOverlay(state);
  return isPrompt(prompt) ? changed(state, prompt, insert(prompt.input, text), moment) : still(state);
}

function edit(by: Edit): Run {
  return (state, { moment }) => {
    const prompt = topOverlay(state);
    return isPrompt(prompt) ? changed(state, prompt, edited(prompt.input, by), moment) : still(state);
  };
}

/** At the end of the text what is offered there is taken. */
function takeGhost(by: Edit): Run {
  return (state, call) => {
    const prompt = topOverlay(state);
    const ghost = isPrompt(prompt) ? ghostOf(state, prompt) : "";
    return ghost === "" ? edit(by)(state, call) : typeText(state, ghost, call.moment);
  };
}

/** Backspace on an empty prompt leaves it, as in vim; one that excludes includes again first. */
function eraseLeft(state: State, call: Call): Step<State> {
  const prompt = topOverlay(state);
  if (!isPrompt(prompt) || prompt.input.text !== "") return edit("erase-left")(state, call);
  const isExclude = prompt.kind === "filter" && prompt.mode === "exclude" && prompt.editing === undefined;
  return isExclude ? still(replaceOverlay(state, { ...prompt, mode: "include" })) : goBack(state);
}

function changed(state: State, prompt: PromptOverlay, input: TextInput, moment: Moment): Step<State> {
  const isSameText = input.text === prompt.input.text;
  switch (prompt.kind) {
    case "command": {
      const fault = isSameText ? prompt.fault : commandTrouble(state, input.text, moment);
      return still(replaceOverlay(state, { ...prompt, input, fault, recall: undefined, completion: undefined }));
    }
    case "ask":
      return still(replaceOverlay(state, { ...prompt, input, recall: undefined, completion: undefined }));
    case "palette":
      return still(replaceOverlay(state, { ...prompt, input, selected: isSameText ? prompt.selected : 0 }));
    case "search": {
      const typed = { ...prompt, input, recall: undefined, completion: undefined };
      return isSameText
        ? still(replaceOverlay(state, typed))
        : searchTyped(replaceOverlay(state, typed), typed, moment);
    }
    case "filter": {
      const typed = { ...prompt, input, recall: undefined, completion: undefined };
      return isSameText ? still(replaceOverlay(state, typed)) : filterTyped(state, typed, moment);
    }
  }
}

function complete(state: State, step: -1 | 1, moment: Moment): Step<State> {
  const prompt = topOverlay(state);
  return isPrompt(prompt) ? offered(state, completed(state, prompt, step), moment) : still(state);
}

/** A prompt whose text was chosen rather than typed. */
function offered(state: State, next: PromptOverlay, moment: Moment): Step<State> {
  switch (next.kind) {
    case "filter":
      return filterTyped(state, next, moment);
    case "search":
      return searchTyped(replaceOverlay(state, next), next, moment);
    case "command":
      return still(replaceOverlay(state, { ...next, fault: commandTrouble(state, next.input.text, moment) }));
    case "ask":
    case "palette":
      return still(replaceOverlay(state, next));
  }
}

function recall(state: State, step: -1 | 1, moment: Moment): Step<State> {
  const prompt = topOverlay(state);
  if (!isPrompt(prompt) || prompt.kind === "palette") return still(state);
  return offered(
    state,
    { ...prompt, ...recalled(historyOf(state, prompt), prompt, step), completion: undefined },
    moment,
  );
}

function accept(state: State, call: Call): Step<State> {
  const prompt = topOverlay(state);
  switch (prompt?.kind) {
    case "command":
      return acceptCommand(state, prompt.input.text, call);
    case "ask":
      return acceptAsked(state, prompt, call);
    case "palette":
      return acceptPalette(state, paletteRows(state, prompt.input.text)[prompt.selected], call);
    case "search":
      return acceptSearch(state, prompt);
    case "filter":
      return acceptFilter(state, prompt, call.moment);
    default:
      return still(state);
  }
}

function acceptCommand(state: State, line: string, call: Call): Step<State> {
  const histories = remembered(state.histories, "command", line.trim());
  const closed = popOverlay({ ...state, histories });
  const read = parseCommandLine(line);
  if (read === undefined) return still(closed);
  if (!read.ok) return noticeFault(closed, read.fault);
  return call.run(closed, read.value.command, read.value.argument);
}

function acceptPalette(state: State, row: ReturnType<typeof paletteRows>[number] | undefined, call: Call): Step<State> {
  if (row === undefined) return still(state);
  if (row.disabled !== undefined) return notice(state, "info", row.disabled);
  return call.run(popOverlay(state), row.command, undefined);
}
