import { FILTER_OPTIONS } from "../../config/options.js";
import type { Usage } from "../command.js";

export const tail: Usage = {
  name: "tail",
  summary: "the same as plain lines: the last ones of each source, then what comes; files are kept only with --store",
  args: "[source...]",
  options: [...FILTER_OPTIONS, "lines", "output", "fields", "utc", "noHostname", "follow", "noPager", "once"],
  examples: ["logstream tail /var/log/syslog", "logstream tail journal: -u nginx -o json"],
};
