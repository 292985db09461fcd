import type { Fields, FieldValue } from "../../core/entry.js";
import { type Micros, micros } from "../../core/time.js";

/** systemd takes no later time for a time (`VALID_REALTIME`); a double holds all of them exactly but the last few. */
const LATEST = 2 ** 53;

/**
 * The time that `journalctl` shows: the sender's clock where the record has it (`_SOURCE_REALTIME_TIMESTAMP`), else
 * the moment at which journald took it. Seen with systemd 252: `-o short-iso-precise` prints the former, and differs
 * from `__REALTIME_TIMESTAMP` by some microseconds.
 */
export function timeOfRecord(fields: Fields): Micros | undefined {
  return timeIn(fields["_SOURCE_REALTIME_TIMESTAMP"]) ?? timeIn(fields["__REALTIME_TIMESTAMP"]);
}

/** Undefined where the value is no time. */
export function timeIn(value: unknown): Micros | undefined {
  if (typeof value !== "string" || !/^\d{1,16}$/.test(value)) return undefined;
  const time = Number(value);
  return time > 0 && time < LATEST ? micros(time) : undefined;
}

/** A number that a record counts something with; undefined where the value is none. */
export function countIn(value: FieldValue | undefined): number | undefined {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
