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
  let at = 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (kindOf(code) === 0) {
      room[length++] = code;
      at += 1;
      continue;
    }
    const start = at;
    const from = length;
    let [seen, digits, group] = [0, 0, 0];
    let before = 0;
    for (; at <= end; at += 1) {
      const next = at < end ? text.charCodeAt(at) : 0;
      const kind = kindOf(next);
      if (kind === DIGIT) group += 1;
      else if (group > 0) {
        digits += group;
        // Digits right behind letters may belong to a word, as in `ssh2`, if they are few.
        if (group > 2 || (before & ~UNDERSCORE) === 0) length = writeValue(length - group);
        group = 0;
      }
      if (kind === 0) break;
      if (group <= 1) before = group === 1 ? before : kind;
      seen |= kind;
      room[length++] = next;
    }
    const isHex = (seen & (LETTER | UNDERSCORE)) === 0;
    const whole = isHex ? endOfIdentifier(text, start, at) : 0;
    if (whole > at || isValue(text, { start, end: at, digits, isHex })) {
      at = Math.max(at, whole);
      length = writeValue(from);
    }
  }
  // A hole of its own at the cut: no token that is split by it is taken for a word.
  if (text.length > MOST_CHARACTERS) room[length++] = 0;
  // Spread, or piece by piece, it takes five times as long.
  return Reflect.apply(String.fromCharCode, undefined, room.subarray(0, length));
}

/** Three zeros stand for a value. Gives where they end. */
function writeValue(at: number): number {
  room[at] = ZERO;
  room[at + 1] = ZERO;
  room[at + 2] = ZERO;
  return at + 3;
}

type Run = { readonly start: number; readonly end: number; readonly digits: number; readonly isHex: boolean };

function isValue(text: string, { start, end, digits, isHex }: Run): boolean {
  if (digits === 0) return false;
  if (end - start >= LONG_RUN && (isHex || digits >= TELLING_DIGITS)) return true;
  return text.charCodeAt(start) === ZERO && (text.charCodeAt(start + 1) | 32) === 120;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/iy;
const MAC = /[0-9a-f]{2}(?::[0-9a-f]{2}){5}/iy;

/** Where a UUID or a MAC ends that begins with the run of hexadecimal digits; 0 where none does. */
function endOfIdentifier(text: string, start: number, end: number): number {
  const next = text.charCodeAt(end);
  const pattern = end - start === 8 && next === 45 ? UUID : end - start === 2 && next === 58 ? MAC : undefined;
  if (pattern === undefined) return 0;
  pattern.lastIndex = start;
  if (!pattern.test(text)) return 0;
  const last = start + (pattern === UUID ? 36 : 17);
  return last <= MOST_CHARACTERS && kindOf(text.charCodeAt(last)) === 0 ? last : 0;
}
