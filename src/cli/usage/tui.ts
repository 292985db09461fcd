import { FILTER_OPTIONS } from "../../config/options.js";
import type { Usage } from "../command.js";

export const tui: Usage = {
  name: "tui",
  summary: "watch logs in a full-screen view (the default command)",
  args: "[source...]",
  options: [
    ...FILTER_OPTIONS,
    "lines",
    "rotated",
    "inPlace",
    "theme",
    "darkTheme",
    "lightTheme",
    "ascii",
    "plain",
    "reducedMotion",
    "mouse",
    "layout",
    "restore",
    "output",
    "keepDays",
    "keepSize",
    "measure",
  ],
  examples: [
    "logstream",
    "logstream /var/log/syslog '/var/log/nginx/*.log'",
    "journalctl -f | logstream",
    "logstream -u nginx -p warning journal:",
  ],
};
