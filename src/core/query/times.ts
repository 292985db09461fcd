import {
  type LocalOffset,
  type Micros,
  micros,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
} from "../time.js";
import { type Civil, civilDate, civilOf, instantOf, midnightOf } from "./syntax/calendar.js";
import type { TimeWord } from "./syntax/names.js";
import { nearestOrBegun } from "./syntax/nearest.js";
import { parseSpan } from "./syntax/time-span.js";
import type { QueryResult } from "./query-fault.js";

/** What the words of a query are read by: the moment, the place of zone-less times, and names. */
export type TimeContext = {
  readonly now: Micros;
  readonly localOffset: LocalOffset;
  /** Moments with a name, written `@boot`, `@rebuild`. */
  readonly moments?: Readonly<Record<string, Micros>>;
  /** Queries with a name, written `filter:NAME`. */
  readonly filters?: FilterNames;
};

/** What is saved under names; a name that is none is undefined. */
export type FilterNames = {
  readonly names: () => readonly string[];
  readonly read: (name: string) => QueryResult | undefined;
};

/** A moment and the end of what was said with it: `14:30` is a minute, a date a day. */
export type TimePoint = { readonly at: Micros; readonly end: Micros };

export type TimeRange = { readonly from: Micros | undefined; readonly to: Micros | undefined };

/** Why a text is no time. `suggestion` replaces the text. */
export type TimeTrouble = {
  readonly kind: "trouble";
  readonly message: string;
  readonly suggestion: string | undefined;
};

export const TIME_EXPECTED =
  'a time: -15m, 2h ago, today, yesterday 14:30, 14:30:05, 2026-11-20, "2026-11-20 21:00", 2026-11-20T21:00:00Z or @1795204800';

const DEFAULT_AROUND = 5 * MICROS_PER_MINUTE;

/**
 * Reads one time as `journalctl --since` does: `now`, `today`, `yesterday`, `tomorrow` (the start of the local day, or
 * that day's time when one follows), `-15m`, `+1h`, `2 days ago`, a date, a time of day, both, RFC 3339 with or without
 * zone, `@` and seconds since 1970. Without a zone it is local time. What lies beyond exact microseconds (years 1684
 * to 2255) becomes the last exact one.
 */
export function parseTime(text: string, context: TimeContext): TimePoint | TimeTrouble {
  const trimmed = text.trim();
  const point = relativeTime(trimmed, context) ?? atTime(trimmed, context) ?? civilTime(trimmed, context);
  return isTrouble(point) ? point : { at: clamped(point.at), end: clamped(point.end) };
}

/**
 * Reads what follows `since:`, `until:`, `between:`, `around:` or `time:` as a stretch [from, to). Both ends of
 * `between:a..b` are moments (`between:yesterday..today` is yesterday), either may be left out; `around:t±span` is
 * five minutes each way unless it says; `time:t` is the whole of what was said: a day, a minute, a second.
 */
export function parseTimeRange(word: TimeWord, text: string, context: TimeContext): TimeRange | TimeTrouble {
  switch (word) {
    case "since":
      return mapped(parseTime(text, context), ({ at }) => ({ from: at, to: undefined }));
    case "until":
      return mapped(parseTime(text, context), ({ at }) => ({ from: undefined, to: at }));
    case "time":
      return mapped(parseTime(text, context), ({ at, end }) => ({ from: at, to: end }));
    case "between":
      return betweenRange(text, context);
    case "around":
      return aroundRange(text, context);
  }
}

export function isTrouble(value: object): value is TimeTrouble {
  return "kind" in value && value.kind === "trouble";
}

