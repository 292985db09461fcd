import type { Completion, PromptOverlay } from "../overlay.js";
import { inputOf } from "../overlays/text-input.js";
import type { State } from "../state.js";
import { historyOf } from "../overlays/history.js";
import { type Candidate, plain } from "./candidate.js";
import { offersFor } from "./offers.js";

const MOST_RECALLED = 50;

/** Tab: the next candidate for what is typed, or the one before; the first Tab makes the list. */
export function completed(state: State, prompt: PromptOverlay, step: -1 | 1): PromptOverlay {
  if (prompt.kind === "palette") return prompt;
  return walked(prompt, prompt.completion ?? begun(prompt, { ...offersFor(state, prompt), source: "offers" }), step);
}

/** Ctrl-R: what was entered before and holds all the words that are typed, the newest first; again for the one before. */
export function searchedHistory(state: State, prompt: PromptOverlay): PromptOverlay {
  if (prompt.kind === "palette") return prompt;
  if (prompt.completion?.source === "history") return walked(prompt, prompt.completion, 1);
  const words = prompt.input.text.toLowerCase().split(/\s+/u);
  const texts = historyOf(state, prompt)
    .filter((text) => words.every((word) => text.toLowerCase().includes(word)))
    .toReversed();
  const candidates = plain(texts.slice(0, MOST_RECALLED));
  return walked(prompt, begun(prompt, { stem: "", candidates, source: "history" }), 1);
}

/** What → would add to the text: the rest of what was entered before and begins so, else of the best candidate. */
export function ghostOf(state: State, prompt: PromptOverlay): string {
  const { text, caret } = prompt.input;
  if (prompt.kind === "palette" || text.trim() === "" || caret < text.length) return "";
  if (prompt.completion !== undefined || prompt.recall !== undefined) return "";
  const before = historyOf(state, prompt).findLast((other) => other.length > text.length && other.startsWith(text));
  if (before !== undefined) return before.slice(text.length);
  if (/\s$/u.test(text)) return "";
  const { stem, candidates } = offersFor(state, prompt);
  const best = candidates.find((candidate) => goesOn(stem + candidate.text, text));
  return best === undefined ? "" : (stem + best.text).slice(text.length);
}

function goesOn(whole: string, text: string): boolean {
  return whole.length > text.length && whole.startsWith(text);
}

type Begun = Pick<Completion, "stem" | "candidates" | "source">;

/** A mistake with a nearest right form is what Tab offers where nothing else fits. */
function begun(prompt: PromptOverlay, { stem, candidates, source }: Begun): Completion {
  const mended = source === "offers" && "fault" in prompt ? prompt.fault?.suggestion : undefined;
  const isMended = candidates.length === 0 && mended !== undefined;
  const offered: readonly Candidate[] = isMended ? [{ text: mended, about: "what was meant" }] : candidates;
  return { stem: isMended ? "" : stem, candidates: offered, index: -1, source };
}

function walked(prompt: Exclude<PromptOverlay, { readonly kind: "palette" }>, from: Completion, step: -1 | 1) {
  const count = from.candidates.length;
  if (count === 0) return prompt;
  const index = from.index < 0 && step < 0 ? count - 1 : (from.index + step + count) % count;
  const chosen = from.candidates[index];
  const input = inputOf(from.stem + (chosen?.text ?? ""));
  // A single candidate leaves nothing to walk through: the next Tab completes what comes after it.
  return { ...prompt, input, recall: undefined, completion: count === 1 ? undefined : { ...from, index } };
}
