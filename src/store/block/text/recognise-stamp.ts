import { MONTHS, openStamp, patternParts, type Stamp, type StampStyle, WEEKDAYS, WIDTHS } from "./stamp.js";

type Family = {
  readonly pattern: string;
  readonly tail: string;
  readonly parts: ReturnType<typeof patternParts>;
};

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
  return { pattern, tail, parts: patternParts(pattern) };
}

/** A place is at most this many hours and quarters away from UTC. */
const FARTHEST = 18 * 3_600e6;
const QUARTER = 900e6;

const FRACTION = /^[.,](\d{1,6})/;
const ZONE = /^(?:Z|[+-]\d\d(?::?\d\d)?| [+-]\d{4}| UTC| GMT)(?![\w:])/;

/** The stamp of the time `at` that begins at `from`; undefined when there is none that gives it back byte for byte. */
export function recogniseStamp(text: Uint8Array, from: number, end: number, at: number): Stamp | undefined {
  if (!mayBegin(text, from, end)) return undefined;
  const head = Buffer.from(text.buffer, text.byteOffset + from, Math.min(48, end - from)).toString("latin1");
  for (const known of FAMILY) {
    for (const style of stylesOf(known, head, at)) {
      const stamp = openStamp(style);
      if (stamp.matches(at, text, from, end)) return stamp;
    }
  }
  return undefined;
}

/** Every style begins with two digits, or with the name of a month or a weekday: most words are no stamps by that. */
function mayBegin(text: Uint8Array, from: number, end: number): boolean {
  if (end - from < SHORTEST) return false;
  const [first = 0, second = 0, third = 0] = [text[from], text[from + 1], text[from + 2]];
  if (isDigit(first)) return isDigit(second);
  return NAMES.has((first << 16) | (second << 8) | third);
}

const SHORTEST = 10;
/** The three letters of each as one number. */
const NAMES: ReadonlySet<number> = new Set(
  (MONTHS + WEEKDAYS).match(/.{3}/g)?.map((name) => Buffer.from(name).readUIntBE(0, 3)),
);

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
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
