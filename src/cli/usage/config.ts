import type { Usage } from "../command.js";

export const config: Usage = {
  name: "config",
  summary: "print the settings in force, where each came from, and where the config file lies",
  args: "",
  options: ["json", "theme", "ascii", "mouse", "output", "keepDays", "keepSize", "measure"],
  examples: ["logstream config", "logstream config --json"],
};
