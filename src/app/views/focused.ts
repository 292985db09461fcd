import type { Query } from "../../core/query/ast.js";
import { detailItems } from "../overlays/detail.js";
import { topOverlay } from "../overlays/stack.js";
import type { State } from "../state.js";
import { VIEWS } from "./registry.js";

/** What + and - are about: the focused field of the detail panel, else of what the view is on. */
export function focusedQuery(state: State): Query | undefined {
  const top = topOverlay(state);
  if (top?.kind === "detail") {
    const item = detailItems(state)[top.selected];
    if (item?.kind === "field" && item.query !== undefined) return item.query;
  }
  return VIEWS[state.view].focused(state);
}
