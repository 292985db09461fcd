import type { SourceKind } from "../core/ports.js";

/** What nix tells beside the terminal that runs it: logs of finished builds, its JSON log on a socket, its daemon's journal. */
export const nix: SourceKind = {
  scheme: "nix",
  summary: "logs of nix builds as they end; nix:socket hears nix 2.30 live; nix:daemon, nix:log=DERIVATION",
  example: "nix:socket",
  open: async (...asked) => (await import("./nix/nix-sources.js")).openNix(...asked),
};
