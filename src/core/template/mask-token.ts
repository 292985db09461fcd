import { HOLE } from "./hole.js";
import { marksOf, maskAtom } from "./mask-atom.js";

/** Longer tokens are data, not words. */
const MOST_TOKEN = 256;

/** Where a value stands that is empty now. */
const EMPTY: ReadonlySet<string> = new Set(["()", "[]", "{}", "<>", '""', "''"]);

/** What an atom ends at. */
const DELIMITERS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  "()[]{}<>,;|\"'`!?#&*=:^".includes(String.fromCharCode(code)) ? 1 : 0,
);

const isDelimiter = (code: number): boolean => code < 128 && DELIMITERS[code] === 1;

/** Masks a token: a stretch without blanks. One pass, no regex on what is most common. */
export function maskToken(token: string): string {
  if (token.length > MOST_TOKEN) return HOLE;
  if (token.length === 2 && EMPTY.has(token)) return `${token[0]}${HOLE}${token[1]}`;
  const whole = marksOf(token, 0, token.length);
  if (whole.hasControl) return HOLE;
  if (whole.digits === 0 && whole.slashes === 0 && whole.dots < 2 && whole.ats === 0 && !token.includes(":\\"))
    return token;
  let masked = "";
  let at = 0;
  while (at < token.length) {
    if (isDelimiter(token.charCodeAt(at))) {
      masked += token[at];
      at += 1;
      continue;
    }
    const end = atomEnd(token, at);
    const special = endOfAddress(token, at, end);
    if (special > end) {
      masked += HOLE;
      at = special;
      continue;
    }
    masked += maskDotsAround(token, at, end);
    at = end;
  }
  // 1,2,3 is one list, however long.
  return masked.includes(`${HOLE},${HOLE}`) ? masked.replaceAll(/\0(?:,\0)+/g, HOLE) : masked;
}

function atomEnd(token: string, from: number): number {
  let end = from;
  while (end < token.length && !isDelimiter(token.charCodeAt(end))) end += 1;
  return end;
}

/** A sentence's full stop is no part of what stands before it. */
function maskDotsAround(token: string, start: number, end: number): string {
  let last = end;
  while (last > start && token.charCodeAt(last - 1) === 46) last -= 1;
  const atom = token.slice(start, last);
  const dots = token.slice(last, end);
  if (atom === "") return dots;
  if (isHostBeforePort(token, start, end)) return HOLE + dots;
  return maskAtom(atom, marksOf(atom, 0, atom.length)) + dots;
}

/** `name:8080`, where the name is more than a word. */
function isHostBeforePort(token: string, start: number, end: number): boolean {
  const atom = token.slice(start, end);
  return (
    /^[\w-]*[a-zA-Z][\w-]*(?:\.[\w-]+)*$/.test(atom) &&
    /[-.\d]/.test(atom) &&
    /^:\d+(?!\w)/.test(token.slice(end, end + 7))
  );
}

/** Where a URL or an IPv6 address that begins at the atom ends; not behind the atom where none does. */
function endOfAddress(token: string, start: number, end: number): number {
  if (token.startsWith("://", end)) {
    let last = end;
    while (last < token.length && !")]}>\"'`|,;".includes(token[last] ?? "")) last += 1;
    while (".:!?".includes(token[last - 1] ?? "")) last -= 1;
    return last;
  }
  if (token.charCodeAt(end) !== 58) return end;
  // C:\Users
  if (end === start + 1 && token[end + 1] === "\\") return token.length;
  const found = COLONED.exec(token.slice(start, start + 96));
  return found === null ? end : start + found[0].length;
}

/** A whole IPv6 address, or a shortened one. Numbers of a skeleton have three digits. */
const COLONED =
  /^(?:(?:[0-9a-fA-F]{1,6}:){7}[0-9a-fA-F]{1,6}|(?:[0-9a-fA-F]{1,6}:){1,6}(?::[0-9a-fA-F]{1,6}){1,6})(?!\w|[.:]\w)/;
