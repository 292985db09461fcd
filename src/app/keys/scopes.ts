import type { BindingScope } from "../binding.js";
import type { Overlay } from "../overlay.js";
import type { State } from "../state.js";
import { isSelecting } from "../stream/selecting.js";
import { isOnStrip } from "../stream/strip-state.js";
import { VIEW_IDS, type ViewId } from "../view-id.js";

/** Scopes that are searched for a key with what has the keyboard now, innermost first. */
export function scopesOf(state: Pick<State, "overlays" | "view" | "stream" | "strip">): readonly BindingScope[] {
  const top = state.overlays.at(-1);
  if (top !== undefined) return scopesOfOverlay(top);
  if (isOnStrip(state)) return ["strip", "stream", "log", "global"];
  return isSelecting(state) ? ["selection", "stream", "log", "global"] : scopesOfView(state.view);
}

/** A replay shows the lines of the stream, with its keys. */
function scopesOfView(view: ViewId): readonly BindingScope[] {
  return view === "replay" ? ["replay", "stream", "log", "global"] : [view, "log", "global"];
}

function scopesOfOverlay(top: Overlay): readonly BindingScope[] {
  switch (top.kind) {
    case "help":
      return ["global"];
    case "detail":
      return ["detail", "stream", "log", "global"];
    case "list":
      return top.list === "filters" ? ["filters", "list", "global"] : ["list", "global"];
    case "palette":
      return ["palette", "prompt"];
    case "command":
    case "search":
    case "filter":
    case "ask":
      return ["prompt"];
  }
}

/** Every chain of scopes that can be searched, for the checks of the binding tables. */
export const SCOPE_CHAINS: readonly (readonly BindingScope[])[] = [
  ...VIEW_IDS.map(scopesOfView),
  ["selection", "stream", "log", "global"],
  ["strip", "stream", "log", "global"],
  ["detail", "stream", "log", "global"],
  ["filters", "list", "global"],
  ["palette", "prompt"],
];
