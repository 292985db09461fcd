import { MONTHS, openStamp, patternParts, type Stamp, type StampStyle, WEEKDAYS, WIDTHS } from "./stamp.js";

/** The styles that are looked for; a fraction and a zone may follow. Another row here is another style known. */
const FAMILY: readonly { readonly pattern: string; readonly tail?: string }[] = [
  { pattern: "%Y-%m-%dT%H:%M:%S" },
  { pattern: "%Y-%m-%d %H:%M:%S" },
  { pattern: "%Y/%m/%d %H:%M:%S" },
  { pattern: "%b %e %H:%M:%S" },
  { pattern: "%b %d %H:%M:%S" },
  { pattern: "%a %b %e %H:%M:%S", tail: " %Y" },
  { pattern: "%a %b %d %H:%M:%S", tail: " %Y" },
  { pattern: "%d/%b/%Y:%H:%M:%S" },
  { pattern: "%y/%m/%d %H:%M:%S" },
  { pattern: "%y%m%d %H%M%S" },
  { pattern: "%m%d %H:%M:%S" },
  { pattern: "%s" },
];

/** A place is at most this many hours and quarters away from UTC. */
const FARTHEST = 18 * 3_600e6;
const QUARTER = 900e6;

const FRACTION = /^[.,](\d{1,6})/;
const ZONE = /^(?:Z|[+-]\d\d(?::?\d\d)?| [+-]\d{4}| UTC| GMT)(?![\w:])/;

/** The stamp of the time `at` that begins at `from`; undefined when there is none that gives it back byte for byte. */
export function recogniseStamp(text: Uint8Array, from: number, end: number, at: number): Stamp | undefined {
  const head = Buffer.from(text.buffer, text.byteOffset + from, Math.min(48, end - from)).toString("latin1");
  for (const family of FAMILY) {
    for (const style of stylesOf(family, head, at)) {
      const stamp = openStamp(style);
      if (stamp.matches(at, text, from, end)) return stamp;
    }
  }
  return undefined;
}

/** The styles of a family that the text may be in, the longest first. */
function stylesOf({ pattern, tail = "" }: (typeof FAMILY)[number], head: string, at: number): readonly StampStyle[] {
  const fields = readFields(pattern, head);
  if (fields === undefined) return [];
  const fraction = FRACTION.exec(head.slice(fields.end))?.[0] ?? "";
  const offset = offsetOf(fields.values, Number(fraction.slice(1).padEnd(6, "0")), at);
  if (offset === undefined) return [];
  const zone = ZONE.exec(head.slice(fields.end + fraction.length))?.[0] ?? "";
  const mark = fraction === "" ? "" : `${fraction.charAt(0)}%${fraction.length - 1}`;
  const endings = tail === "" ? [zone, ""] : [tail, ""];
  return endings.map((ending) => ({ pattern: pattern + mark + ending, offset }));
}

type Values = Readonly<Record<string, number>>;

function readFields(pattern: string, head: string): { readonly values: Values; readonly end: number } | undefined {
  const values: Record<string, number> = {};
  let at = 0;
  for (const { field, text } of patternParts(pattern)) {
    const width = field === undefined ? 1 : (WIDTHS[field] ?? 0);
    const piece = head.slice(at, at + width);
    at += width;
    if (field === undefined) {
      if (piece !== text) return undefined;
      continue;
    }
    const value = valueOf(field, piece);
    if (value === undefined) return undefined;
    values[field === "e" ? "d" : field] = value;
  }
  return { values, end: at };
}

function valueOf(field: string, piece: string): number | undefined {
  if (field === "b") return nameAt(MONTHS, piece, 1);
  if (field === "a") return nameAt(WEEKDAYS, piece, 0);
  const digits = field === "e" ? piece.replace(/^ /, "0") : piece;
  return /^\d+$/.test(digits) && digits.length === WIDTHS[field] ? Number(digits) : undefined;
}

function nameAt(names: string, piece: string, first: number): number | undefined {
  const index = names.indexOf(piece);
  return piece.length === 3 && index >= 0 && index % 3 === 0 ? index / 3 + first : undefined;
}

/** How far the written time is from the entry's own, when that is a zone's offset. Without a year, the nearest. */
function offsetOf(values: Values, micros: number, at: number): number | undefined {
  const { s, Y, y, m = 1, d = 1, H = 0, M = 0, S = 0 } = values;
  const near = new Date(at / 1_000).getUTCFullYear();
  const years = Y !== undefined ? [Y] : y !== undefined ? [2_000 + y] : [near - 1, near, near + 1];
  for (const year of years) {
    const civil = s === undefined ? Date.UTC(year, m - 1, d, H, M, S) * 1_000 : s * 1e6;
    const offset = civil + micros - at;
    if (Math.abs(offset) <= FARTHEST && offset % QUARTER === 0) return offset;
  }
  return undefined;
}
