import type { Usage } from "../command.js";

export const SHELLS = ["bash", "zsh", "fish"] as const;

export const completion: Usage = {
  name: "completion",
  summary: `print a completion script for ${SHELLS.join(", ")}`,
  args: "<shell>",
  options: [],
  examples: ["logstream completion bash > ~/.local/share/bash-completion/completions/logstream"],
};
