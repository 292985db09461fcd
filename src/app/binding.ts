import type { CommandId } from "./command-id.js";
import { VIEW_IDS } from "./view-id.js";

/**
 * Where a key means something: `log` in all views, a view's own in it alone. The overlay on top, or the view, decides which
 * scopes are searched, innermost first (`scopesOf`).
 */
export const SCOPES = [
  "global",
  "log",
  ...VIEW_IDS,
  "selection",
  "strip",
  "detail",
  "list",
  "filters",
  "prompt",
  "palette",
] as const;
/** One of `SCOPES`. */
export type BindingScope = (typeof SCOPES)[number];

/** One command and the keys that run it; a sequence is written with spaces (`g g`). */
export type Binding = {
  readonly scope: BindingScope;
  readonly keys: readonly string[];
  readonly command: CommandId;
};
