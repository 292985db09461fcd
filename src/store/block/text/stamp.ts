/**
 * How a text writes its time: strftime's `%Y %y %m %b %d %e %a %H %M %S %s`, `%1` to `%6` for so many digits of the
 * fraction, all else as it stands. `offset` is what is added to the entry's time (microseconds) to get the civil time.
 */
export type StampStyle = { readonly pattern: string; readonly offset: number };

/** A style made ready. All stamps of a style have the same length. */
export type Stamp = StampStyle & {
  readonly length: number;
  /** Whether the time is written at `from` and ends before `end`, byte for byte. */
  matches(at: number, text: Uint8Array, from: number, end: number): boolean;
  /** Writes it; false (and nothing said) for a time that has no such stamp. */
  write(at: number, out: Uint8Array, to: number): boolean;
  /** The day of the stamp written or compared last: names of months and weekdays change with it. */
  day(): number;
};

export const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
export const WEEKDAYS = "SunMonTueWedThuFriSat";

/** Bytes that a field takes; fractions are as long as their digit says. */
export const WIDTHS: Readonly<Record<string, number>> = {
  Y: 4,
  y: 2,
  m: 2,
  b: 3,
  d: 2,
  e: 2,
  a: 3,
  H: 2,
  M: 2,
  S: 2,
  s: 10,
  ...Object.fromEntries(["1", "2", "3", "4", "5", "6"].map((digit) => [digit, Number(digit)])),
};

/** The parts of a pattern: a field by its letter, or a character as it stands. */
export function patternParts(
  pattern: string,
): readonly { readonly field: string | undefined; readonly text: string }[] {
  return Array.from(pattern.matchAll(/%(.)|([^%])/gs), ([, field, text = ""]) => ({ field, text }));
}

export function openStamp({ pattern, offset }: StampStyle): Stamp {
  const { bytes, fields } = layOut(pattern);
  const { length } = bytes;
  const fraction = fields.find(({ field }) => /\d/.test(field));
  let second = Number.NaN;

  function settle(at: number): boolean {
    const civil = at + offset;
    if (!Number.isSafeInteger(civil)) return false;
    const now = Math.floor(civil / 1e6);
    if (now !== second) {
      second = Number.NaN;
      if (!writeSecond(bytes, fields, now)) return false;
      second = now;
    }
    if (fraction !== undefined) {
      const digits = Number(fraction.field);
      writeDigits(bytes, fraction.at, digits, Math.floor((civil - now * 1e6) / 10 ** (6 - digits)));
    }
    return true;
  }

  return {
    pattern,
    offset,
    length,
    day: () => Math.floor(second / 86_400),
    matches(at, text, from, end) {
      if (from + length > end || !settle(at)) return false;
      for (let index = 0; index < length; index += 1) if (bytes[index] !== text[from + index]) return false;
      return true;
    },
    write(at, out, to) {
      if (!settle(at)) return false;
      for (let index = 0; index < length; index += 1) out[to + index] = bytes[index] ?? 0;
      return true;
    },
  };
}

type Field = { readonly field: string; readonly at: number };

function layOut(pattern: string): { readonly bytes: Buffer; readonly fields: readonly Field[] } {
  const fields: Field[] = [];
  let text = "";
  for (const part of patternParts(pattern)) {
    if (part.field === undefined) text += part.text;
    else {
      fields.push({ field: part.field, at: text.length });
      text += "?".repeat(WIDTHS[part.field] ?? 0);
    }
  }
  return { bytes: Buffer.from(text, "latin1"), fields };
}

/** False where a field has no such value: years of other than four digits, times no Date can hold. */
function writeSecond(bytes: Buffer, fields: readonly Field[], second: number): boolean {
  const date = new Date(second * 1_000);
  const year = date.getUTCFullYear();
  if (!(year >= 1_000 && year <= 9_999)) return false;
  for (const { field, at } of fields) {
    switch (field) {
      case "Y":
        writeDigits(bytes, at, 4, year);
        break;
      case "y":
        writeDigits(bytes, at, 2, year % 100);
        break;
      case "s":
        if (second < 1e9 || second >= 1e10) return false;
        writeDigits(bytes, at, 10, second);
        break;
      default:
        writePart(bytes, field, at, date);
    }
  }
  return true;
}

function writePart(bytes: Buffer, field: string, at: number, date: Date): void {
  switch (field) {
    case "m":
      return writeDigits(bytes, at, 2, date.getUTCMonth() + 1);
    case "b":
      return void bytes.write(MONTHS.slice(date.getUTCMonth() * 3, date.getUTCMonth() * 3 + 3), at, "latin1");
    case "a":
      return void bytes.write(WEEKDAYS.slice(date.getUTCDay() * 3, date.getUTCDay() * 3 + 3), at, "latin1");
    case "d":
      return writeDigits(bytes, at, 2, date.getUTCDate());
    case "e":
      writeDigits(bytes, at, 2, date.getUTCDate());
      if (date.getUTCDate() < 10) bytes[at] = 32;
      return;
    case "H":
      return writeDigits(bytes, at, 2, date.getUTCHours());
    case "M":
      return writeDigits(bytes, at, 2, date.getUTCMinutes());
    case "S":
      return writeDigits(bytes, at, 2, date.getUTCSeconds());
    default:
  }
}

function writeDigits(bytes: Uint8Array, at: number, count: number, value: number): void {
  let rest = value;
  for (let index = at + count - 1; index >= at; index -= 1) {
    const next = Math.floor(rest / 10);
    bytes[index] = 48 + rest - next * 10;
    rest = next;
  }
}
