import { EVERYTHING, type Query } from "./ast.js";
import { lex, type Lexed, type Token } from "./lex.js";
import type { QueryResult, Trouble } from "./query-fault.js";
import { faultIn } from "./repair.js";
import { STAGE_NAMES } from "./syntax/stage-names.js";
import { termOf } from "./syntax/terms.js";
import type { TimeContext } from "./times.js";

/** Longest text (UTF-16 units) and deepest nesting of brackets and negations that are read. */
export const MOST_TEXT = 10_000;
export const MOST_DEPTH = 64;

const TERM_EXPECTED = 'a word, "a phrase", field:value, /a regex/ or (';

/**
 * Reads a query. Grammar, loosest first:
 *
 *     any  = all { "or" all }
 *     all  = one { ["and"] one }
 *     one  = ("not" | "-" | "!") one | "(" any ")" | term
 *     term = word | "phrase" | /regex/flags | field:value | field>=value
 *
 * Nothing at all is `EVERYTHING`. Stages (`| count`) are refused: `parseStatement` takes them. Linear in the text; never
 * throws.
 */
export function parseQuery(text: string, context: TimeContext): QueryResult {
  const parsed = parseOnce(text, context);
  if (parsed.kind !== "trouble") return { ok: true, value: parsed };
  return { ok: false, fault: faultIn(text, parsed.trouble, (repaired) => troubleOf(parseOnce(repaired, context))) };
}

export type Failed = { readonly kind: "trouble"; readonly trouble: Trouble };
export type Read = Query | Failed;
type Place = { readonly at: number; readonly end: number };

function parseOnce(text: string, context: TimeContext): Read {
  const lexed = lexQuery(text);
  if (!lexed.ok) return { kind: "trouble", trouble: lexed.trouble };
  return lexed.pipe === undefined ? queryOfTokens(text, lexed.tokens, context) : stagesRefused(text, lexed.pipe);
}

/** The tokens of a text that is not too long. */
export function lexQuery(text: string): Lexed {
  if (text.length <= MOST_TEXT) return lex(text);
  const place = { at: MOST_TEXT, end: text.length };
  return { ok: false, trouble: fail(place, "this query is too long", `at most ${MOST_TEXT} characters`).trouble };
}

/** The query that the tokens of a text make; `EVERYTHING` when there are none. */
export function queryOfTokens(text: string, tokens: readonly Token[], context: TimeContext): Read {
  return tokens.length === 0 ? EVERYTHING : readWhole({ text, tokens, context, next: 0 });
}

function troubleOf(read: object & { readonly trouble?: Trouble }): Trouble | undefined {
  return read.trouble;
}

const STAGE_WORD = new RegExp(`^\\|\\s*(?:${STAGE_NAMES.join("|")})\\b`);

/** A filter is asked of each line by itself. A bar that no stage follows is likelier meant as a character. */
function stagesRefused(text: string, pipe: number): Failed {
  const isStage = STAGE_WORD.test(text.slice(pipe));
  const end = isStage ? text.length : pipe + 1;
  const expected = 'the filter alone: stages belong to `logstream query`; a "|" in quotes is the character itself';
  const trouble = { at: pipe, length: end - pipe, message: "a filter has no stages", expected };
  const before = text.slice(0, pipe).trimEnd();
  if (!isStage) return { kind: "trouble", trouble: { ...trouble, instead: '"|"' } };
  return { kind: "trouble", trouble: { ...trouble, rewritten: before === "" ? "*" : before } };
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
