const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const two = (value: number) => String(value).padStart(2, "0");

/** `2026-11-21T04:38:44.123456Z` */
export function isoUtc(at: number): string {
  const { ms, microseconds } = split(at);
  return `${isoSeconds(new Date(ms))}.${microseconds}Z`;
}

/** `2026-11-21T05:38:44.123456+01:00` */
export function isoLocal(at: number, offsetMinutes: number): string {
  const { ms, microseconds } = split(at);
  const sign = offsetMinutes < 0 ? "-" : "+";
  const minutes = Math.abs(offsetMinutes);
  const zone = `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${isoSeconds(new Date(ms + offsetMinutes * 60_000))}.${microseconds}${zone}`;
}

/** `Nov 21 05:38:44`, as syslog and `journalctl -o short` write it. */
export function shortLocal(at: number, offsetMinutes: number): string {
  const date = new Date(split(at).ms + offsetMinutes * 60_000);
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${MONTHS[date.getUTCMonth()] ?? ""} ${two(date.getUTCDate())} ${time}`;
}

function split(at: number): { readonly ms: number; readonly microseconds: string } {
  const seconds = Math.floor(at / 1_000_000);
  return { ms: seconds * 1_000, microseconds: String(at - seconds * 1_000_000).padStart(6, "0") };
}

function isoSeconds(date: Date): string {
  return Number.isNaN(date.getTime()) ? "0000-00-00T00:00:00" : date.toISOString().slice(0, 19);
}
