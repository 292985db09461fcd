import type { LogEntry } from "../../core/entry.js";
import { detailItems } from "../overlays/detail.js";
import { topOverlay } from "../overlays/stack.js";
import type { State } from "../state.js";
import { inWords } from "./in-words.js";
import { VIEWS } from "./registry.js";
import type { Focus } from "./view.js";

/** The entry that m and c are about. */
export function entryInView(state: State): LogEntry | undefined {
  const { entry } = VIEWS[state.view];
  return entry === undefined ? undefined : entry(state);
}

/** What + and - are about: the focused field of the detail panel, else of what the view is on. */
export function focused(state: State): Focus | undefined {
  const top = topOverlay(state);
  if (top?.kind === "detail") {
    const item = detailItems(state)[top.selected];
    if (item?.kind === "field" && item.query !== undefined) return inWords(item.query);
  }
  return VIEWS[state.view].focused(state);
}
