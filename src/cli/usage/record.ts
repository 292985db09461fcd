import type { Usage } from "../command.js";

export const record: Usage = {
  name: "record",
  summary: "collect without a screen, as a service would; --once collects what is there and ends",
  args: "[source...]",
  options: ["once", "lines", "since", "rotated", "inPlace", "keepDays", "keepSize", "measure"],
  examples: [
    "logstream record",
    "logstream record --once --rotated /var/log/syslog",
    "logstream record journal: 'exec:vmstat 5'",
  ],
};
