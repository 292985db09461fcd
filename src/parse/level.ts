import { levelFromName, levelNumber, LEVEL_UNKNOWN } from "../core/level.js";

/** Words are looked for in this much of a line: its beginning says what it is about, and time stays bounded. */
export const WORDS_WITHIN = 4_096;
/** A level that the program itself wrote stands near the head. */
const TOKEN_WITHIN = 96;
/** Words weighed per line, so that a line full of negated ones cannot cost more than another. */
const MAX_WORDS = 24;

/**
 * Syslog numbers of the words that give a line away, most telling first. A `?` makes the letter before it optional, as
 * in a regular expression; the words must stand alone (not be part of a path, a package or a longer name).
 */
export const WORD_GROUPS: readonly { readonly level: number; readonly words: readonly string[] }[] = [
  {
    level: 2,
    words: [
      "panic(?:ked)?",
      "fatal(?:ly)?",
      "segfault",
      "segmentation fault",
      "general protection fault",
      "oom-kill(?:er|ed)?",
      "out of memory",
      "dumped core",
      "core dumped",
      "critical",
      "emergency",
    ],
  },
  {
    level: 3,
    words: [
      "errors?",
      "err",
      "fail(?:ed|ure|ures)?",
      "exceptions?",
      "traceback",
      "refused",
      "denied",
      "aborted",
      "corrupt(?:ed|ion)?",
      "unhandled",
    ],
  },
  {
    level: 4,
    words: ["warn(?:ings?)?", "deprecated", "timed out", "timeout", "retrying", "unable to", "could not", "cannot"],
  },
];

/** Names of levels as programs write them. */
export const LEVEL_NAMES =
  "emerg(?:ency)?|alert|crit(?:ical)?|fatal|severe|error|err|warn(?:ing)?|notice|info|debug|trace";

/** `[warn]`, `<info>`, `(error)`, `|DEBUG|`. */
const BRACKETED = new RegExp(String.raw`[[<(|] {0,3}(${LEVEL_NAMES}) {0,8}[\]>)|]`, "i");
/** `Warning: …` at the very start; a program's name may come before it. */
const LEADING = new RegExp(String.raw`^[ \t]{0,16}(?:[\w.+-]{1,32}: )??(${LEVEL_NAMES})(?: \(ignored\))?:(?!\d)`, "i");
/** `INFO` in capitals, alone. */
const CAPITALS =
  /(?:^|[\s[(|:])(EMERG|ALERT|CRIT|CRITICAL|FATAL|SEVERE|ERROR|WARN|WARNING|NOTICE|INFO|DEBUG|TRACE)(?=[\s:\]|),-]|$)/;
/** `level=warn`, `"severity": "error"`. */
const NAMED = /(?:level|lvl|severity)["']? ?[=:] ?["']?([A-Za-z]{3,11})/i;

const WORD_PATTERN = new RegExp(WORD_GROUPS.map(({ words }) => `(${words.join("|")})`).join("|"), "gi");
const NEGATED_BEFORE = /(?:\bno|\bnot an?|\bwithout(?: an?| any)?|\bzero|\bnon|\bnever|\bany|\bif)[ -]$/i;
/** "0 failed"; not where a number only happens to come first ("user 0 dumped core"). */
const NONE_BEFORE = /(?:^|[^\d.,])0 $/;
const NEGATED_AFTER = /^["']?(?: ?[=:] ?| )["']?(?:0+(?![\w.%])|(?:none|null|nil|false|"")(?![\w ]))|^ \(ignored\)/i;

/**
 * The syslog number that the words of a message suggest, or LEVEL_UNKNOWN. A level which the program wrote itself near
 * the head (`[warn]`, `ERROR`, `level=info`) wins; else the most severe telling word that is not negated ("0 failed",
 * "no errors", "error: 0"). Linear in the first 4 kB.
 */
export function guessLevel(line: string, from: number): number {
  const written = writtenLevel(line.slice(from, from + TOKEN_WITHIN));
  if (written !== LEVEL_UNKNOWN) return written;
  const text = line.length > from + WORDS_WITHIN ? line.slice(0, from + WORDS_WITHIN) : line;
  let most = LEVEL_UNKNOWN;
  WORD_PATTERN.lastIndex = from;
  for (let seen = 0; seen < MAX_WORDS; seen += 1) {
    const match = WORD_PATTERN.exec(text);
    if (match === null) break;
    const level = weigh(match);
    if (level >= most || !isTelling(text, match.index, WORD_PATTERN.lastIndex)) continue;
    if (level > 2 && NONE_BEFORE.test(text.slice(Math.max(0, match.index - 3), match.index))) continue;
    most = level;
    if (most === 2) break;
  }
  return most;
}

/** The level of the group of words that matched. */
function weigh(match: readonly (string | undefined)[]): number {
  const group = WORD_GROUPS.findIndex((_, index) => match[index + 1] !== undefined);
  return WORD_GROUPS[group]?.level ?? LEVEL_UNKNOWN;
}

function writtenLevel(head: string): number {
  const name =
    CAPITALS.exec(head)?.[1] ?? BRACKETED.exec(head)?.[1] ?? LEADING.exec(head)?.[1] ?? NAMED.exec(head)?.[1];
  if (name === undefined) return LEVEL_UNKNOWN;
  if (head.includes("(ignored)") && LEADING.test(head)) return levelNumber("warning");
  if (/^e/i.test(name) && isNegated(head, head.indexOf(name), head.indexOf(name) + name.length)) return LEVEL_UNKNOWN;
  return levelNumber(levelFromName(name));
}

/** True for a word that stands alone, or ends a name like `ValueError`, and is not said to be absent. */
function isTelling(text: string, start: number, end: number): boolean {
  if (continuesName(text, end)) return false;
  if (start > 0 && isNamePart(text.charCodeAt(start - 1)) && !isCamelCase(text, start)) return false;
  return !isNegated(text, start, end);
}

function isNegated(text: string, start: number, end: number): boolean {
  return (
    NEGATED_BEFORE.test(text.slice(Math.max(0, start - 14), start)) || NEGATED_AFTER.test(text.slice(end, end + 12))
  );
}

/** `NullPointerException`, `OSError`. */
function isCamelCase(text: string, start: number): boolean {
  const code = text.charCodeAt(start);
  return code >= 65 && code <= 90 && isLetter(text.charCodeAt(start - 1));
}

/** `error.log`, `errors/`, `fail2ban`, `error-1.50`; but not `error.` at the end of a sentence. */
function continuesName(text: string, end: number): boolean {
  const code = text.charCodeAt(end);
  if (code === DOT) return isLetter(text.charCodeAt(end + 1));
  return isNamePart(code);
}

/** Letters, digits and what joins the parts of paths, packages and identifiers. */
function isNamePart(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 95 || code === 45 || code === 47 || code === DOT;
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

const DOT = 46;
