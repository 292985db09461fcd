import { micros } from "../../core/time.js";
import type { Format, ParsedLine } from "../format.js";
import { fieldsOfJson, scalarText, scanObject } from "../json.js";
import { IDENTIFIER_KEYS, levelOfValue, MESSAGE_KEYS, timeOfValue, TIME_KEYS } from "../structured.js";
import { pidOf } from "../tag.js";

const LEVEL_KEYS = ["level", "severity", "lvl", "loglevel", "log.level", "levelname", "priority", "level_name"];
const UNIT_KEYS = ["unit"];
const HOST_KEYS = ["host", "hostname"];
/** Docker's json-file driver has the line in `log`; tracing (Rust) has the message in an inner object `fields`. */
const GROUPS = {
  time: TIME_KEYS,
  level: LEVEL_KEYS,
  message: [...MESSAGE_KEYS, "log", "short_message"],
  identifier: IDENTIFIER_KEYS,
  unit: UNIT_KEYS,
  host: HOST_KEYS,
  pid: ["pid"],
  inner: ["fields"],
} as const;

const WANTED = new Map(
  Object.values(GROUPS)
    .flat()
    .map((key, slot): [string, number] => [key, slot]),
);
const INNER_MESSAGE = new Map([["message", 0]]);

/** JSON lines of any logger: bunyan, pino, zap, zerolog, slog, logstash, winston, Docker, tracing. */
export const json: Format = {
  name: "json",
  summary: "JSON lines of structured loggers",
  confidence: 0.8,
  parse(line, context) {
    const found = scanObject(line, WANTED);
    if (found === undefined) return undefined;
    const text = (keys: readonly string[]) => firstScalar(found, keys);
    return {
      at: timeOfValue(text(GROUPS.time), context),
      level: levelOfValue(text(GROUPS.level)),
      unit: text(GROUPS.unit),
      identifier: text(GROUPS.identifier),
      host: text(GROUPS.host),
      pid: pidOf(text(GROUPS.pid)),
      message: messageOf(found, text(GROUPS.message)),
    };
  },
  fields: (text) => fieldsOfJson(text),
  samples: [
    {
      line: '{"level":30,"time":1795258800123,"pid":4711,"hostname":"web1","name":"shop","msg":"request completed"}',
      gives: {
        at: micros(1_795_258_800_123_000),
        level: "info",
        identifier: "shop",
        host: "web1",
        pid: 4711,
        message: "request completed",
      },
    },
    {
      line: '{"@timestamp": "2026-11-21T12:00:00.5+01:00", "severity": "WARNING", "message": "a \\"b\\" \\u2744", "logger": "com.example.Foo"}',
      gives: {
        at: micros(1_795_258_800_500_000),
        level: "warning",
        identifier: "com.example.Foo",
        message: 'a "b" ❄',
      },
    },
    {
      line: '{"timestamp":"2026-11-21T11:00:00Z","level":"ERROR","fields":{"message":"db gone","attempt":3},"target":"shop::db"}',
      gives: {
        at: micros(1_795_258_800_000_000),
        level: "error",
        identifier: "shop::db",
        message: "db gone",
      },
    },
    {
      line: '{"log":"listening\\n","stream":"stdout","time":"2026-11-21T11:00:00.123456789Z"}',
      gives: { at: micros(1_795_258_800_123_456), message: "listening" },
    },
    { line: '{"answer":42}', gives: { message: '{"answer":42}' } },
  ],
};

function firstScalar(found: readonly (string | undefined)[], keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = scalarText(found[WANTED.get(key) ?? -1]);
    if (text !== undefined && text !== "") return text;
  }
  return undefined;
}

function messageOf(found: readonly (string | undefined)[], message: string | undefined): ParsedLine["message"] {
  if (message !== undefined) return message.endsWith("\n") ? message.slice(0, -1) : message;
  const inner = found[WANTED.get("fields") ?? -1];
  return inner === undefined ? 0 : (scalarText(scanObject(inner, INNER_MESSAGE)?.[0]) ?? 0);
}
