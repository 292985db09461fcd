import { type Micros, micros } from "../../core/time.js";
import type { Format, ParseContext } from "../format.js";
import { instantOf, instantOfClock } from "../instant.js";
import { scanLevelWord } from "../level-word.js";
import { scanTag } from "../tag.js";
import { scanClock, scanIso } from "../timestamp.js";

const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
/** Of `12:34:56`. */
const SECONDS_LENGTH = 8;
const MAX_TARGET = 80;
/** A module path such as `hyper::client` or `app.db`; a plain word before a colon may be part of the message. */
const MODULE = /^[\w-]+(?:::|\.)[\w:.-]+$/;

/**
 * A date and time, then anything: `2026-11-21 12:00:00,123 [warn] text`, `[2026-11-21T12:00:00Z INFO my_crate] text`,
 * `2026/11/21 12:00:00 text`, `12:00:00.123 text`. The level word, if there is one, is not part of the message.
 */
export const iso: Format = {
  name: "iso",
  summary: "Lines that begin with a date and time (ISO 8601 and its relatives)",
  confidence: 0.5,
  multiline: "any",
  parse(line, context) {
    const isBracketed = line.charCodeAt(0) === OPEN_BRACKET;
    const time = scanTime(line, isBracketed ? 1 : 0, context);
    if (time === undefined) return undefined;
    const closes = isBracketed && line.charCodeAt(time.end) === CLOSE_BRACKET;
    const word = scanLevelWord(line, closes ? time.end + 1 : time.end);
    return { at: time.at, level: word.level, ...originOf(line, word.end, isBracketed && !closes) };
  },
  fields: () => ({}),
  samples: [
    {
      line: "2026-11-21 11:59:57,123 WARN pool is nearly empty",
      gives: { at: micros(1_795_262_397_123_000), level: "warning", message: "pool is nearly empty" },
    },
    {
      line: "[2026-11-21T11:00:00Z INFO  my_crate::server] listening on 0.0.0.0:80",
      gives: {
        at: micros(1_795_258_800_000_000),
        level: "info",
        identifier: "my_crate::server",
        message: "listening on 0.0.0.0:80",
      },
    },
    {
      line: "2026-11-21T11:00:00.123456789Z  INFO hyper::client: connected",
      gives: {
        at: micros(1_795_258_800_123_456),
        level: "info",
        identifier: "hyper::client",
        message: "connected",
      },
    },
    {
      line: "2026/11/21 11:00:00 [error] 30#30: *1 open() failed (2: No such file or directory)",
      gives: {
        at: micros(1_795_258_800_000_000),
        level: "error",
        message: "30#30: *1 open() failed (2: No such file or directory)",
      },
    },
    {
      line: "[2026-11-21 12:00:00+02:00] cache warmed",
      gives: { at: micros(1_795_255_200_000_000), message: "cache warmed" },
    },
    {
      line: "11:59:59.250 tick",
      gives: { at: micros(1_795_262_399_250_000), message: "tick" },
    },
  ],
};

/** The time at the index; a bare time of day needs its seconds, or `12:30 o'clock` would be one. */
function scanTime(
  line: string,
  from: number,
  context: ParseContext,
): { readonly at: Micros; readonly end: number } | undefined {
  const stamp = scanIso(line, from);
  if (stamp !== undefined) {
    return endsStamp(line, stamp.end) ? { at: instantOf(stamp, context), end: stamp.end } : undefined;
  }
  const time = scanClock(line, from);
  if (time === undefined || time.end - from < SECONDS_LENGTH || !endsStamp(line, time.end)) return undefined;
  return { at: instantOfClock(time.clock, context), end: time.end };
}

/** A blank, a closing bracket, a colon, a bar or the end must follow. */
function endsStamp(line: string, end: number): boolean {
  const code = line.charCodeAt(end);
  return Number.isNaN(code) || code === 32 || code === 9 || code === CLOSE_BRACKET || code === 58 || code === 124;
}

function originOf(
  line: string,
  from: number,
  isOpen: boolean,
): { readonly identifier?: string; readonly pid?: number | undefined; readonly message: number } {
  if (isOpen) {
    const close = line.slice(0, from + MAX_TARGET).indexOf("]", from);
    if (close === -1) return { message: from };
    const message = line.charCodeAt(close + 1) === 32 ? close + 2 : close + 1;
    return close === from ? { message } : { identifier: line.slice(from, close), message };
  }
  const tag = scanTag(line, from);
  if (tag === undefined || (tag.pid === undefined && !MODULE.test(tag.identifier))) return { message: from };
  return { identifier: tag.identifier, pid: tag.pid, message: tag.end };
}
