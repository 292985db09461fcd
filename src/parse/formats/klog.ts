import type { Level } from "../../core/level.js";
import { micros } from "../../core/time.js";
import { instantOfYearless } from "../instant.js";
import type { Format } from "../format.js";
import { pidOf } from "../tag.js";
import { dayNumber, scanClock, two } from "../timestamp.js";

const LEVELS: Readonly<Record<string, Level>> = { I: "info", W: "warning", E: "error", F: "critical" };
const AFTER_TIME = / {1,16}(\d{1,10}) ([^\s\]:]{1,120}):(\d{1,7})\] ?/y;
const ANY_LEAP_YEAR = 2024;

/** `I1121 12:34:56.789012   12345 server.go:42] text`: glog, Kubernetes' klog, ChromeOS. Local time without a year. */
export const klog: Format = {
  name: "klog",
  summary: "Kubernetes' klog and Google's glog",
  confidence: 0.95,
  multiline: "any",
  parse(line, context) {
    const level = LEVELS[line.charAt(0)];
    if (level === undefined) return undefined;
    const month = two(line, 1);
    const day = two(line, 3);
    if (line.charAt(5) !== " " || dayNumber(ANY_LEAP_YEAR, month, day) < 0) return undefined;
    const time = scanClock(line, 6);
    if (time === undefined) return undefined;
    AFTER_TIME.lastIndex = time.end;
    const match = AFTER_TIME.exec(line);
    if (match === null) return undefined;
    const at = instantOfYearless({ month, day, clock: time.clock, end: time.end }, context);
    return { at, level, pid: pidOf(match[1]), message: AFTER_TIME.lastIndex };
  },
  fields(text) {
    const match = /^[IWEF]\S{1,4} \S{1,30} {1,16}(\d{1,10}) ([^\s\]:]{1,120}):(\d{1,7})\]/.exec(text);
    if (match === null) return {};
    return { thread: Number(match[1]), file: match[2] ?? "", line: Number(match[3]) };
  },
  samples: [
    {
      line: "I1121 11:59:56.789012   12345 controller.go:116] Starting workers",
      gives: { at: micros(1_795_262_396_789_012), level: "info", pid: 12_345, message: "Starting workers" },
    },
    {
      line: "E1231 23:59:59.999999       1 reflector.go:147] Failed to watch *v1.Node: connection refused",
      gives: {
        at: micros(1_767_225_599_999_999),
        level: "error",
        pid: 1,
        message: "Failed to watch *v1.Node: connection refused",
      },
    },
  ],
};
