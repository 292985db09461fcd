import type { Usage } from "../command.js";

export const FILTER_ACTIONS = ["list", "show", "save", "rename", "delete", "export", "import"] as const;

export const filters: Usage = {
  name: "filters",
  summary: "list the saved filters, which queries name as filter:NAME; save, rename, delete, export, import them",
  args: "[action] [words...]",
  options: ["json"],
  examples: [
    "logstream filters",
    "logstream filters save slow-requests 'unit:nginx field.duration>=2' '#web'",
    "logstream query 'filter:slow-requests since:-1d'",
    "logstream filters export > mine.json",
    "logstream filters import mine.json",
  ],
};
