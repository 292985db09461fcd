import { RE2JS, RE2JSException, RE2JSSyntaxException } from "re2js";
import type { Fault } from "../fault.js";
import { compileTextFinder, compileTextTest, type Span } from "./match/text-test.js";
import { type Automaton, createAutomaton } from "./match/automaton.js";
import { escapeRegExp, isAscii } from "./match/fold.js";
import { regexProgram } from "./match/programs.js";

/** A compiled regex: takes time linear in the text, whatever the pattern. */
export type Regex = {
  readonly test: (text: string) => boolean;
  /** Where it matches, left to right, without overlaps and empty matches; at most `MOST_SPANS`. */
  readonly findRanges: (text: string) => readonly Span[];
};

/** Why a pattern is refused, and which stretch of it (UTF-16) is to blame. */
type RegexFault = Fault & { readonly at: number; readonly length: number };

/** A `Result<Regex>` whose fault knows the place. */
export type RegexResult =
  | { readonly ok: true; readonly value: Regex }
  | { readonly ok: false; readonly fault: RegexFault };

const MOST_SPANS = 1_000;

/**
 * Compiles a pattern in RE2's syntax (flags i s m). What needs backtracking (lookaround, back references) is refused
 * with a hint. This is the only door to the regex engine: patterns come from people, agents and files.
 */
export function compileRegex(source: string, flags: string): RegexResult {
  const literal = plainLiteral(source);
  if (literal !== undefined && (!flags.includes("i") || isAscii(literal))) {
    return { ok: true, value: literalRegex(literal, flags.includes("i")) };
  }
  try {
    const compiled = RE2JS.compile(source, flagBits(flags));
    return {
      ok: true,
      value: { test: (text) => compiled.test(text), findRanges: (text) => spansOf(compiled, text) },
    };
  } catch (cause) {
    return { ok: false, fault: regexFault(source, cause) };
  }
}

/**
 * The same test over bytes of UTF-8, which are unsure where they are not ASCII. Undefined for a pattern that cannot be
 * compiled, or not in this way.
 */
export function compileAutomaton(source: string, flags: string): Automaton | undefined {
  try {
    const program = regexProgram(RE2JS.compile(source, flagBits(flags)).re2Input.prog);
    return program && createAutomaton(program);
  } catch (cause) {
    if (cause instanceof RE2JSException) return undefined;
    throw cause;
  }
}

/** The text that a pattern without any operator stands for; undefined when it has operators. */
export function plainLiteral(source: string): string | undefined {
  if (source === "" || !/^(?:[^\\^$.*+?()[\]{}|]|\\[^\w\s\x80-\uffff])+$/.test(source)) return undefined;
  return source.replace(/\\(.)/gs, "$1");
}

function literalRegex(literal: string, ignoreCase: boolean): Regex {
  if (!ignoreCase) {
    return { test: compileTextTest(literal, "exact"), findRanges: compileTextFinder(literal, "exact") };
  }
  // With `u` the host folds case as RE2 does (K the kelvin sign is a k), and an escaped literal cannot backtrack.
  const test = new RegExp(escapeRegExp(literal), "iu");
  const all = new RegExp(escapeRegExp(literal), "giu");
  return {
    test: (text) => test.test(text),
    findRanges: (text) => Array.from(text.matchAll(all), (match): Span => [match.index, match.index + match[0].length]),
  };
}

function flagBits(flags: string): number {
  return (
    (flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes("s") ? RE2JS.DOTALL : 0) |
    (flags.includes("m") ? RE2JS.MULTILINE : 0)
  );
}

function spansOf(compiled: RE2JS, text: string): readonly Span[] {
  if (!compiled.test(text)) return [];
  const matcher = compiled.matcher(text);
  const spans: Span[] = [];
  while (spans.length < MOST_SPANS && matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push([matcher.start(), matcher.end()]);
  }
  return spans;
}

function regexFault(source: string, cause: unknown): RegexFault {
  if (!(cause instanceof RE2JSException)) throw cause;
  const reason = cause instanceof RE2JSSyntaxException ? cause.error : cause.message;
  const blamed = cause instanceof RE2JSSyntaxException && typeof cause.input === "string" ? cause.input : source;
  const found = source.indexOf(blamed);
  const at = Math.max(found, 0);
  const length = Math.max(found < 0 ? source.length : blamed.length, 1);
  const hint = hintFor(reason, blamed);
  return { code: "query-syntax", message: `this regex is not valid: ${reason}`, hint, cause, at, length };
}

function hintFor(reason: string, blamed: string): string {
  if (/^\(\?<?[=!]/.test(blamed)) return "there is no lookahead or lookbehind; write two terms, such as /a/ -/b/";
  if (/^\\[1-9]/.test(blamed)) return "there are no back references: they cannot be searched in linear time";
  if (reason.includes("repeat count")) return "repeat counts go up to 1000";
  if (reason.includes("closing )")) return "close the group with ) or write \\( for the character itself";
  if (reason.includes("closing ]")) return "close the class with ] or write \\[ for the character itself";
  if (reason.includes("unexpected )")) return "write \\) for the character itself";
  if (reason.includes("repetition")) return "put something before the * + or ?, or write \\* for the character itself";
  if (reason.includes("trailing backslash")) return "write \\\\ for the character itself";
  return "the syntax is RE2's: classes, groups, | * + ? {n,m} ^ $ \\b \\d \\w \\s";
}
