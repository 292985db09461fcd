import type { Fields, FieldValue } from "../../core/entry.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { IDENTIFIER_KEYS, levelOfValue, MESSAGE_KEYS, timeOfValue, TIME_KEYS } from "../structured.js";
import { pidOf } from "../tag.js";

/** What tells the format, its time and its level is among the first pairs. */
const TELLING_PAIRS = 256;
const LEVEL_KEYS = ["level", "lvl", "severity", "loglevel", "levelname"];
const KNOWN = new Set([...TIME_KEYS, ...LEVEL_KEYS, "msg", "message"]);

/** `time=… level=info msg="text" key=value`; at least two pairs, and one of them the time, level or message. */
export const logfmt: Format = {
  name: "logfmt",
  summary: "key=value pairs (Go kit, logrus, slog, Heroku)",
  confidence: 0.9,
  parse(line, context) {
    const pairs = scanPairs(line, TELLING_PAIRS);
    if (pairs === undefined || pairs.length < 2) return undefined;
    const values = new Map(pairs.toReversed());
    if (!pairs.some(([key]) => KNOWN.has(key))) return undefined;
    const first = (keys: readonly string[]) => keys.map((key) => values.get(key)).find((value) => value !== undefined);
    return {
      at: timeOfValue(first(TIME_KEYS), context),
      level: levelOfValue(first(LEVEL_KEYS)),
      unit: values.get("unit"),
      identifier: first(IDENTIFIER_KEYS),
      host: values.get("host") ?? values.get("hostname"),
      pid: pidOf(values.get("pid")),
      message: first(MESSAGE_KEYS) ?? 0,
    };
  },
  fields(text) {
    const pairs = scanPairs(text, Number.POSITIVE_INFINITY) ?? [];
    return Object.fromEntries(pairs.map(([key, value]): [string, FieldValue] => [key, value])) satisfies Fields;
  },
  samples: [
    {
      line: 'time="2026-11-21T11:00:00Z" level=warning msg="slow \\"query\\"" logger=db duration=1.2s',
      gives: { at: micros(1_795_258_800_000_000), level: "warning", identifier: "db", message: 'slow "query"' },
    },
    {
      line: "ts=1795258800.250 caller=main.go:42 level=error component=tsdb err=EOF",
      gives: {
        at: micros(1_795_258_800_250_000),
        level: "error",
        identifier: "tsdb",
        message: "ts=1795258800.250 caller=main.go:42 level=error component=tsdb err=EOF",
      },
    },
    { line: "level=info msg=ready", gives: { level: "info", message: "ready" } },
  ],
};

const KEY = /[A-Za-z_@][\w.@/-]{0,63}=/y;
const BARE_VALUE = /[^\s"]*/y;
const QUOTED_VALUE = /"((?:[^"\\]|\\.)*)"/y;

/** At most so many pairs from the start of the line as far as they go; undefined when it does not start with one. */
function scanPairs(line: string, most: number): [string, string][] | undefined {
  const pairs: [string, string][] = [];
  let at = 0;
  while (pairs.length < most) {
    KEY.lastIndex = at;
    const key = KEY.exec(line)?.[0].slice(0, -1);
    if (key === undefined) break;
    const quoted = valueAt(QUOTED_VALUE, line, KEY.lastIndex);
    const value = quoted ?? valueAt(BARE_VALUE, line, KEY.lastIndex) ?? "";
    at = quoted === undefined ? BARE_VALUE.lastIndex : QUOTED_VALUE.lastIndex;
    pairs.push([key, quoted === undefined ? value : unescape(value)]);
    if (line.charCodeAt(at) !== 32) break;
    while (line.charCodeAt(at) === 32) at += 1;
  }
  return pairs.length === 0 ? undefined : pairs;
}

function valueAt(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(line);
  return match === null ? undefined : (match[1] ?? match[0]);
}

function unescape(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replaceAll(/\\(.)/g, (_, code: string) => (code === "n" ? "\n" : code === "t" ? "\t" : code));
}
