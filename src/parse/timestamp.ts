import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from "../core/time.js";

/**
 * A civil date and time as a text gives it. `civil` is microseconds as if the place kept UTC, `offset` how far that
 * place is ahead of UTC in microseconds, undefined when the text does not say; `end` is the index after the stamp.
 */
export type Stamp = { readonly civil: number; readonly offset: number | undefined; readonly end: number };

/** A stamp without a year (RFC 3164, klog). */
export type YearlessStamp = {
  readonly month: number;
  readonly day: number;
  readonly clock: number;
  readonly end: number;
};

/** Microseconds since midnight; up to and including the leap second 23:59:60. */
export type ClockStamp = { readonly clock: number; readonly end: number };

/** The years that fit whole microseconds in a double (core/time.ts), from the epoch on. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2254;
const MAX_OFFSET = 18 * MICROS_PER_HOUR;

/**
 * `2026-11-21T12:00:00.123456+01:00` with any part of ISO 8601 after the minute left out, a space for the T, slashes
 * for the dashes, a comma for the dot. Digits past the microsecond are cut off. Undefined when a part is absurd.
 */
export function scanIso(text: string, from: number): Stamp | undefined {
  const separator = text.charCodeAt(from + 4);
  if (separator !== DASH && separator !== SLASH) return undefined;
  const year = two(text, from) * 100 + two(text, from + 2);
  if (text.charCodeAt(from + 7) !== separator) return undefined;
  const day = dayNumber(year, two(text, from + 5), two(text, from + 8));
  if (day < 0 || !isBetweenDateAndTime(text.charCodeAt(from + 10))) return undefined;
  const time = scanClock(text, from + 11);
  if (time === undefined) return undefined;
  const zone = scanZone(text, time.end);
  const civil = day * MICROS_PER_DAY + time.clock;
  return zone === undefined
    ? { civil, offset: undefined, end: time.end }
    : { civil, offset: zone.offset, end: zone.end };
}

/** `Nov 21 12:00:00` and `Nov  1 12:00:00.123456`. */
export function scanMonthDay(text: string, from: number): YearlessStamp | undefined {
  const month = monthOf(text, from);
  if (month === 0 || text.charCodeAt(from + 3) !== SPACE) return undefined;
  const day = dayOfMonth(text, from + 4);
  if (day < 1 || text.charCodeAt(from + 6) !== SPACE || dayNumber(LEAP_YEAR, month, day) < 0) return undefined;
  const time = scanClock(text, from + 7);
  return time === undefined ? undefined : { month, day, clock: time.clock, end: time.end };
}

/** C's `asctime`: `Sat Nov 21 12:00:00.123456 2026`, local time. */
export function scanCtime(text: string, from: number): Stamp | undefined {
  if (text.charCodeAt(from + 3) !== SPACE) return undefined;
  const stamp = scanMonthDay(text, from + 4);
  if (stamp === undefined || text.charCodeAt(stamp.end) !== SPACE) return undefined;
  const year = two(text, stamp.end + 1) * 100 + two(text, stamp.end + 3);
  const day = dayNumber(year, stamp.month, stamp.day);
  return day < 0 ? undefined : { civil: day * MICROS_PER_DAY + stamp.clock, offset: undefined, end: stamp.end + 5 };
}

/** The common log format's `21/Nov/2026:12:00:00 +0000`. */
export function scanClf(text: string, from: number): Stamp | undefined {
  if (text.charCodeAt(from + 2) !== SLASH || text.charCodeAt(from + 6) !== SLASH) return undefined;
  const year = two(text, from + 7) * 100 + two(text, from + 9);
  const day = dayNumber(year, monthOf(text, from + 3), two(text, from));
  if (day < 0 || text.charCodeAt(from + 11) !== COLON) return undefined;
  const time = scanClock(text, from + 12);
  if (time === undefined) return undefined;
  const zone = scanZone(text, time.end);
  return { civil: day * MICROS_PER_DAY + time.clock, offset: zone?.offset, end: zone?.end ?? time.end };
}

/** `12:00`, `12:00:00`, `12:00:00.123456789`, `12:00:00,123`. */
export function scanClock(text: string, from: number): ClockStamp | undefined {
  const hour = two(text, from);
  const minute = two(text, from + 3);
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59) || text.charCodeAt(from + 2) !== COLON) {
    return undefined;
  }
  const clock = hour * MICROS_PER_HOUR + minute * MICROS_PER_MINUTE;
  if (text.charCodeAt(from + 5) !== COLON) return { clock, end: from + 5 };
  const second = two(text, from + 6);
  // 60 is a leap second: it becomes the first second of the next minute, as POSIX time has it.
  if (!(second >= 0 && second <= 60)) return undefined;
  const end = from + 8;
  const mark = text.charCodeAt(end);
  if ((mark !== DOT && mark !== COMMA) || !isDigit(text.charCodeAt(end + 1))) {
    return { clock: clock + second * MICROS_PER_SECOND, end };
  }
  let fractionEnd = end + 1;
  let fraction = 0;
  let unit = MICROS_PER_SECOND;
  for (; isDigit(text.charCodeAt(fractionEnd)); fractionEnd += 1) {
    unit = unit >= 10 ? unit / 10 : 0;
    fraction += (text.charCodeAt(fractionEnd) - ZERO) * unit;
  }
  return { clock: clock + second * MICROS_PER_SECOND + fraction, end: fractionEnd };
}

