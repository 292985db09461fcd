/** Of longer texts the rest is a hole. */
const MOST_CHARACTERS = 4_096;

const DIGIT = 1;
const HEX_LETTER = 2;
const LETTER = 4;
const UNDERSCORE = 8;

/** What a character is to a run of letters and digits; 0 ends it. */
const KIND: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code === 95) return UNDERSCORE;
  const lower = code | 32;
  if (lower < 97 || lower > 122) return 0;
  return lower <= 102 ? HEX_LETTER : LETTER;
});

/** NaN, behind the end of a text, is of no kind. */
function kindOf(code: number): number {
  if (code < 128) return KIND[code] ?? 0;
  return code >= 128 ? LETTER : 0;
}

/** So many digits in so long a run make an identifier, and no word. */
const TELLING_DIGITS = 3;
const LONG_RUN = 8;

const ZERO = 48;

/** Written into again and again; a run may end in more than it had. */
const room = new Uint16Array(MOST_CHARACTERS * 3 + 1);

/**
 * What of a text decides its template: the text with every number, and every identifier that is plain to see, as one and
 * the same, cut where nobody looks. Texts with one skeleton have one template, so whoever has learnt a skeleton need not
 * look at its next text. Takes time linear in the text.
 */
export function skeletonOf(text: string): string {
  const end = Math.min(text.length, MOST_CHARACTERS);
  let length = 0;
  // Where the run of letters and digits began that the place is in.
  let start = 0;
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (KIND[code] ?? 0) : LETTER;
    if (kind === DIGIT || (kind === 0 && at > start && mayEndIdentifier(code, at - start))) {
      const runEnd = kind === 0 ? at : endOfRun(text, at, end);
      const whole = endOfValue(text, start, runEnd);
      length = whole > 0 ? writeValue(length - at + start) : writeRun(text, { at, end: runEnd, start, length });
      at = whole > 0 ? whole : runEnd;
      start = at;
      continue;
    }
    room[length++] = code;
    at += 1;
    if (kind === 0) start = at;
  }
  // A hole of its own at the cut: no token that is split by it is taken for a word.
  if (text.length > MOST_CHARACTERS) room[length++] = 0;
  // Spread, or piece by piece, it takes five times as long.
  return Reflect.apply(String.fromCharCode, undefined, room.subarray(0, length));
}

const MINUS = 45;
const COLON = 58;

/** A UUID or a MAC whose first digits are letters. */
function mayEndIdentifier(code: number, size: number): boolean {
  return (code === MINUS && size === 8) || (code === COLON && size === 2);
}

function endOfRun(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && kindOf(text.charCodeAt(at)) !== 0) at += 1;
  return at;
}

/** Where the value ends that begins with the run [start, end); 0 where the run may be a word. */
function endOfValue(text: string, start: number, end: number): number {
  let [seen, digits] = [0, 0];
  for (let at = start; at < end; at += 1) {
    const kind = kindOf(text.charCodeAt(at));
    seen |= kind;
    digits += kind & DIGIT;
  }
  const size = end - start;
  const isHex = (seen & (LETTER | UNDERSCORE)) === 0;
  const identifier = isHex && mayEndIdentifier(text.charCodeAt(end), size) ? endOfIdentifier(text, start, size) : 0;
  if (identifier > 0 || digits === 0) return identifier;
  const isLong = size >= LONG_RUN && (isHex || digits >= TELLING_DIGITS);
  const isHexNumber = text.charCodeAt(start) === ZERO && (text.charCodeAt(start + 1) | 32) === 120;
  return digits === size || isLong || isHexNumber ? end : 0;
}

type Rest = { readonly at: number; readonly end: number; readonly start: number; readonly length: number };

/** Writes a run from its first digit on. Digits right behind letters may belong to a word, as in `ssh2`, if they are few. */
function writeRun(text: string, { at: from, end, start, length: written }: Rest): number {
  let length = written;
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (kindOf(code) !== DIGIT) {
      room[length++] = code;
      at += 1;
      continue;
    }
    const first = at;
    while (at < end && kindOf(text.charCodeAt(at)) === DIGIT) at += 1;
    const isBehindLetter = first > start && (kindOf(text.charCodeAt(first - 1)) & UNDERSCORE) === 0;
    if (isBehindLetter && at - first < TELLING_DIGITS) {
      for (let digit = first; digit < at; digit += 1) room[length++] = text.charCodeAt(digit);
    } else length = writeValue(length);
  }
  return length;
}

/** Three zeros stand for a value. Gives where they end. */
function writeValue(at: number): number {
  room[at] = ZERO;
  room[at + 1] = ZERO;
  room[at + 2] = ZERO;
  return at + 3;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iy;
const MAC = /[0-9a-f]{2}(?::[0-9a-f]{2}){5}/iy;

/** Where a UUID or a MAC ends that begins with so many hexadecimal digits; 0 where none does. */
function endOfIdentifier(text: string, start: number, size: number): number {
  const pattern = size === 8 ? UUID : MAC;
  pattern.lastIndex = start;
  if (!pattern.test(text)) return 0;
  const end = start + (size === 8 ? 36 : 17);
  return end <= MOST_CHARACTERS && kindOf(text.charCodeAt(end)) === 0 ? end : 0;
}
