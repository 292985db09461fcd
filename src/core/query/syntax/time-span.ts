import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_MS, MICROS_PER_SECOND } from "../../time.js";

/** The units of systemd.time(7). `M` is a month, `m` a minute; days are 24 hours, months 30.44 days, years 365.25. */
const UNITS: Readonly<Record<string, number>> = {
  us: 1,
  usec: 1,
  µs: 1,
  ms: MICROS_PER_MS,
  msec: MICROS_PER_MS,
  s: MICROS_PER_SECOND,
  sec: MICROS_PER_SECOND,
  second: MICROS_PER_SECOND,
  m: MICROS_PER_MINUTE,
  min: MICROS_PER_MINUTE,
  minute: MICROS_PER_MINUTE,
  h: MICROS_PER_HOUR,
  hr: MICROS_PER_HOUR,
  hour: MICROS_PER_HOUR,
  d: MICROS_PER_DAY,
  day: MICROS_PER_DAY,
  w: 7 * MICROS_PER_DAY,
  week: 7 * MICROS_PER_DAY,
  M: 30.44 * MICROS_PER_DAY,
  month: 30.44 * MICROS_PER_DAY,
  y: 365.25 * MICROS_PER_DAY,
  year: 365.25 * MICROS_PER_DAY,
};

const PART = /\s*(\d+(?:\.\d+)?)\s*([a-zA-Zµ]*)\s*/y;

/** Whole microseconds of a span such as `90s`, `1h30m`, `2 days`; a bare number is seconds. Undefined when it is none. */
export function parseSpan(text: string): number | undefined {
  if (text === "") return undefined;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, amount = "", name = ""] = PART.exec(text) ?? [];
    const unit = unitOf(name);
    if (amount === "" || unit === undefined) return undefined;
    total += Number(amount) * unit;
  }
  return Math.round(total);
}

const PRINTED = ["d", "h", "m", "s", "ms", "us"] as const;

/** The span as `parseSpan` reads it: `1h30m`. Whole microseconds, not negative. */
export function printSpan(span: number): string {
  let rest = span;
  let text = "";
  for (const name of PRINTED) {
    const unit = UNITS[name] ?? 1;
    const amount = Math.floor(rest / unit);
    if (amount > 0) text += `${amount}${name}`;
    rest -= amount * unit;
  }
  return text === "" ? "0s" : text;
}

function unitOf(name: string): number | undefined {
  if (name === "") return MICROS_PER_SECOND;
  const lower = name === "M" ? name : name.toLowerCase();
  for (const key of [lower, lower.replace(/s$/, "")]) {
    if (key !== "" && Object.hasOwn(UNITS, key)) return UNITS[key];
  }
  return undefined;
}