type Zone = { readonly offset: number; readonly end: number };

/** `Z`, `+01`, `+0100`, `+01:00`, and after one space `+0100`, `+01:00`, `UTC`, `GMT`, `Z`. */
function scanZone(text: string, from: number): Zone | undefined {
  const isApart = text.charCodeAt(from) === SPACE;
  const at = isApart ? from + 1 : from;
  const first = text.charCodeAt(at);
  if (first === PLUS || first === DASH) return scanOffset(text, at, isApart);
  if (first === UPPER_Z || first === LOWER_Z) return endOfName(text, at + 1);
  if (!isApart || (first !== UPPER_U && first !== UPPER_G)) return undefined;
  return text.startsWith("UTC", at) || text.startsWith("GMT", at) ? endOfName(text, at + 3) : undefined;
}

/** UTC, when the zone's name really ends there. */
function endOfName(text: string, end: number): Zone | undefined {
  return isAlphanumeric(text.charCodeAt(end)) ? undefined : { offset: 0, end };
}

function scanOffset(text: string, from: number, needsMinutes: boolean): Zone | undefined {
  const hours = two(text, from + 1);
  if (!(hours >= 0)) return undefined;
  const minutesAt = text.charCodeAt(from + 3) === COLON ? from + 4 : from + 3;
  const minutes = two(text, minutesAt);
  const hasMinutes = minutes >= 0 && minutes <= 59;
  if (needsMinutes && !hasMinutes) return undefined;
  const size = hours * MICROS_PER_HOUR + (hasMinutes ? minutes * MICROS_PER_MINUTE : 0);
  if (size > MAX_OFFSET) return undefined;
  const offset = text.charCodeAt(from) === DASH ? 0 - size : size;
  return { offset, end: hasMinutes ? minutesAt + 2 : from + 3 };
}

const EPOCH_PATTERN = /^(\d{9,19})(?:\.(\d{1,9}))?$/;

/**
 * Microseconds of a number of seconds (with or without a fraction), milli-, micro- or nanoseconds since the epoch; which
 * one is told by its size. Undefined before 1973 and past the last year: such numbers are counters, not times.
 */
export function epochMicros(digits: string): number | undefined {
  const match = EPOCH_PATTERN.exec(digits);
  const whole = match?.[1];
  if (whole === undefined) return undefined;
  const fraction = match?.[2] ?? "";
  // 11 digits or fewer are seconds, 14 milliseconds, 17 microseconds, more are nanoseconds.
  const power = whole.length <= 11 ? 6 : whole.length <= 14 ? 3 : whole.length <= 17 ? 0 : -3;
  const kept = power < 0 ? whole.slice(0, power) : whole + fraction.slice(0, power).padEnd(power, "0");
  const value = Number(kept);
  return value >= 1e14 && value < dayNumber(LAST_YEAR, 12, 31) * MICROS_PER_DAY ? value : undefined;
}

/**
 * Days from 1970-01-01 to a date of the Gregorian calendar, -1 when there is no such day or the year is out of range.
 * Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
export function dayNumber(year: number, month: number, day: number): number {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1)) return -1;
  if (day > daysIn(year, month)) return -1;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The civil year of microseconds since the epoch. */
export function yearOf(civil: number): number {
  const day = Math.floor(civil / MICROS_PER_DAY);
  const guess = FIRST_YEAR + Math.floor(day / 365.2425);
  if (day < dayNumber(guess, 1, 1)) return guess - 1;
  const next = dayNumber(guess + 1, 1, 1);
  return next >= 0 && day >= next ? guess + 1 : guess;
}

const LEAP_YEAR = 2024;

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** 1..12, or 0 for no month. */
function monthOf(text: string, from: number): number {
  const letter = text.charCodeAt(from);
  if (letter < UPPER_A || letter > UPPER_Z) return 0;
  const index = MONTHS.indexOf(text.slice(from, from + 3));
  return index >= 0 && index % 3 === 0 && text.length >= from + 3 ? index / 3 + 1 : 0;
}

function dayOfMonth(text: string, from: number): number {
  if (text.charCodeAt(from) !== SPACE) return two(text, from);
  const digit = text.charCodeAt(from + 1);
  return isDigit(digit) ? digit - ZERO : Number.NaN;
}

/** Two decimal digits as a number, NaN when they are not two digits. */
export function two(text: string, from: number): number {
  const tens = text.charCodeAt(from) - ZERO;
  const ones = text.charCodeAt(from + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

export function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= UPPER_A && code <= UPPER_Z) || (code >= 97 && code <= LOWER_Z);
}

function isBetweenDateAndTime(code: number): boolean {
  return code === UPPER_T || code === SPACE || code === 116;
}

const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const COLON = 58;
const UPPER_A = 65;
const UPPER_G = 71;
const UPPER_T = 84;
const UPPER_U = 85;
const UPPER_Z = 90;
const LOWER_Z = 122;
