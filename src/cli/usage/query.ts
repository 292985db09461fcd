import { FILTER_OPTIONS } from "../../config/options.js";
import type { Usage } from "../command.js";

export const query: Usage = {
  name: "query",
  summary: "ask one question: of the store, or of the files named (- is standard input)",
  args: "[expression] [source...]",
  options: [
    ...FILTER_OPTIONS,
    ...(["directory", "system", "user", "namespace"] as const),
    ...(["lines", "reverse", "follow", "noTail"] as const),
    ...(["output", "fields", "outputFields", "raw", "utc", "noHostname", "all", "catalog"] as const),
    ...([
      "count",
      "histogram",
      "field",
      "cursor",
      "afterCursor",
      "showCursor",
      "listBoots",
      "explain",
      "quiet",
    ] as const),
    ...(["noPager", "pagerEnd", "ascii", "theme"] as const),
  ],
  examples: [
    "logstream query 'level>=warning since:-1h'",
    "logstream query 'error -foo' /var/log/syslog -o ndjson",
    "logstream query -c timeout '/var/log/*.log'",
    "logstream query -u nginx -p err --since today --histogram",
    "logstream query journal: -n 50 -o verbose",
    "logstream query 'event:unit-failed' --boot -1",
    "logstream query 'since:-1d | timeslice 1h count by level'",
    "logstream query 'error | top 5 unit' /var/log/syslog",
    "logstream query 'panic | last 3 | context 5'",
  ],
};
