import { EVERYTHING, type Query } from "./ast.js";
import { lex, type Token } from "./lex.js";
import type { QueryFault, QueryResult, Trouble } from "./query-fault.js";
import { termOf } from "./syntax/terms.js";
import type { TimeContext } from "./times.js";

/** Longest text (UTF-16 units) and deepest nesting of brackets and negations that are read. */
export const MOST_TEXT = 10_000;
export const MOST_DEPTH = 64;

const MOST_REPAIRS = 4;
const TERM_EXPECTED = 'a word, "a phrase", field:value, /a regex/ or (';

/**
 * Reads a query. Grammar, loosest first:
 *
 *     any  = all { "or" all }
 *     all  = one { ["and"] one }
 *     one  = ("not" | "-" | "!") one | "(" any ")" | term
 *     term = word | "phrase" | /regex/flags | field:value | field>=value
 *
 * Nothing at all is `EVERYTHING`. Linear in the text; never throws.
 */
export function parseQuery(text: string, context: TimeContext): QueryResult {
  const parsed = parseOnce(text, context);
  if (parsed.kind !== "trouble") return { ok: true, value: parsed };
  return { ok: false, fault: faultOf(parsed.trouble, nearestForm(text, parsed.trouble, context)) };
}

type Failed = { readonly kind: "trouble"; readonly trouble: Trouble };
type Read = Query | Failed;
type Place = { readonly at: number; readonly end: number };

function parseOnce(text: string, context: TimeContext): Read {
  if (text.length > MOST_TEXT) {
    const place = { at: MOST_TEXT, end: text.length };
    return fail(place, "this query is too long", `at most ${MOST_TEXT} characters`);
  }
  const lexed = lex(text);
  if (!lexed.ok) return { kind: "trouble", trouble: lexed.trouble };
  if (lexed.tokens.length === 0) return EVERYTHING;
  return readWhole({ text, tokens: lexed.tokens, context, next: 0 });
}

type Cursor = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly context: TimeContext;
  next: number;
};

function readWhole(cursor: Cursor): Read {
  const query = readAny(cursor, 0);
  const rest = cursor.tokens[cursor.next];
  if (query.kind === "trouble" || rest === undefined) return query;
  const expected = 'an opening ( before it, or ")" for the character';
  return fail(rest, "this bracket was never opened", expected, "");
}

function readAny(cursor: Cursor, depth: number): Read {
  const parts: Query[] = [];
  do {
    const part = readAll(cursor, depth);
    if (part.kind === "trouble") return part;
    parts.push(part);
  } while (taken(cursor, "or"));
  return joined("or", parts);
}

function readAll(cursor: Cursor, depth: number): Read {
  const parts: Query[] = [];
  do {
    const part = readOne(cursor, depth);
    if (part.kind === "trouble") return part;
    parts.push(part);
  } while (taken(cursor, "and") || startsOne(kindAhead(cursor)));
  return joined("and", parts);
}

function readOne(cursor: Cursor, depth: number): Read {
  const token = cursor.tokens[cursor.next];
  if (token === undefined || !startsOne(token.kind)) return termMissing(cursor);
  cursor.next += 1;
  if (token.kind !== "not" && token.kind !== "open") return termOf(token, cursor.text, cursor.context);
  if (depth >= MOST_DEPTH) {
    return fail(token, "this is nested too deeply", `at most ${MOST_DEPTH} levels of brackets and negations`);
  }
  return token.kind === "not" ? negated(readOne(cursor, depth + 1)) : readGroup(cursor, token, depth + 1);
}

function readGroup(cursor: Cursor, open: Token, depth: number): Read {
  if (kindAhead(cursor) === "close") {
    const end = cursor.tokens[cursor.next]?.end ?? open.end;
    return fail({ at: open.at, end }, "there is nothing in these brackets", TERM_EXPECTED, "");
  }
  const inner = readAny(cursor, depth);
  if (inner.kind === "trouble" || taken(cursor, "close")) return inner;
  const rewritten = `${cursor.text.trimEnd()})`;
  const trouble = { at: open.at, length: 1, message: "this bracket is not closed", expected: "a closing )", rewritten };
  return { kind: "trouble", trouble };
}

function kindAhead(cursor: Cursor): Token["kind"] | undefined {
  return cursor.tokens[cursor.next]?.kind;
}

function taken(cursor: Cursor, kind: Token["kind"]): boolean {
  if (kindAhead(cursor) !== kind) return false;
  cursor.next += 1;
  return true;
}

function joined(kind: "and" | "or", parts: readonly Query[]): Query {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function negated(part: Read): Read {
  return part.kind === "trouble" ? part : { kind: "not", part };
}

function startsOne(kind: Token["kind"] | undefined): boolean {
  return kind !== undefined && kind !== "close" && kind !== "or" && kind !== "and";
}

/** A keyword stands where a term should, or the text ends too early: the keyword is to blame, or meant as a word. */
function termMissing({ text, tokens, next }: Cursor): Read {
  const token = tokens[next];
  const keyword = token?.kind === "and" || token?.kind === "or" ? token : tokens[next - 1];
  if (keyword === undefined || keyword.kind === "open") {
    return fail(token ?? { at: text.length, end: text.length }, "something is missing here", TERM_EXPECTED, "");
  }
  const word = text.slice(keyword.at, keyword.end);
  const expected = `${TERM_EXPECTED}; "${word}" in quotes is the word itself`;
  return fail(keyword, `${word} has nothing to ${keyword.kind === "not" ? "negate" : "join"}`, expected, "");
}

function fail(place: Place, message: string, expected: string, instead?: string): Failed {
  const { at, end } = place;
  return { kind: "trouble", trouble: { at, length: end - at, message, expected, instead } };
}

/** Repairs the text until it parses; undefined when it does not within a few repairs. */
function nearestForm(text: string, first: Trouble, context: TimeContext): string | undefined {
  let repaired = text;
  let trouble = first;
  for (let tries = 0; tries < MOST_REPAIRS; tries += 1) {
    if (trouble.rewritten !== undefined) repaired = trouble.rewritten;
    else if (trouble.instead === undefined) return undefined;
    else repaired = replaced(repaired, trouble.at, trouble.length, trouble.instead);
    const parsed = parseOnce(repaired, context);
    if (parsed.kind !== "trouble") return repaired;
    trouble = parsed.trouble;
  }
  return undefined;
}

function replaced(text: string, at: number, length: number, instead: string): string {
  const [head, tail] = [text.slice(0, at), text.slice(at + length)];
  return instead === "" ? `${head.trimEnd()} ${tail.trimStart()}`.trim() : head + instead + tail;
}

function faultOf(trouble: Trouble, suggestion: string | undefined): QueryFault {
  const { at, length, message, expected } = trouble;
  const hint = suggestion === undefined || suggestion === "" ? `expected ${expected}` : `did you mean: ${suggestion}`;
  return {
    code: "query-syntax",
    message,
    hint,
    at,
    length,
    expected,
    suggestion: suggestion === "" ? undefined : suggestion,
  };
}
