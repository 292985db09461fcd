import { LEVELS, levelFromName } from "../../level.js";
import { type Micros, micros } from "../../time.js";
import type { Comparison, Query } from "../ast.js";
import { EVERYTHING } from "../ast.js";
import type { Token } from "../lex.js";
import type { Trouble } from "../query-fault.js";
import { compileRegex } from "../regex.js";
import { isTrouble, parseTime, parseTimeRange, TIME_EXPECTED, type TimeContext, type TimeTrouble } from "../times.js";
import { meaningOf, type NameMeaning, type TimeWord } from "./names.js";
import { nearestOrBegun } from "./nearest.js";
import type { Operator } from "./read-name.js";
import type { RegexPiece } from "./read-pieces.js";
import type { Value } from "./read-value.js";

type Failed = { readonly kind: "trouble"; readonly trouble: Trouble };
type FieldToken = Token & { readonly kind: "field" };
type PatternValue = Value & { readonly kind: "pattern" };

/** What one token asks for; brackets and keywords are the parser's. */
export function termOf(token: Token, text: string, context: TimeContext): Query | Failed {
  switch (token.kind) {
    case "word":
      return wordTerm(token.text, token);
    case "phrase":
      return { kind: "text", text: token.text, case: token.case };
    case "regex":
      return regexTerm(token, token.at, undefined);
    case "field":
      return fieldTerm(token, text, context);
    case "open":
    case "close":
    case "and":
    case "or":
    case "not":
      return blame(token, { message: "this is out of place", expected: "a word, a phrase or field:value" });
  }
}

const OPERATORS_ELSEWHERE: Readonly<Record<string, string>> = { "&&": "and", "||": "or" };

/** A star at either end of a word is dropped, for words match anywhere already; `*` alone is everything. */
function wordTerm(word: string, token: Token): Query | Failed {
  if (word === "*") return EVERYTHING;
  if (Object.hasOwn(OPERATORS_ELSEWHERE, word)) {
    return blame(token, {
      message: `${word} is not part of the language`,
      expected: "and, or, not, or the characters in quotes",
      instead: OPERATORS_ELSEWHERE[word],
    });
  }
  const bare = word.replace(/^\*+(?=[^*])|(?<=[^*])\*+$/g, "");
  return { kind: "text", text: bare, case: "smart" };
}

function regexTerm(piece: Omit<RegexPiece, "end">, at: number, field: string | undefined): Query | Failed {
  const compiled = compileRegex(piece.source, piece.flags);
  if (compiled.ok) return { kind: "regex", source: piece.source, flags: piece.flags, field };
  const { fault } = compiled;
  return blame(
    { at: at + 1 + fault.at, end: at + 1 + fault.at + fault.length },
    {
      message: fault.message,
      expected: `a regex that runs in linear time; ${fault.hint}`,
    },
  );
}

function fieldTerm(token: FieldToken, text: string, context: TimeContext): Query | Failed {
  const { name, operator, value } = token;
  const meaning = meaningOf(name);
  if (meaning.kind === "misspelt") return misspelt(token, meaning.nearest);
  if (operator === "!=" || operator === "==") return wrongEquals(token, text);
  if (value.kind === "pattern" && value.plain === "" && !value.quoted) return valueMissing(token, text);
  if (meaning.kind === "time") return timeTerm(token, meaning.word, context);
  if (meaning.kind === "level") return levelTerm(token);
  if (meaning.kind === "saved") return savedTerm(token, context);
  return operator === ":" ? valueTerm(token, meaning, text) : comparisonTerm(token, operator, meaning.name, text);
}

/** What is saved stands there as if it had been written, in brackets. */
function savedTerm(token: FieldToken, { filters }: TimeContext): Query | Failed {
  const place = { at: token.valueAt, end: token.end };
  const { value } = token;
  if (token.operator !== ":" || value.kind === "regex")
    return blame(token, { message: "filter takes a colon and a name", expected: SAVED_EXPECTED });
  const read = filters?.read(value.plain);
  if (read === undefined) {
    const names = filters?.names() ?? [];
    const message =
      filters === undefined ? "a saved filter cannot be named here" : `no filter is saved as ${value.plain}`;
    const expected = names.length === 0 ? SAVED_EXPECTED : `one of ${names.slice(0, MOST_NAMED).join(", ")}`;
    return blame(place, { message, expected, instead: nearestOrBegun(value.plain, names) });
  }
  if (read.ok) return read.value;
  const message = `what is saved as ${value.plain} cannot be read: ${read.fault.message}`;
  return blame(place, { message, expected: `${read.fault.expected}; the list of filters mends it` });
}

const SAVED_EXPECTED = "the name of a saved filter; field.filter: is a field of the record";
const MOST_NAMED = 12;

type Column = NameMeaning & { readonly kind: "known" | "record" | "loose" };

function valueTerm({ at, end, value, valueAt }: FieldToken, meaning: Column, text: string): Query | Failed {
  if (value.kind === "regex") return regexTerm(value, valueAt, meaning.name);
  const field: Query = { kind: "field", field: meaning.name, pattern: value.pattern };
  if (meaning.kind !== "loose" || value.quoted || /[*\\]/.test(value.plain)) return field;
  // `status:500` may be a field of the record as well as just these characters: whoever writes it wants both.
  return { kind: "or", parts: [field, { kind: "text", text: text.slice(at, end), case: "smart" }] };
}

