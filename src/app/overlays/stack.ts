import type { Overlay, PromptOverlay } from "../overlay.js";
import type { State } from "../state.js";

/** The overlay that has the keyboard. */
export function topOverlay(state: State): Overlay | undefined {
  return state.overlays.at(-1);
}

/** Puts an overlay on top; one of its kind that is open already gives way. */
export function pushOverlay(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays.filter((other) => other.kind !== overlay.kind), overlay] };
}

/** Takes the overlay on top away. */
export function popOverlay(state: State): State {
  return { ...state, overlays: state.overlays.slice(0, -1) };
}

/** Puts a changed overlay in the place of the one of its kind. */
export function replaceOverlay(state: State, overlay: Overlay): State {
  return { ...state, overlays: state.overlays.map((other) => (other.kind === overlay.kind ? overlay : other)) };
}

/** Whether keys that are not bound are typed into it. */
export function isPrompt(overlay: Overlay | undefined): overlay is PromptOverlay {
  return (
    overlay?.kind === "command" ||
    overlay?.kind === "palette" ||
    overlay?.kind === "search" ||
    overlay?.kind === "filter" ||
    overlay?.kind === "ask"
  );
}
