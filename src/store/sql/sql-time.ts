/** Beyond these a year has no four digits, and texts would not compare as times do. */
const YEAR_0 = -62_167_219_200_000_000;
const YEAR_10000 = 253_402_300_800_000_000;

/** `2026-11-21 04:38:44.123456`, UTC: as SQLite's own functions write times, so that texts compare as the times do. */
export function sqlTime(at: number): string {
  if (!(at >= YEAR_0)) return "0000-01-01 00:00:00.000000";
  if (at >= YEAR_10000) return "9999-12-31 23:59:59.999999";
  const second = Math.floor(at / 1_000_000);
  const date = new Date(second * 1_000);
  return `${date.toISOString().slice(0, 19).replace("T", " ")}.${String(at - second * 1_000_000).padStart(6, "0")}`;
}

/** Microseconds of such a text or of its beginning: texts of later times, and they alone, are greater. */
export function atOfSqlTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? "0");
  const year = part(1);
  const ms = Date.UTC(year, part(2) - 1, part(3), part(4), part(5), part(6));
  const written = new Date(ms).toISOString().slice(0, 19).replace("T", " ");
  // The 31st of February is a text, but no time: it is left to SQLite.
  if (year < 1000 || !written.startsWith(text.slice(0, 19))) return undefined;
  return ms * 1_000 + Number((match[7] ?? "").padEnd(6, "0"));
}
