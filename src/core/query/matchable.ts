import type { FieldValue } from "../entry.js";
import { EVENT_FIELDS } from "../systemd/unit-event.js";

/**
 * What a predicate may ask of a row; each call is answered from columns, as cheaply as the row's home can.
 * `field` knows the names in FIELD_NAMES and, for any other name, the record's own fields (exact name first, then
 * without regard to case); `field.NAME` is the record's own NAME even where FIELD_NAMES has it (`match/own-field.ts`).
 */
export type Matchable = {
  text(): string;
  message(): string;
  /** Syslog number, or LEVEL_UNKNOWN. */
  level(): number;
  at(): number;
  field(name: string): FieldValue | undefined;
  /** Every unit that `journalctl -u` would find the row by, beside `field("unit")`; asked when that is not the one. */
  units(): readonly string[];
};

/** The names that every entry answers to. */
export const FIELD_NAMES = [
  "time",
  "level",
  "unit",
  "identifier",
  "pid",
  "host",
  "source",
  "format",
  "category",
  "message",
  "text",
  "line",
  "template",
  "session",
  "generation",
  "boot",
  ...EVENT_FIELDS,
] as const;
