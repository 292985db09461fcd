import type { TextCase } from "./ast.js";
import type { Trouble } from "./query-fault.js";
import { readName, type Operator } from "./syntax/read-name.js";
import { readPhrase, readRegex, readWordEnd } from "./syntax/read-pieces.js";
import { readValue, type Value } from "./syntax/read-value.js";

/** One piece of a query's text, [at, end) in UTF-16 units. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: "open" }
  | { readonly kind: "close" }
  /** `and` and `or` as words; `not` also as `-` or `!`. */
  | { readonly kind: "and" | "or" | "not" }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "phrase"; readonly text: string; readonly case: TextCase }
  | { readonly kind: "regex"; readonly source: string; readonly flags: string }
  | {
      readonly kind: "field";
      readonly name: string;
      readonly operator: Operator;
      readonly value: Value;
      readonly valueAt: number;
    }
);

export type Lexed =
  /** `pipe` is where the first `|` is that ends the query, if there is one; what follows it is not looked at. */
  | { readonly ok: true; readonly tokens: readonly Token[]; readonly pipe: number | undefined }
  | { readonly ok: false; readonly trouble: Trouble };

/**
 * Splits a query into tokens. White space separates; otherwise a token ends at its closing quote or slash, and a word
 * at a `)` that it did not open or at a pipe (`isPipeInWord`). A word may hold a pair of brackets (`main(int)`), and any
 * of `: = / - * " '` inside.
 */
export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    if (isPipe(text, at)) return { ok: true, tokens, pipe: at };
    const token = tokenAt(text, at);
    if (token.kind === "trouble") return { ok: false, trouble: token.trouble };
    tokens.push(token);
    at = skipSpace(text, token.end);
  }
  return { ok: true, tokens, pipe: undefined };
}

/** Where a token would begin a single bar is a pipe, whatever follows. */
function isPipe(text: string, at: number): boolean {
  return text.charAt(at) === "|" && text.charAt(at + 1) !== "|";
}

type Failed = { readonly kind: "trouble"; readonly trouble: Trouble };

function tokenAt(text: string, at: number): Token | Failed {
  const char = text.charAt(at);
  if (char === "(") return { kind: "open", at, end: at + 1 };
  if (char === ")") return { kind: "close", at, end: at + 1 };
  if (char === "-" || char === "!") {
    if (negates(text, at)) return { kind: "not", at, end: at + 1 };
  }
  if (char === '"' || char === "'") {
    const phrase = readPhrase(text, at);
    if (phrase !== undefined) return phrase.kind === "trouble" ? phrase : { ...phrase, at };
  }
  if (char === "/") {
    const regex = readRegex(text, at);
    if (regex !== undefined) return regex.kind === "trouble" ? regex : { ...regex, at };
  }
  return fieldAt(text, at) ?? wordAt(text, at);
}

/** `-x` and `!x` negate; `--flag`, `->`, `-`, `!=` and `!!` are words. */
function negates(text: string, at: number): boolean {
  return /[^\s)=>!-]/.test(text.charAt(at + 1));
}

function fieldAt(text: string, at: number): Token | Failed | undefined {
  const name = readName(text, at);
  if (name === undefined) return undefined;
  const value = readValue(text, name.end, name.meaning.kind === "time");
  if (value.kind === "trouble") return value;
  return {
    kind: "field",
    name: name.typed,
    operator: name.operator,
    value,
    valueAt: name.end,
    at,
    end: value.end,
  };
}

function wordAt(text: string, at: number): Token {
  const end = readWordEnd(text, at);
  const word = text.slice(at, end);
  const keyword = word.toLowerCase();
  if (keyword === "and" || keyword === "or" || keyword === "not") return { kind: keyword, at, end };
  return { kind: "word", text: word, at, end };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}
