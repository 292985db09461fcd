/*
 * Bytes that surely begin an entry, told without making a string. What these accept, the formats `iso` and `syslog`
 * must read, whatever follows: test/pipeline/scan/line-heads.test.ts holds them to it. They may refuse what is an entry.
 */

const ZERO = 48;
const SPACE = 32;
const COLON = 58;
const DASH = 45;
const DOT = 46;
const COMMA = 44;
const PLUS = 43;
const UPPER_T = 84;
const UPPER_Z = 90;
/** The last day that every month has. */
const SAFE_DAY = 28;

/** `2026-11-21T12:00:00.123+01:00 `, with or without fraction and zone, `T` or a blank in the middle. */
export function beginsWithIsoTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return false;
  const year = two(bytes, at) * 100 + two(bytes, at + 2);
  const month = two(bytes, at + 5);
  const day = two(bytes, at + 8);
  if (!(year >= 1971 && year <= 2253 && month >= 1 && month <= 12 && day >= 1 && day <= SAFE_DAY)) return false;
  const between = bytes[at + 10];
  if ((between !== UPPER_T && between !== SPACE) || !isClock(bytes, at + 11)) return false;
  return endsTime(bytes, afterFraction(bytes, at + 19));
}

/** `Nov  1 12:00:00 `. */
export function beginsWithSyslogTime(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 3] !== SPACE || bytes[at + 6] !== SPACE || bytes[at + 15] !== SPACE) return false;
  const month = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0);
  if (!MONTHS.has(month)) return false;
  const day = bytes[at + 4] === SPACE ? two(bytes, at + 4, ZERO) : two(bytes, at + 4);
  return day >= 1 && day <= SAFE_DAY && isClock(bytes, at + 7);
}

const MONTHS: ReadonlySet<string> = new Set("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "));

function isClock(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 2] === COLON &&
    bytes[at + 5] === COLON &&
    two(bytes, at) <= 23 &&
    two(bytes, at + 3) <= 59 &&
    two(bytes, at + 6) <= 59
  );
}

function afterFraction(bytes: Uint8Array, at: number): number {
  if ((bytes[at] !== DOT && bytes[at] !== COMMA) || !isDigit(bytes[at + 1])) return at;
  let end = at + 1;
  while (isDigit(bytes[end])) end += 1;
  return end;
}

/** A zone or none, then a blank that no zone follows. */
function endsTime(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  if (first === UPPER_Z) return bytes[at + 1] === SPACE;
  if (first === SPACE) {
    const next = bytes[at + 1] ?? 0;
    // What might be a zone after the blank is left to the format.
    return next >= 97 && next <= 121;
  }
  if (first !== PLUS && first !== DASH) return false;
  const minutesAt = bytes[at + 3] === COLON ? at + 4 : at + 3;
  return two(bytes, at + 1) <= 14 && two(bytes, minutesAt) <= 59 && bytes[minutesAt + 2] === SPACE;
}

/** The value of two digits, NaN when they are none; `blank` stands for a digit that may be left out. */
function two(bytes: Uint8Array, at: number, blank = -1): number {
  const tens = bytes[at] === SPACE && blank !== -1 ? blank : bytes[at];
  const ones = bytes[at + 1];
  if (!isDigit(tens) || !isDigit(ones)) return Number.NaN;
  return ((tens ?? ZERO) - ZERO) * 10 + (ones ?? ZERO) - ZERO;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}
