import type { CommandId } from "../command-id.js";
import { COMMANDS } from "../commands/registry.js";
import type { Step } from "../effect.js";
import type { Moment } from "../moment.js";
import type { PromptOverlay } from "../overlay.js";
import { FILTER_VERBS, verbed } from "../overlays/command-line.js";
import { commandNamed, typeableCommands } from "../overlays/command-names.js";
import { isPrompt, topOverlay } from "../overlays/stack.js";
import { still, withEffects } from "../step.js";
import type { State } from "../state.js";
import { askForSessions } from "../views/sessions/load-sessions.js";
import { type Candidate, fitting, NOTHING, type Offers } from "./candidate.js";
import { askForFolder, folderIn, pathsFor } from "./paths.js";
import { lastWord, queryOffers, wantedField } from "./query.js";
import { timesFor } from "./times.js";
import { askForValues } from "./values.js";
import { wordsFor } from "./words.js";

/** What could stand at the caret of a prompt, best first: from what is known now, so that no key waits. */
export function offersFor(state: State, prompt: PromptOverlay): Offers {
  const text = prompt.input.text.slice(0, prompt.input.caret);
  switch (prompt.kind) {
    case "command":
      return commandOffers(state, text);
    case "ask":
      return argumentOffers(state, prompt.command, text);
    case "filter":
      return queryOffers(state, text);
    case "search":
      return wordsFor(state, text);
    case "palette":
      return { stem: "", candidates: NOTHING };
  }
}

/** After what a person did: asks for what the offers would need, when it is not known yet. */
export function syncOffers(before: State, state: State, moment: Moment): Step<State> {
  const prompt = topOverlay(state);
  if (!isPrompt(prompt)) return isPrompt(topOverlay(before)) ? forgetOffers(state) : still(state);
  const argument = argumentIn(prompt);
  if (argument === undefined) return still(state);
  const { kind, text } = argument;
  if (kind === "path") return askForFolder(state, folderIn(text));
  const field = wantedField(text);
  if (field !== undefined) return askForValues(state, field, moment);
  const wantsSessions = lastWord(text).name === "session" && state.sessions.list === undefined;
  return wantsSessions ? askForSessions(state) : still(state);
}

/** The prompt is closed: values that have not come are not wanted, and folders may change. */
function forgetOffers(state: State): Step<State> {
  const values = state.offers.values.filter((known) => known.values !== undefined);
  const offers = { values, folder: undefined, folderAsked: undefined };
  const isAsked = values.length < state.offers.values.length;
  const forgotten = { ...state, offers };
  return isAsked ? withEffects(forgotten, { kind: "call-off", counts: [], values: true }) : still(forgotten);
}

/** The query or path that is being typed, wherever it stands. */
function argumentIn(prompt: PromptOverlay): { readonly kind: "query" | "path"; readonly text: string } | undefined {
  const text = prompt.input.text.slice(0, prompt.input.caret);
  if (prompt.kind === "filter") return { kind: "query", text };
  const line = prompt.kind === "command" ? lineOf(text) : undefined;
  const command = prompt.kind === "ask" ? prompt.command : line?.command;
  const candidates = command === undefined ? undefined : COMMANDS[command].argument?.candidates;
  if (candidates !== "query" && candidates !== "path") return undefined;
  return { kind: candidates, text: line?.rest ?? text };
}

/** A command line behind its first word; undefined while that is still typed, or is no command. */
function lineOf(text: string): { readonly command: CommandId; readonly rest: string } | undefined {
  const [, name = "", said = ""] = /^\s*:*(\S+)\s+(.*)$/su.exec(text) ?? [];
  const named = name === "" ? undefined : commandNamed(name);
  return named?.ok === true ? verbed(named.value, said) : undefined;
}

function commandOffers(state: State, text: string): Offers {
  const line = lineOf(text);
  if (line === undefined) {
    const isBehind = /^\s*\S+\s/u.test(text);
    return { stem: "", candidates: isBehind ? NOTHING : fitting(commandNames(), text.trimStart()) };
  }
  const { command, rest } = line;
  const before = text.slice(0, text.length - rest.length);
  const offers = argumentOffers(state, command, rest);
  const verbs = command === "filter" && /^[a-z]+$/.test(rest) ? fitting(VERBS, rest) : NOTHING;
  return { stem: before + offers.stem, candidates: [...verbs, ...offers.candidates] };
}

function argumentOffers(state: State, command: CommandId, text: string): Offers {
  const candidates = COMMANDS[command].argument?.candidates;
  switch (candidates) {
    case undefined:
      return { stem: "", candidates: NOTHING };
    case "query":
      return queryOffers(state, text);
    case "path":
      return { stem: "", candidates: fitting(pathsFor(state, text), text) };
    case "time":
      return { stem: "", candidates: fitting(timesFor(text), text) };
    default:
      return { stem: "", candidates: fitting(candidates(state).map(asCandidate), text) };
  }
}

function asCandidate(candidate: string | Candidate): Candidate {
  return typeof candidate === "string" ? { text: candidate, about: "" } : candidate;
}

function commandNames(): readonly Candidate[] {
  return typeableCommands().map((id) => ({
    text: COMMANDS[id].argument === undefined ? id : `${id} `,
    about: COMMANDS[id].summary,
  }));
}

const VERBS: readonly Candidate[] = Object.entries(FILTER_VERBS).map(([verb, command]) => ({
  text: `${verb} `,
  about: COMMANDS[command].summary,
}));
