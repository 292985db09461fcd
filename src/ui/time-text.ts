import { MICROS_PER_DAY, type Micros } from "../core/time.js";

/** How far local time is ahead of UTC at an instant, in microseconds. */
export type ZoneOffset = (at: Micros) => number;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/**
 * The time for a column of 8, 12, 15 or 19 cells: `21:58:03`, `21:58:03.123`, `Mar 14 21:58:03`, `Mar 14 21:58:03.123`.
 * Where a new day begins the narrow ones show it in place of the digits that matter least.
 */
export function timeText(
  at: Micros,
  zone: ZoneOffset,
  look: { readonly width: number; readonly newDay: boolean },
): string {
  const local = at + zone(at);
  const date = new Date(local / 1000);
  if (Number.isNaN(date.getTime())) return "?".padEnd(look.width);
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = `${MONTHS[date.getUTCMonth()] ?? ""} ${two(date.getUTCDate())}`;
  if (look.width >= 15) return `${day} ${clock}${look.width >= 19 ? `.${milliseconds(local)}` : ""}`;
  if (look.width >= 12) return look.newDay ? `${day} ${clock.slice(0, 5)}` : `${clock}.${milliseconds(local)}`;
  return look.newDay ? day.padEnd(8) : clock;
}

/** Days since the epoch in local time. */
export function dayOf(at: Micros, zone: ZoneOffset): number {
  return Math.floor((at + zone(at)) / MICROS_PER_DAY);
}

/** `Sat 2026-03-14 21:58:03.123456 +01:00` */
export function fullTime(at: Micros, zone: ZoneOffset): string {
  const offset = zone(at);
  const date = new Date((at + offset) / 1000);
  if (Number.isNaN(date.getTime())) return "not a time";
  const micros = String(((at % 1_000_000) + 1_000_000) % 1_000_000).padStart(6, "0");
  const seconds = date
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "");
  return `${WEEKDAYS[date.getUTCDay()] ?? ""} ${seconds}.${micros} ${offsetText(offset)}`;
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000_000);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function milliseconds(local: number): string {
  return String(Math.floor((((local / 1000) % 1000) + 1000) % 1000)).padStart(3, "0");
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
