import { levelFromName, type Level } from "../core/level.js";

/** A level that a program wrote after the time, and where the text goes on. */
export type LevelWord = { readonly level: Level | undefined; readonly end: number };

const NAMES = "emerg(?:ency)?|alert|crit(?:ical)?|fatal|severe|error|err|warn(?:ing)?|notice|info|debug|trace";
const CAPITALS = "EMERG|ALERT|CRIT|CRITICAL|FATAL|SEVERE|ERROR|ERR|WARN|WARNING|NOTICE|INFO|DEBUG|TRACE";

/** `[warn]`, `<info>`, `[core:error]` in any case. */
const BRACKETED = new RegExp(String.raw`[[<(] {0,3}(?:\w{1,40}:)?(${NAMES}) {0,8}[\]>)]`, "iy");
const BARE = new RegExp(String.raw`(${CAPITALS})(?![\w.-])`, "y");
/** Small letters are a level only before a colon; else they are the first word of the message. */
const BEFORE_COLON = new RegExp(String.raw`(${NAMES}):(?!\d)`, "iy");
const PATTERNS = [BRACKETED, BARE, BEFORE_COLON];

/** Reads a level word at the index, past what separates it from the time and from the message. */
export function scanLevelWord(text: string, from: number): LevelWord {
  const start = pastSeparators(text, from);
  for (const pattern of PATTERNS) {
    pattern.lastIndex = start;
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return { level: levelFromName(name), end: pastSeparators(text, pattern.lastIndex) };
  }
  return { level: undefined, end: start };
}

const MOST_SEPARATORS = 8;

/** Blanks, and dashes, bars and colons that stand alone. */
function pastSeparators(text: string, from: number): number {
  let at = from;
  while (at < from + MOST_SEPARATORS) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) at += 1;
    else if ((code === DASH || code === BAR || code === COLON) && isBlank(text.charCodeAt(at + 1))) at += 1;
    else return at;
  }
  return at;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

const TAB = 9;
const SPACE = 32;
const DASH = 45;
const COLON = 58;
const BAR = 124;
