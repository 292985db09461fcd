import { FILTER_OPTIONS } from "../../config/options.js";
import type { Usage } from "../command.js";

export const patterns: Usage = {
  name: "patterns",
  summary: "the messages that there are, each once with its count: of the store, or of the files named",
  args: "[expression] [source...]",
  options: [
    ...FILTER_OPTIONS,
    ...(["directory", "system", "user", "namespace"] as const),
    ...(["assign", "content", "output", "utc", "explain", "quiet", "noPager", "theme"] as const),
  ],
  examples: [
    "logstream patterns since:-1d",
    "logstream patterns 'level>=warning' /var/log/syslog",
    "logstream patterns -u nginx -o ndjson",
    "logstream query template:t0a1b2c3d4",
    "logstream query 'template:\"session opened for user <*>\"'",
  ],
};
