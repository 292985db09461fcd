import type { Usage } from "../command.js";

export const doctor: Usage = {
  name: "doctor",
  summary: "say what can be read here, what cannot and how to mend it; the store's and the terminal's health",
  args: "",
  options: ["json"],
  examples: ["logstream doctor"],
};
