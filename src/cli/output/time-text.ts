const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const two = (value: number) => String(value).padStart(2, "0");

/** Writes instants, microseconds since 1970, for one zone. Lines of a log share their seconds: each is written once. */
export type Clock = {
  /** As `shortLocal`. */
  readonly short: (at: number) => string;
  /** As `isoLocal`. */
  readonly iso: (at: number) => string;
};

/** `offsetMinutes` is how far civil time is ahead of UTC at an instant. */
export function createClock(offsetMinutes: (epochMs: number) => number): Clock {
  const short = oncePerSecond((second) => shortLocal(second * 1_000_000, offsetMinutes(second * 1_000)));
  const head = oncePerSecond((second) => isoSeconds(new Date(second * 1_000 + offsetMinutes(second * 1_000) * 60_000)));
  const zone = oncePerSecond((second) => zoneText(offsetMinutes(second * 1_000)));
  return {
    short: (at) => short(Math.floor(at / 1_000_000)),
    iso: (at) => {
      const second = Math.floor(at / 1_000_000);
      return `${head(second)}.${fraction(at, second)}${zone(second)}`;
    },
  };
}

function oncePerSecond(write: (second: number) => string): (second: number) => string {
  let last = Number.NaN;
  let text = "";
  return (second) => {
    if (second !== last) {
      text = write(second);
      last = second;
    }
    return text;
  };
}

/** `2026-11-21T04:38:44.123456Z` */
export function isoUtc(at: number): string {
  const second = Math.floor(at / 1_000_000);
  return `${isoSeconds(new Date(second * 1_000))}.${fraction(at, second)}Z`;
}

/** `2026-11-21T05:38:44.123456+01:00` */
export function isoLocal(at: number, offsetMinutes: number): string {
  const second = Math.floor(at / 1_000_000);
  return `${isoSeconds(new Date(second * 1_000 + offsetMinutes * 60_000))}.${fraction(at, second)}${zoneText(offsetMinutes)}`;
}

/** `Nov 21 05:38:44`, as syslog and `journalctl -o short` write it. */
export function shortLocal(at: number, offsetMinutes: number): string {
  const date = new Date(Math.floor(at / 1_000_000) * 1_000 + offsetMinutes * 60_000);
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${MONTHS[date.getUTCMonth()] ?? ""} ${two(date.getUTCDate())} ${time}`;
}

function fraction(at: number, second: number): string {
  return String(at - second * 1_000_000).padStart(6, "0");
}

function zoneText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function isoSeconds(date: Date): string {
  return Number.isNaN(date.getTime()) ? "0000-00-00T00:00:00" : date.toISOString().slice(0, 19);
}
