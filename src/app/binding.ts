import type { CommandId } from "./command-id.js";

/**
 * Where a key means something. The overlay on top decides which scopes are searched, innermost first (`scopesOf`).
 */
export const SCOPES = ["global", "stream", "detail", "list", "filters", "prompt", "palette"] as const;
/** One of `SCOPES`. */
export type BindingScope = (typeof SCOPES)[number];

/** One command and the keys that run it; a sequence is written with spaces (`g g`). */
export type Binding = {
  readonly scope: BindingScope;
  readonly keys: readonly string[];
  readonly command: CommandId;
};
