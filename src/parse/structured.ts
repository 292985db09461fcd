import type { Level } from "../core/level.js";
import { levelFromName, levelOf } from "../core/level.js";
import { type Micros, micros } from "../core/time.js";
import type { ParseContext } from "./format.js";
import { instantOf } from "./instant.js";
import { epochMicros, scanIso } from "./timestamp.js";

/** Names under which structured loggers put the same things, the most telling first. */
export const TIME_KEYS = ["@timestamp", "timestamp", "time", "ts", "datetime", "date", "t"];
export const MESSAGE_KEYS = ["msg", "message", "event", "text"];
export const IDENTIFIER_KEYS = ["logger", "service", "component", "module", "name", "app", "target"];

/** A time written as ISO 8601 or as a number since the epoch. */
export function timeOfValue(text: string | undefined, context: ParseContext): Micros | undefined {
  if (text === undefined) return undefined;
  const stamp = scanIso(text, 0);
  if (stamp !== undefined) return instantOf(stamp, context);
  const epoch = epochMicros(text);
  return epoch === undefined ? undefined : micros(epoch);
}

const LONGEST_NAME = 16;

/**
 * A level written as a word, as a syslog number 0..7, or as the numbers of pino and bunyan (10 trace … 60 fatal).
 */
export function levelOfValue(text: string | undefined): Level | undefined {
  if (text === undefined || text.length > LONGEST_NAME) return undefined;
  const number = Number(text);
  if (Number.isNaN(number)) return levelFromName(text.trim());
  if (number < 10) return levelOf(number);
  if (number < 30) return "debug";
  if (number < 40) return "info";
  if (number < 50) return "warning";
  return number < 60 ? "error" : "critical";
}
