import type { SourceKind } from "../core/ports.js";

/** The output of a command, standard error included; ends with it, and ends it when the source is no longer wanted. */
export const exec: SourceKind = {
  scheme: "exec",
  summary: "the output of a command, standard error included",
  example: "exec:'kubectl logs -f deploy/web'",
  open: async (rest) => (await import("./command/command-source.js")).openCommand(rest),
};
