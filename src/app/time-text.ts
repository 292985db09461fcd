import { civilOf } from "../core/query/syntax/calendar.js";
import { type LocalOffset, MICROS_PER_MS, type Micros } from "../core/time.js";

/**
 * The local time of an entry in exactly `columns` cells, as many parts as fit: `HH:MM:SS` (8), with milliseconds (12),
 * with month and day (18), with the year and microseconds (26).
 */
export function timeText(at: Micros, localOffset: LocalOffset, columns: number): string {
  const full = civilText(at, localOffset);
  if (columns >= 26) return full;
  if (columns >= 18) return full.slice(5, 23);
  if (columns >= 12) return full.slice(11, 23);
  return full.slice(11, 19);
}

/** `2026-11-21 14:30:05.123456`, local time. */
export function civilText(at: Micros, localOffset: LocalOffset): string {
  const civil = civilOf(at, localOffset);
  const ms = Math.floor(civil / MICROS_PER_MS);
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "????-??-?? ??:??:??.??????";
  const micros = String(civil - ms * MICROS_PER_MS).padStart(3, "0");
  const iso = date.toISOString();
  return `${iso.slice(-24, -14)} ${iso.slice(-13, -1)}${micros}`;
}
