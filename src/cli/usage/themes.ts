import type { Usage } from "../command.js";

export const themes: Usage = {
  name: "themes",
  summary: "list the themes, yours among them",
  args: "",
  options: ["json"],
  examples: ["logstream themes", "logstream --theme light"],
};
