import type { Usage } from "../command.js";

/** Of nixos-rebuild those that build the configuration of this machine. */
export const REBUILD_ACTIONS = ["switch", "boot", "test", "build", "dry-activate"] as const;

export const rebuild: Usage = {
  name: "rebuild",
  summary: `run nixos-rebuild (${REBUILD_ACTIONS.join(", ")}), show its build as a tree, and record it as a session`,
  args: "[action] [argument...]",
  options: ["name", "program", "journal", "output", "json", "ascii", "theme"],
  passesOptions: true,
  examples: [
    "logstream rebuild",
    "logstream rebuild boot --flake .#box",
    "logstream rebuild --name upgrade switch --upgrade",
  ],
};
