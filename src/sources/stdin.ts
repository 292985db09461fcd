import type { SourceKind } from "../core/ports.js";

/** What is piped in. Every run is a source of its own: what a pipe said yesterday is not continued today. */
export const stdin: SourceKind = {
  scheme: "stdin",
  summary: "what is piped into the program; also written -",
  example: "-",
  open: async (rest) => (await import("./stream/descriptor-source.js")).openStdin(rest),
};
