import type { Fields, FieldValue } from "../../core/entry.js";
import { UNIT_TELLING, unitOf } from "../../core/systemd/unit-names.js";
import { micros } from "../../core/time.js";
import type { Format } from "../format.js";
import { JOURNAL_IDENTIFIERS, JOURNAL_PIDS, levelOfPriority } from "../journal-fields.js";
import { isRecord, parseJson, scalarText, scanObject } from "../json.js";
import { pidOf } from "../tag.js";
import { epochMicros } from "../timestamp.js";
import { decodeUtf8 } from "../utf8.js";

const TIME = "__REALTIME_TIMESTAMP";
const WANTED = new Map(
  [TIME, "MESSAGE", "PRIORITY", "_HOSTNAME", ...UNIT_TELLING, ...JOURNAL_IDENTIFIERS, "SYSLOG_PID"].map(
    (key, slot): [string, number] => [key, slot],
  ),
);

/**
 * Lines of `journalctl -o json`. Numbers are strings; MESSAGE is a string, an array of byte values (anything with a
 * control character), null (longer than 4 kB without --all) or absent; a field given twice is an array.
 */
export const journalJson: Format = {
  name: "journal-json",
  summary: "journalctl -o json",
  confidence: 1,
  parse(line) {
    const found = scanObject(line, WANTED);
    if (found === undefined) return undefined;
    const raw = (key: string) => found[WANTED.get(key) ?? -1];
    const at = epochMicros(scalarText(raw(TIME)) ?? "");
    if (at === undefined) return undefined;
    const first = (keys: readonly string[]) => {
      const present = keys.find((key) => raw(key) !== undefined);
      return present === undefined ? undefined : textOfRaw(raw(present));
    };
    return {
      at: micros(at),
      level: levelOfPriority(textOfRaw(raw("PRIORITY"))),
      unit: unitOf((name) => textOfRaw(raw(name))),
      identifier: first(JOURNAL_IDENTIFIERS),
      host: textOfRaw(raw("_HOSTNAME")),
      pid: pidOf(first(JOURNAL_PIDS)),
      message: textOfRaw(raw("MESSAGE")) ?? "",
    };
  },
  fields(text) {
    const record = parseJson(text);
    if (!isRecord(record)) return {};
    return Object.fromEntries(
      Object.entries(record).map(([key, value]): [string, FieldValue] => [key, fieldOf(value)]),
    ) satisfies Fields;
  },
  samples: [
    {
      line: '{"_HOSTNAME":"vm","PRIORITY":"4","MESSAGE":"upstream timeout","_SYSTEMD_UNIT":"web.service","SYSLOG_IDENTIFIER":"web","_PID":"80","__REALTIME_TIMESTAMP":"1795228360000123","__CURSOR":"s=1;i=2"}',
      gives: {
        at: micros(1_795_228_360_000_123),
        level: "warning",
        unit: "web.service",
        identifier: "web",
        host: "vm",
        pid: 80,
        message: "upstream timeout",
      },
    },
    {
      line: '{"__REALTIME_TIMESTAMP":"1795228360000124","MESSAGE":[27,91,51,49,109,114,101,100,32,195,164],"_COMM":"sh","PRIORITY":"9","_SYSTEMD_UNIT":"init.scope","UNIT":"db.service"}',
      gives: {
        at: micros(1_795_228_360_000_124),
        unit: "db.service",
        identifier: "sh",
        message: "\u001B[31mred ä",
      },
    },
    {
      line: '{"__REALTIME_TIMESTAMP":"1795228360000125","MESSAGE":null,"SYSLOG_IDENTIFIER":["a","b"]}',
      gives: { at: micros(1_795_228_360_000_125), identifier: "a", message: "" },
    },
    {
      line: '{"__REALTIME_TIMESTAMP":"1795228360000126","_TRANSPORT":"audit"}',
      gives: { at: micros(1_795_228_360_000_126), message: "" },
    },
  ],
};

/** Text of a raw JSON value as the journal means it: byte arrays are UTF-8, of several values the first counts. */
function textOfRaw(raw: string | undefined): string | undefined {
  if (raw === undefined) return undefined;
  if (!raw.startsWith("[")) return scalarText(raw);
  const value = fieldOf(parseJson(raw));
  if (value instanceof Uint8Array) return decodeUtf8(value);
  const first = Array.isArray(value) ? value[0] : undefined;
  if (first instanceof Uint8Array) return decodeUtf8(first);
  return typeof first === "string" ? first : undefined;
}

/** `[110,111]` is one binary value, `["a","b"]` two texts, `[[1],[2]]` two binary values. */
function fieldOf(value: unknown): FieldValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) {
    return value;
  }
  if (!Array.isArray(value)) return JSON.stringify(value);
  const items: readonly unknown[] = value;
  if (items.length > 0 && items.every(isByte)) return Uint8Array.from(items);
  return items.map((item) => fieldOf(item));
}

function isByte(item: unknown): item is number {
  return typeof item === "number" && Number.isInteger(item) && item >= 0 && item <= 255;
}
