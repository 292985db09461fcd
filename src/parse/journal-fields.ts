import type { Fields, FieldValue } from "../core/entry.js";
import type { Level } from "../core/level.js";
import { levelOf } from "../core/level.js";
import { decodeUtf8 } from "./utf8.js";

export const JOURNAL_IDENTIFIERS = ["SYSLOG_IDENTIFIER", "_COMM"] as const;
export const JOURNAL_PIDS = ["_PID", "SYSLOG_PID"] as const;

/** The level of a PRIORITY field; whoever logs may write anything there, only "0".."7" count. */
export function levelOfPriority(text: string | undefined): Level | undefined {
  return text !== undefined && text.length === 1 && text >= "0" && text <= "7" ? levelOf(Number(text)) : undefined;
}

/** The text of the first of the fields that is there; of several values the first. */
export function firstText(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textOf(Object.hasOwn(fields, name) ? fields[name] : undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

function textOf(value: FieldValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value instanceof Uint8Array) return decodeUtf8(value);
  return Array.isArray(value) ? textOf(value[0]) : undefined;
}
