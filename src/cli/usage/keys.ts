import type { Usage } from "../command.js";

export const keys: Usage = {
  name: "keys",
  summary: "print the keys of the screen, with your own merged in",
  args: "",
  options: ["json"],
  examples: ["logstream keys"],
};
