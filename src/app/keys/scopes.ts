import type { BindingScope } from "../binding.js";
import type { Overlay } from "../overlay.js";

/** Scopes that are searched for a key while this overlay is on top, innermost first. */
export function scopesOf(top: Overlay | undefined): readonly BindingScope[] {
  if (top === undefined) return ["stream", "global"];
  switch (top.kind) {
    case "help":
      return ["global"];
    case "detail":
      return ["detail", "stream", "global"];
    case "list":
      return top.list === "filters" ? ["filters", "list", "global"] : ["list", "global"];
    case "palette":
      return ["palette", "prompt"];
    case "command":
    case "search":
    case "filter":
      return ["prompt"];
  }
}

/** Every chain of scopes that can be searched, for the checks of the binding tables. */
export const SCOPE_CHAINS: readonly (readonly BindingScope[])[] = [
  ["stream", "global"],
  ["detail", "stream", "global"],
  ["filters", "list", "global"],
  ["palette", "prompt"],
];