function clamped(at: number): Micros {
  return micros(Math.min(Math.max(at, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER));
}

function mapped(point: TimePoint | TimeTrouble, range: (point: TimePoint) => TimeRange): TimeRange | TimeTrouble {
  return isTrouble(point) ? point : range(point);
}

function betweenRange(text: string, context: TimeContext): TimeRange | TimeTrouble {
  const dots = text.indexOf("..");
  if (dots < 0) return trouble("between: needs two times with .. between them", `${text}..now`);
  const [first, second] = [text.slice(0, dots).trim(), text.slice(dots + 2).trim()];
  if (first + second === "") return trouble("between: needs at least one time", "yesterday..today");
  const from = optionalTime(first, context);
  const to = optionalTime(second, context);
  if (isTrouble(from)) return within(from, (better) => `${better}..${second}`);
  if (isTrouble(to)) return within(to, (better) => `${first}..${better}`);
  if (from.at === undefined || to.at === undefined || from.at < to.at) return { from: from.at, to: to.at };
  return trouble("this stretch of time ends before it starts", from.at > to.at ? `${second}..${first}` : undefined);
}

function optionalTime(text: string, context: TimeContext): { readonly at: Micros | undefined } | TimeTrouble {
  return text === "" ? { at: undefined } : parseTime(text, context);
}

function aroundRange(text: string, context: TimeContext): TimeRange | TimeTrouble {
  const [, moment = text, width] = /^(.*?)\s*(?:±|\+-|\+\/-)\s*(.*)$/s.exec(text) ?? [];
  const point = parseTime(moment, context);
  if (isTrouble(point)) return within(point, (better) => (width === undefined ? better : `${better}±${width}`));
  const span = width === undefined ? DEFAULT_AROUND : parseSpan(width);
  if (span === undefined || span === 0) return trouble("what follows ± is not a length of time", `${moment}±10m`);
  return { from: clamped(point.at - span), to: clamped(point.at + span) };
}

function within(inner: TimeTrouble, rewrite: (better: string) => string): TimeTrouble {
  return inner.suggestion === undefined ? inner : { ...inner, suggestion: rewrite(inner.suggestion) };
}

function trouble(message: string, suggestion: string | undefined): TimeTrouble {
  return { kind: "trouble", message, suggestion };
}

function pointAt(at: number, width: number): TimePoint {
  return { at: micros(at), end: micros(at + width) };
}

function relativeTime(text: string, { now }: TimeContext): TimePoint | TimeTrouble | undefined {
  if (/^now$/i.test(text)) return pointAt(now, MICROS_PER_SECOND);
  const signed = /^([+-])(.*)$/s.exec(text);
  const ago = /^(.*\S)\s+ago$/is.exec(text);
  const words = signed?.[2] ?? ago?.[1];
  if (words === undefined) return undefined;
  const span = parseSpan(words);
  if (span === undefined) return trouble("this is not a length of time", undefined);
  return pointAt(signed?.[1] === "+" ? now + span : now - span, MICROS_PER_SECOND);
}

function atTime(text: string, { moments }: TimeContext): TimePoint | TimeTrouble | undefined {
  if (!text.startsWith("@")) return undefined;
  const name = text.slice(1);
  if (moments !== undefined && Object.hasOwn(moments, name)) return pointAt(moments[name] ?? 0, MICROS_PER_SECOND);
  const [, sign, seconds, decimals] = /^(-?)(\d{1,11})(?:\.(\d{1,9}))?$/.exec(name) ?? [];
  if (seconds === undefined)
    return trouble("there is no moment of this name, and it is no number of seconds", undefined);
  const size = Number(seconds) * MICROS_PER_SECOND + fractionOf(decimals);
  const width = decimals === undefined ? MICROS_PER_SECOND : 1;
  return pointAt(sign === "-" && size > 0 ? -size : size, width);
}

const DAY_WORDS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i;
const DATE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=$|[T\s])/i;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?=$|[^\d:.,])/;
const ZONE = /^\s*(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)$/i;

type DayRead = { readonly day: Civil; readonly rest: string; readonly said: boolean };

function civilTime(text: string, context: TimeContext): TimePoint | TimeTrouble {
  const read = dayOf(text, context);
  if ("kind" in read) return read;
  const clockText = read.said ? read.rest.replace(/^(?:T|\s+)/i, "") : read.rest;
  if (read.said && clockText === "") {
    const next = micros(read.day + MICROS_PER_DAY);
    return { at: instantOf(read.day, context.localOffset), end: instantOf(next, context.localOffset) };
  }
  const match = CLOCK.exec(clockText);
  if (match === null) return notATime(text);
  const [whole, hour = "", minute = "", second, decimals] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) {
    return trouble("there is no such time of day", undefined);
  }
  const ofDay = (Number(hour) * 60 + Number(minute)) * MICROS_PER_MINUTE + Number(second ?? 0) * MICROS_PER_SECOND;
  const civil = micros(read.day + ofDay + fractionOf(decimals));
  const at = placed(civil, clockText.slice(whole.length), context);
  if (at === undefined) return notATime(text);
  return pointAt(at, widthOf(second, decimals));
}

function dayOf(text: string, context: TimeContext): DayRead | TimeTrouble {
  const today = (): Civil => midnightOf(civilOf(context.now, context.localOffset));
  const plain = text.replace(WEEKDAY, "");
  const [word = ""] = /^[a-z]+/i.exec(plain) ?? [];
  const days = Object.hasOwn(DAY_WORDS, word.toLowerCase()) ? DAY_WORDS[word.toLowerCase()] : undefined;
  if (days !== undefined) {
    return { day: micros(today() + days * MICROS_PER_DAY), rest: plain.slice(word.length), said: true };
  }
  const date = DATE.exec(plain);
  if (date === null) return { day: today(), rest: plain, said: false };
  const day = civilDate(Number(date[1]), Number(date[2]), Number(date[3]));
  if (day === undefined) return trouble("there is no such day", undefined);
  return { day, rest: plain.slice(date[0].length), said: true };
}

/** The instant of a civil time with the zone that follows it, or the local one when nothing does. */
function placed(civil: Civil, zone: string, { localOffset }: TimeContext): Micros | undefined {
  if (zone === "") return instantOf(civil, localOffset);
  const match = ZONE.exec(zone);
  if (match === null) return undefined;
  const [, utc, sign, hours = "0", minutes = "0"] = match;
  if (utc !== undefined) return civil;
  const ahead = (Number(hours) * 60 + Number(minutes)) * MICROS_PER_MINUTE;
  return micros(sign === "-" ? civil + ahead : civil - ahead);
}

function widthOf(second: string | undefined, decimals: string | undefined): number {
  if (decimals !== undefined) return 1;
  return second === undefined ? MICROS_PER_MINUTE : MICROS_PER_SECOND;
}

/** Microseconds of the digits after the point; more than six are cut. */
function fractionOf(decimals: string | undefined): number {
  return decimals === undefined ? 0 : Number(decimals.slice(0, 6).padEnd(6, "0"));
}

function notATime(text: string): TimeTrouble {
  const span = parseSpan(text);
  if (span !== undefined) return trouble("a length of time needs a sign", `-${text.replaceAll(/\s+/g, "")}`);
  const [word = ""] = /^[a-z]+/i.exec(text) ?? [];
  const near = nearestOrBegun(word, [...Object.keys(DAY_WORDS), "now"]);
  return trouble("this is not a time", near === undefined ? undefined : near + text.slice(word.length));
}
