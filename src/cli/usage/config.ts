import type { Usage } from "../command.js";

export const config: Usage = {
  name: "config",
  summary: "print the settings in force and where each came from; check or edit the config file",
  args: "[file]",
  options: [
    "check",
    "edit",
    "schema",
    "json",
    "theme",
    "ascii",
    "mouse",
    "layout",
    "restore",
    "output",
    "keepDays",
    "keepSize",
    "measure",
  ],
  examples: ["logstream config", "logstream config --check", "logstream config --edit", "logstream config --json"],
  mendsConfig: true,
};
