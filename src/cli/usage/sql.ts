import type { Usage } from "../command.js";

export const sql: Usage = {
  name: "sql",
  summary: "ask the store in SQL, read-only; --schema lists the tables",
  args: "[statement]",
  options: ["schema", "output", "timeLimit", "noPager"],
  examples: [
    "logstream sql \"SELECT unit, count(*) FROM log WHERE level = 'error' AND time > moment('-1d') GROUP BY unit\"",
    "logstream sql \"SELECT time, message FROM log('unit:nginx level>=warning since:-1h')\" -o csv",
    "logstream sql --schema",
  ],
};
