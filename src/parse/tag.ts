import { isDigit } from "./timestamp.js";

/** Who writes, as syslog puts it: `sshd[123]: `, `kernel: `. `end` is where the message begins. */
export type Tag = { readonly identifier: string; readonly pid: number | undefined; readonly end: number };

const MAX_TAG = 128;
const MAX_PID = 2 ** 32;

/**
 * Reads a tag; undefined when the text does not begin with one. A name may hold spaces only when a process id follows it
 * (`Isolated Web Co[123]:`).
 */
export function scanTag(text: string, from: number): Tag | undefined {
  const limit = Math.min(text.length, from + MAX_TAG);
  let sawSpace = false;
  for (let at = from; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      if (sawSpace || at === from || !isTagEnd(text, at + 1)) continue;
      return { identifier: text.slice(from, at), pid: undefined, end: afterSpace(text, at + 1) };
    }
    if (code === OPEN_BRACKET) {
      const tag = withPid(text, from, at);
      if (tag !== undefined) return tag;
    } else if (code === SPACE) sawSpace = true;
  }
  return undefined;
}

/** A word without spaces that may name a machine; its end, or -1. */
export function endOfHost(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_TAG);
  let at = from;
  while (at < limit && isHostPart(text.charCodeAt(at))) at += 1;
  return at > from && text.charCodeAt(at) === SPACE ? at : -1;
}

/** Decimal digits as a process id; 0 and absurd numbers are none. */
export function pidOf(digits: string | undefined): number | undefined {
  const pid = Number(digits);
  return pid > 0 && pid < MAX_PID && Number.isInteger(pid) ? pid : undefined;
}

function withPid(text: string, from: number, bracket: number): Tag | undefined {
  if (bracket === from || text.charCodeAt(bracket - 1) === SPACE) return undefined;
  let at = bracket + 1;
  while (at < bracket + 12 && isDigit(text.charCodeAt(at))) at += 1;
  if (at === bracket + 1 || text.charCodeAt(at) !== CLOSE_BRACKET) return undefined;
  if (text.charCodeAt(at + 1) !== COLON || !isTagEnd(text, at + 2)) return undefined;
  return {
    identifier: text.slice(from, bracket),
    pid: pidOf(text.slice(bracket + 1, at)),
    end: afterSpace(text, at + 2),
  };
}

function isTagEnd(text: string, at: number): boolean {
  return at >= text.length || text.charCodeAt(at) === SPACE;
}

function afterSpace(text: string, at: number): number {
  return text.charCodeAt(at) === SPACE ? at + 1 : at;
}

/** Letters, digits and `. - _ : %` of IPv6, and `@ /` of relays. */
function isHostPart(code: number): boolean {
  const lower = code | 32;
  return (
    (code >= 45 && code <= 58) ||
    (lower >= 97 && lower <= 122) ||
    code === 95 ||
    code === 37 ||
    code === 64 ||
    code > 127
  );
}

const SPACE = 32;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
