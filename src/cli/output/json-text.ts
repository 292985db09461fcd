import { type FieldValue, type LogEntry, Mark } from "../../core/entry.js";
import { eventOfEntry } from "../../core/query/match/entry-row.js";
import { chosenValue } from "./field-choice.js";
import type { OutputOptions } from "./output-format.js";
import { isoUtc } from "./time-text.js";

/**
 * One JSON object without line ends. `time, level, unit, message, source, line` are always there (null when unknown);
 * the others only when the record has them: also what a record of systemd tells (`core/systemd/unit-event.ts`). Of
 * chosen fields it has these alone, in that order.
 */
export function jsonOf(entry: LogEntry, { fields, extra }: Pick<OutputOptions, "fields" | "extra">): string {
  if (typeof fields !== "string") {
    const chosen = Object.fromEntries(fields.map((name) => [name, plain(chosenValue(entry, name) ?? null)]));
    return safeJson({ ...chosen, ...extra?.(entry) });
  }
  const marks = Object.entries(Mark).flatMap(([name, bit]) => ((entry.marks & bit) === 0 ? [] : [name]));
  return safeJson({
    time: isoUtc(entry.at),
    level: entry.level ?? null,
    unit: entry.unit ?? null,
    message: entry.message,
    source: entry.source,
    line: entry.line,
    identifier: entry.identifier,
    pid: entry.pid,
    host: entry.host,
    category: entry.category,
    ...eventOfEntry(entry),
    marks: marks.length === 0 ? undefined : marks,
    fields: fields === "all" ? plainFields(entry.fields) : undefined,
    ...extra?.(entry),
  });
}

/** Bytes become arrays of numbers, as `journalctl -o json` writes them. */
function plainFields(fields: Readonly<Record<string, FieldValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]));
}

function plain(value: FieldValue): unknown {
  if (value instanceof Uint8Array) return [...value];
  return Array.isArray(value) ? value.map(plain) : value;
}

/** JSON escapes C0 by itself; everything else that a terminal might obey or hide is escaped here, without loss. */
const UNSAFE = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/** JSON on one line that nothing in it can make a terminal obey or hide. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join(""),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
