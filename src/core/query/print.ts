import type { Query } from "./ast.js";
import { patternPieces } from "./match/pattern.js";
import { printedInstant } from "./syntax/calendar.js";
import { printedName } from "./syntax/names.js";
import { lex } from "./lex.js";

/**
 * The text of a query: `parseQuery(printQuery(q))` is q again, wherever and whenever it is read (times are printed as
 * instants in UTC). `EVERYTHING` is the empty text; inside others it is `*`. Queries that the parser does not make
 * (an `and` of nothing, a time without ends) print as what they mean.
 */
export function printQuery(query: Query): string {
  return query.kind === "all" ? "" : printAny(query);
}

function printAny(query: Query): string {
  return query.kind === "or" && query.parts.length > 1 ? query.parts.map(printAll).join(" or ") : printAll(query);
}

function printAll(query: Query): string {
  return query.kind === "and" && query.parts.length > 1 ? query.parts.map(printOne).join(" ") : printOne(query);
}

function printOne(query: Query): string {
  switch (query.kind) {
    case "all":
      return "*";
    case "and":
    case "or":
      return printGroup(query);
    case "not":
      return query.part.kind === "not" ? `-(${printOne(query.part)})` : `-${printOne(query.part)}`;
    case "text":
      return printText(query);
    case "regex":
      return `${query.field === undefined ? "" : `${printedName(query.field)}:`}${printRegex(query)}`;
    case "field":
      return `${printedName(query.field)}:${printPattern(query.pattern)}`;
    case "compare":
      return `${printedName(query.field)}${query.operator}${printValue(query.value)}`;
    case "level":
      return `level${query.operator === "=" ? ":" : query.operator}${query.level}`;
    case "time":
      return printTime(query);
  }
}

function printGroup(query: Query & { readonly kind: "and" | "or" }): string {
  const [only] = query.parts;
  if (only === undefined) return query.kind === "and" ? "*" : "-*";
  return query.parts.length === 1 ? printOne(only) : `(${printAny(query)})`;
}

function printText({ text, case: textCase }: Query & { readonly kind: "text" }): string {
  if (textCase === "smart") return isWord(text) ? text : quoted(text);
  return quoted(text) + (textCase === "ignore" ? "i" : "c");
}

/** Whether the text would be read as one word that stands for just itself. */
function isWord(text: string): boolean {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_]*$/u.test(text)) return !/^(?:and|or|not)$/i.test(text);
  if (/^[\s*]|[\s*]$|^["'/!=>-]|^(?:&&|\|\|?)$/.test(text)) return false;
  const lexed = lex(text);
  const [first] = lexed.ok ? lexed.tokens : [];
  return first?.kind === "word" && first.text === text;
}

function printRegex({ source, flags }: Query & { readonly kind: "regex" }): string {
  const inside =
    source === "" ? "(?:)" : source.replace(/(\\[^])|\//g, (found, pair: string | undefined) => pair ?? `\\${found}`);
  return `/${inside}/${flags}`;
}

function printPattern(pattern: string): string {
  if (pattern === "") return '""';
  if (isBareValue(pattern) && !pattern.includes("\\")) return pattern;
  return patternPieces(pattern)
    .map((piece) => (piece === "" ? "" : quoted(piece)))
    .join("*");
}

function printValue(value: string): string {
  return value !== "" && isBareValue(value) ? value : quoted(value);
}

/** Characters that end nothing and open nothing; anything else is quoted rather than thought about. */
function isBareValue(value: string): boolean {
  return /^[^\s()"'/\\<>=|][^\s()"|]*$/.test(value);
}

function printTime({ from, to }: Query & { readonly kind: "time" }): string {
  if (from !== undefined && to !== undefined) {
    // An empty stretch cannot be written as one: `between:` refuses what ends before it starts.
    if (from >= to) return `(since:${printedInstant(from)} until:${printedInstant(to)})`;
    return `between:${printedInstant(from)}..${printedInstant(to)}`;
  }
  if (from !== undefined) return `since:${printedInstant(from)}`;
  return to === undefined ? "*" : `until:${printedInstant(to)}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
