import { MONTHS, openStamp, patternParts, type Stamp, type StampStyle, WEEKDAYS, WIDTHS } from "./stamp.js";

type Family = {
  readonly pattern: string;
  readonly tail: string;
  readonly parts: ReturnType<typeof patternParts>;
  /** For each byte what it must be: itself, a digit, or nothing that can be told without reading the field. */
  readonly bytes: Uint8Array;
};

const DIGIT = 1;
const OPEN = 2;

/** The styles that are looked for; a fraction and a zone may follow. Another row here is another style known. */
const FAMILY: readonly Family[] = [
  family("%Y-%m-%dT%H:%M:%S"),
  family("%Y-%m-%d %H:%M:%S"),
  family("%Y/%m/%d %H:%M:%S"),
  family("%b %e %H:%M:%S"),
  family("%b %d %H:%M:%S"),
  family("%a %b %e %H:%M:%S", " %Y"),
  family("%a %b %d %H:%M:%S", " %Y"),
  family("%d/%b/%Y:%H:%M:%S"),
  family("%y/%m/%d %H:%M:%S"),
  family("%y%m%d %H%M%S"),
  family("%m%d %H:%M:%S"),
  family("%s"),
];

function family(pattern: string, tail = ""): Family {
  const parts = patternParts(pattern);
  const bytes = parts.flatMap(({ field, text }) => {
    if (field === undefined) return [text.charCodeAt(0)];
    return Array.from({ length: WIDTHS[field] ?? 0 }, () => ("abe".includes(field) ? OPEN : DIGIT));
  });
  return { pattern, tail, parts, bytes: Uint8Array.from(bytes) };
}

/** Most words are no stamps by their first bytes: nothing is made of them. */
function mayBegin({ bytes }: Family, text: Uint8Array, from: number, end: number): boolean {
  if (end - from < bytes.length) return false;
  for (let at = 0; at < bytes.length; at += 1) {
    const wanted = bytes[at] ?? 0;
    const byte = text[from + at] ?? 0;
    if (wanted === DIGIT ? byte < 48 || byte > 57 : wanted !== OPEN && byte !== wanted) return false;
  }
  return true;
}

/** A place is at most this many hours and quarters away from UTC. */
const FARTHEST = 18 * 3_600e6;
const QUARTER = 900e6;

const FRACTION = /^[.,](\d{1,6})/;
const ZONE = /^(?:Z|[+-]\d\d(?::?\d\d)?| [+-]\d{4}| UTC| GMT)(?![\w:])/;

/** The stamp of the time `at` that begins at `from`; undefined when there is none that gives it back byte for byte. */
export function recogniseStamp(text: Uint8Array, from: number, end: number, at: number): Stamp | undefined {
  for (const known of FAMILY) {
    if (!mayBegin(known, text, from, end)) continue;
    const head = Buffer.from(text.buffer, text.byteOffset + from, Math.min(48, end - from)).toString("latin1");
    for (const style of stylesOf(known, head, at)) {
      const stamp = openStamp(style);
      if (stamp.matches(at, text, from, end)) return stamp;
    }
  }
  return undefined;
}

/** The styles of a family that the text may be in, the longest first. */
function stylesOf({ pattern, tail, parts }: Family, head: string, at: number): readonly StampStyle[] {
  const fields = readFields(parts, head);
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

function readFields(
  parts: Family["parts"],
  head: string,
): { readonly values: Values; readonly end: number } | undefined {
  const values: Record<string, number> = {};
  let at = 0;
  for (const { field, text } of parts) {
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
