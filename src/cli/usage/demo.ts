import type { Usage } from "../command.js";

export const demo: Usage = {
  name: "demo",
  summary: "show what the screen can do: a recorded rebuild that fails, played into a store of its own",
  args: "",
  options: ["theme", "darkTheme", "lightTheme", "ascii", "mouse"],
  examples: ["logstream demo", "logstream demo --theme nord"],
};
