import type { TextCase } from "../ast.js";
import type { Trouble } from "../query-fault.js";
import { isPipeInWord } from "./stage-names.js";

/** What a reader gives that found the start of something, but not its end. */
export type Failed = { readonly kind: "trouble"; readonly trouble: Trouble };

export type Phrase = {
  readonly kind: "phrase";
  readonly text: string;
  readonly case: TextCase;
  readonly end: number;
};

export type RegexPiece = {
  readonly kind: "regex";
  readonly source: string;
  readonly flags: string;
  readonly end: number;
};

const QUOTED = /"((?:[^"\\]|\\[^])*)"/y;
/** Closed, and followed by the end of the token: an apostrophe is seldom a quote. */
const SINGLE_QUOTED = /'([^']*)'(?=[\s)|]|$)/y;
const CASE_MARK = /[ic](?=[\s)|]|$)/y;
const FLAGS = /([a-z]*)(?=[\s)|]|$)/y;

/**
 * The phrase whose quote is at `at`. In double quotes `\"` and `\\` are escapes; `i` or `c` right after the closing
 * quote ignores case or makes it count, whatever smart case says. Undefined for an apostrophe that opens nothing.
 */
export function readPhrase(text: string, at: number): Phrase | Failed | undefined {
  if (text.charAt(at) === "'") {
    SINGLE_QUOTED.lastIndex = at;
    const single = SINGLE_QUOTED.exec(text);
    if (single === null) return undefined;
    return { kind: "phrase", text: single[1] ?? "", case: "smart", end: SINGLE_QUOTED.lastIndex };
  }
  const quoted = readQuoted(text, at);
  if (quoted.kind === "trouble") return quoted;
  CASE_MARK.lastIndex = quoted.end;
  const mark = CASE_MARK.exec(text)?.[0];
  const end = quoted.end + (mark === undefined ? 0 : 1);
  return { kind: "phrase", text: quoted.text, case: caseOf(mark), end };
}

/** What stands in the double quotes at `at`. */
export function readQuoted(
  text: string,
  at: number,
): { readonly kind: "quoted"; readonly text: string; readonly end: number } | Failed {
  QUOTED.lastIndex = at;
  const match = QUOTED.exec(text);
  if (match !== null) return { kind: "quoted", text: unquote(match[1] ?? ""), end: QUOTED.lastIndex };
  return {
    kind: "trouble",
    trouble: {
      at,
      length: text.length - at,
      message: "this quote is not closed",
      expected: 'a closing "',
      instead: `${text.slice(at).replace(/(?<!\\)((?:\\\\)*)\\$/, "$1")}"`,
    },
  };
}

/**
 * The regex whose slash is at `at`; undefined when it is a path (`/var/log/syslog`). It is a regex when a second slash
 * is followed by nothing but flags; it is a regex without an end when there is no second slash at all, but characters
 * that paths do not have.
 */
export function readRegex(text: string, at: number): RegexPiece | Failed | undefined {
  const close = closingSlash(text, at);
  if (close > at + 1) {
    FLAGS.lastIndex = close + 1;
    const flags = FLAGS.exec(text)?.[1];
    if (flags !== undefined && /^[imsgu]*$/.test(flags))
      return flagged(text.slice(at + 1, close), flags, FLAGS.lastIndex);
    return undefined;
  }
  const word = /^\S*/.exec(text.slice(at))?.[0] ?? "";
  if (close > 0 || !/[\\|^$]|\(\?|\[\^|[\])][*+?]|\.[*+]/.test(word)) return undefined;
  return {
    kind: "trouble",
    trouble: {
      at,
      length: word.length,
      message: "this regex is not closed",
      expected: "a closing / and perhaps the flags i, s, m",
      instead: `${word.replace(/(?<!\\)((?:\\\\)*)\\$/, "$1")}/`,
    },
  };
}

/** The first slash after `at` that neither a backslash nor a class hides; -1 when there is none. */
function closingSlash(text: string, at: number): number {
  let inClass = false;
  for (let end = at + 1; end < text.length; end += 1) {
    const char = text.charAt(end);
    if (char === "\\") end += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return end;
  }
  return -1;
}

function flagged(source: string, flags: string, end: number): RegexPiece | Failed {
  const unknown = /[^ims]/.exec(flags);
  const known = [...new Set(flags.replace(/[^ims]/g, ""))].toSorted().join("");
  if (unknown === null) return { kind: "regex", source: source.replace(/\\(\/)|(\\[^])/g, "$1$2"), flags: known, end };
  return {
    kind: "trouble",
    trouble: {
      at: end - flags.length,
      length: flags.length,
      message: `there is no regex flag ${unknown[0]}`,
      expected: "the flags i (ignore case), s (. matches newlines) and m (^ and $ match at lines)",
      instead: known,
    },
  };
}

/**
 * Where the word at `at` ends: at white space, at one of `stops`, at a pipe, or at a bracket that has no partner in the
 * word.
 */
export function readWordEnd(text: string, at: number, stops = ""): number {
  let end = at;
  while (end < text.length) {
    const char = text.charAt(end);
    if (/\s/.test(char) || char === ")" || (stops !== "" && stops.includes(char))) break;
    if (char === "|" && isPipeInWord(text, end)) break;
    if (char === "(") {
      const partner = partnerOf(text, end);
      if (partner < 0) break;
      end = partner;
    }
    end += 1;
  }
  return end;
}

/** Where the bracket at `at` is closed without white space in between; -1 when it is not. */
function partnerOf(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    const char = text.charAt(end);
    if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (/\s/.test(char)) return -1;
    if (depth === 0) return end;
  }
  return -1;
}

function caseOf(mark: string | undefined): TextCase {
  if (mark === undefined) return "smart";
  return mark === "i" ? "ignore" : "exact";
}

function unquote(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}
