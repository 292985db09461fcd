import type { FieldValue, LogEntry } from "../../core/entry.js";
import { type Result, failed, ok } from "../../core/fault.js";
import { entryRow } from "../../core/query/match/entry-row.js";
import { isoUtc } from "./time-text.js";

/** Which fields of an entry are written: those of the format, these besides every field of the record, or these alone. */
export type FieldChoice = "standard" | "all" | readonly string[];

/** `--fields`: names with commas between, as queries use them, or `all`. */
export function fieldChoiceOf(text: string | undefined): Result<FieldChoice> {
  if (text === undefined) return ok("standard");
  if (text.trim() === "all") return ok("all");
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > 0) return ok([...new Set(names)]);
  return failed({
    code: "usage",
    message: `--fields cannot be '${text}'`,
    hint: "name them with commas between, as in time,unit,message, or say all",
  });
}

/** What the entry answers to the name in a query; times as text. */
export function chosenValue(entry: LogEntry, name: string): FieldValue | undefined {
  return name === "time" ? isoUtc(entry.at) : entryRow(entry).field(name);
}

/** A value for a person: bytes as the text that they may be, several values with a line end between. */
export function valueText(value: FieldValue | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return typeof value === "object" ? value.map(valueText).join("\n") : String(value);
}
