import { levelFromName } from "../../core/level.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { instantOf } from "../instant.js";
import { scanIso } from "../timestamp.js";

const LEVEL = "(DEBUG|INFO|WARNING|ERROR|CRITICAL|TRACE|SUCCESS)";
/** `logging.basicConfig()`: `WARNING:app.db:text`. */
const BASIC = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.-]{1,120}):/;
/** The logging how-to's `%(asctime)s - %(name)s - %(levelname)s - %(message)s`. */
const DASHED = new RegExp(String.raw` - ([\w.-]{1,120}) - ${LEVEL} - `, "y");
/** loguru's `| INFO     | module:function:12 - text`. */
const BARRED = new RegExp(String.raw` \| ${LEVEL} {0,8} \| ([\w.<>:-]{1,160}) - `, "y");

/** Python's `logging` in its two usual shapes, and loguru; tracebacks belong to the entry before them. */
export const python: Format = {
  name: "python",
  summary: "Python's logging and loguru, tracebacks included",
  confidence: 0.9,
  multiline: "any",
  parse(line, context) {
    const basic = BASIC.exec(line);
    if (basic !== null) {
      return { level: levelFromName(basic[1] ?? ""), identifier: basic[2] ?? "", message: basic[0].length };
    }
    const stamp = scanIso(line, 0);
    if (stamp === undefined) return undefined;
    const at = stamp.end;
    DASHED.lastIndex = at;
    const dashed = DASHED.exec(line);
    if (dashed !== null) {
      const [, name = "", level = ""] = dashed;
      return { at: instantOf(stamp, context), level: levelOfWord(level), identifier: name, message: DASHED.lastIndex };
    }
    BARRED.lastIndex = at;
    const barred = BARRED.exec(line);
    if (barred === null) return undefined;
    const [, level = "", place = ""] = barred;
    return {
      at: instantOf(stamp, context),
      level: levelOfWord(level),
      identifier: place.split(":", 1)[0] ?? place,
      message: BARRED.lastIndex,
    };
  },
  fields(text) {
    const basic = BASIC.exec(text);
    if (basic !== null) return { logger: basic[2] ?? "" };
    const end = scanIso(text, 0)?.end ?? 0;
    DASHED.lastIndex = end;
    const dashed = DASHED.exec(text);
    if (dashed !== null) return { logger: dashed[1] ?? "" };
    BARRED.lastIndex = end;
    const place = BARRED.exec(text)?.[2];
    return place === undefined ? {} : { location: place };
  },
  samples: [
    {
      line: "WARNING:root:disk is 91% full",
      gives: { level: "warning", identifier: "root", message: "disk is 91% full" },
    },
    {
      line: "2026-11-21 11:00:00,123 - app.worker - ERROR - job 12 failed",
      gives: {
        at: micros(1_795_258_800_123_000),
        level: "error",
        identifier: "app.worker",
        message: "job 12 failed",
      },
    },
    {
      line: "2026-11-21 11:00:00.123 | SUCCESS  | __main__:main:12 - done",
      gives: { at: micros(1_795_258_800_123_000), level: "info", identifier: "__main__", message: "done" },
    },
  ],
};

/** loguru's own SUCCESS lies between info and warning. */
function levelOfWord(word: string): ReturnType<typeof levelFromName> {
  return word === "SUCCESS" ? "info" : levelFromName(word);
}
