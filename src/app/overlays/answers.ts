import type { Action } from "../action.js";
import type { Step } from "../effect.js";
import { folderCame } from "../completion/paths.js";
import { valuesCame } from "../completion/values.js";
import { still } from "../step.js";
import type { State } from "../state.js";
import { sampleLoaded } from "./filter-counts.js";
import { withEntered } from "./history.js";
import { previewCounted, previewLoaded } from "./filter-prompt.js";

/** What prompts and lists asked for. */
export type OverlayAnswer = Extract<Action, { readonly kind: (typeof KINDS)[number] }>;

const KINDS = [
  "preview-counted",
  "preview-loaded",
  "sample-loaded",
  "history-came",
  "values-came",
  "folder-came",
] as const;

export function isOverlayAnswer(action: Action): action is OverlayAnswer {
  return KINDS.some((kind) => kind === action.kind);
}

/** Takes one in; what nobody waits for any more changes nothing. */
export function overlayAnswer(state: State, answer: OverlayAnswer): Step<State> {
  switch (answer.kind) {
    case "preview-counted":
      return still(previewCounted(state, answer.request, answer.count));
    case "preview-loaded":
      return still(previewLoaded(state, answer.request, answer.page));
    case "values-came":
      return still(valuesCame(state, answer.request, answer.snapshot));
    case "folder-came":
      return still(folderCame(state, answer.folder));
    case "history-came":
      return still({ ...state, histories: withEntered(state.histories, answer.entered) });
    case "sample-loaded":
      return still(sampleLoaded(state, answer.request, answer.page.entries));
  }
}