function comparisonTerm(token: FieldToken, operator: Comparison, field: string, text: string): Query | Failed {
  if (token.value.kind === "regex") return noRegexHere(token);
  if (token.value.plain === "") return valueMissing(token, text);
  return { kind: "compare", field, operator, value: token.value.plain };
}

function timeTerm(token: FieldToken, word: TimeWord, context: TimeContext): Query | Failed {
  if (token.value.kind === "regex") return noRegexHere(token);
  const { plain } = token.value;
  if (token.operator === ":") {
    const range = parseTimeRange(word, plain, context);
    return isTrouble(range) ? blameTime(token, range) : { kind: "time", from: range.from, to: range.to };
  }
  if (word !== "time") {
    return blame(token, {
      message: `${word} takes a colon`,
      expected: `${word}: and a time`,
      instead: `${word}:${printedPlain(token.value)}`,
    });
  }
  const point = parseTime(plain, context);
  return isTrouble(point) ? blameTime(token, point) : comparedTime(token.operator, point.at);
}

function comparedTime(operator: Operator, at: Micros): Query {
  const after = micros(Math.min(at + 1, Number.MAX_SAFE_INTEGER));
  if (operator === ">=") return { kind: "time", from: at, to: undefined };
  if (operator === ">") return { kind: "time", from: after, to: undefined };
  return { kind: "time", from: undefined, to: operator === "<" ? at : after };
}

function levelTerm(token: FieldToken): Query | Failed {
  const { operator, value } = token;
  if (value.kind === "regex") return noRegexHere(token);
  const name = value.plain.toLowerCase();
  const isComparison = operator !== ":";
  const comparison = isComparison ? comparisonOf(operator) : "=";
  if (!isComparison && name === "*") return { kind: "not", part: { kind: "level", operator: "=", level: "none" } };
  if (!isComparison && (name === "none" || name === "unknown")) {
    return { kind: "level", operator: "=", level: "none" };
  }
  const level = levelFromName(name);
  if (level !== undefined) return { kind: "level", operator: comparison, level };
  const instead = nearestOrBegun(name, [...LEVELS, ...(isComparison ? [] : ["none"])]);
  return blame(
    { at: token.valueAt, end: token.end },
    {
      message: name === "none" ? "none is not more or less than a level" : "this is not a level",
      expected: `a level: ${LEVELS.join(", ")}${isComparison ? "" : ", none"}`,
      instead,
    },
  );
}

function comparisonOf(operator: Operator): Comparison {
  return operator === "<" || operator === "<=" || operator === ">" ? operator : ">=";
}

function misspelt(token: FieldToken, better: string): Failed {
  return blame(
    { at: token.at, end: token.at + token.name.length },
    {
      message: `there is no field ${token.name}`,
      expected: `a field such as ${better}; a field of the record itself is written field.${token.name}`,
      instead: better,
    },
  );
}

function wrongEquals(token: FieldToken, text: string): Failed {
  const operatorAt = token.valueAt - 2;
  const written = `${token.name}:${text.slice(token.valueAt, token.end)}`;
  return blame(token, {
    message: `${text.slice(operatorAt, token.valueAt)} is not an operator`,
    expected: `${token.name}: for equal, -${token.name}: for not equal, or one of > >= < <=`,
    instead: text.startsWith("!", operatorAt) ? `-${written}` : written,
  });
}

function valueMissing(token: FieldToken, text: string): Failed {
  const before = text.slice(token.at, token.valueAt);
  const after = text.slice(token.valueAt);
  const grouped = after.startsWith("(");
  const example = exampleOf(token.name);
  const hint = grouped ? `, once for each: (${before}a or ${before}b)` : `, such as ${before}${example}`;
  const why = { message: `${before} has no value`, expected: `a value right after it${hint}` };
  const place = { at: token.valueAt, end: token.valueAt };
  if (grouped) return blame(place, why);
  // A space that slipped in between is likelier than a value that was left out.
  if (/^ +[\w"]/.test(after))
    return blame(place, { ...why, rewritten: text.slice(0, token.valueAt) + after.trimStart() });
  return blame(place, { ...why, instead: example });
}

function exampleOf(name: string): string {
  const meaning = meaningOf(name);
  if (meaning.kind === "level") return "warning";
  if (meaning.kind !== "time") return "*";
  return meaning.word === "between" ? "yesterday..today" : "today";
}

function noRegexHere(token: FieldToken): Failed {
  const isLevel = meaningOf(token.name).kind === "level";
  return blame(
    { at: token.valueAt, end: token.end },
    {
      message: "a regex cannot stand here",
      expected: isLevel ? `a level: ${LEVELS.join(", ")}` : "a plain value",
    },
  );
}

function blameTime(token: FieldToken, { message, suggestion }: TimeTrouble): Failed {
  const instead = suggestion !== undefined && /\s/.test(suggestion) ? `"${suggestion}"` : suggestion;
  return blame({ at: token.valueAt, end: token.end }, { message, expected: TIME_EXPECTED, instead });
}

function printedPlain(value: PatternValue): string {
  return value.quoted ? `"${value.plain.replace(/[\\"]/g, "\\$&")}"` : value.plain;
}

function blame(place: { readonly at: number; readonly end: number }, why: Omit<Trouble, "at" | "length">): Failed {
  return { kind: "trouble", trouble: { at: place.at, length: place.end - place.at, ...why } };
}
