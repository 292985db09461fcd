import type { Usage } from "../command.js";

export const SESSION_ACTIONS = ["show", "rename", "tag", "note", "delete", "export"] as const;

export const sessions: Usage = {
  name: "sessions",
  summary: `list the rebuilds and commands that were recorded; ${SESSION_ACTIONS.join(", ")} one of them`,
  args: "[action] [session] [words...]",
  options: ["json"],
  examples: [
    "logstream sessions",
    "logstream sessions show @1",
    "logstream sessions rename @1 'before the upgrade'",
    "logstream sessions tag @2 good",
    "logstream sessions export @1 > session.json",
  ],
};
