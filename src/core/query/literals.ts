import type { Query } from "./ast.js";
import { fold } from "./match/fold.js";
import { allOf, ANYTHING, type Literal, type Needs, needsOfText, oneOf } from "./match/needs.js";
import { requiredInRegex } from "./match/regex-literals.js";
import { ignoresCase } from "./match/text-test.js";
import { plainLiteral } from "./regex.js";

/** The needs of a query: conservative, so that skipping what lacks them loses nothing. */
export function requiredLiterals(query: Query): Needs {
  switch (query.kind) {
    case "and":
      return allOf(query.parts.map(requiredLiterals));
    case "or":
      return oneOf(query.parts.map(requiredLiterals));
    case "not":
      return query.part.kind === "not" ? requiredLiterals(query.part.part) : ANYTHING;
    case "text":
      return needsOfText(query.text, ignoresCase(query.text, query.case));
    case "regex":
      return query.field === undefined || query.field === "text"
        ? requiredInRegex(query.source, query.flags)
        : ANYTHING;
    case "all":
    case "field":
    case "compare":
    case "level":
    case "time":
      return ANYTHING;
  }
}

/**
 * The literal that the query is just another way of asking for: a record matches exactly when its text holds it.
 * Undefined when there is more to it than one ASCII-safe text.
 */
export function soleLiteral(query: Query): Literal | undefined {
  const [text, ignoreCase] =
    query.kind === "text"
      ? [query.text, ignoresCase(query.text, query.case)]
      : query.kind === "regex" && query.field === undefined && !query.flags.includes("i")
        ? [plainLiteral(query.source) ?? "", false]
        : ["", false];
  const needs = needsOfText(text, ignoreCase);
  return needs.kind === "literal" && needs.text === (ignoreCase ? fold(text) : text) ? needs : undefined;
}
