import { FaultError } from "../core/fault.js";
import type { Query } from "../core/query/ast.js";
import { parseStatement } from "../core/query/parse-statement.js";
import type { Statement } from "../core/query/statement.js";
import { localOffset, namedMoments, now } from "../engine/environment.js";

/** A question in the words of the query language, or as data. */
export type Question = string | Query | Statement;

/** Throws a `FaultError` for words that are no question; its fault says where, and what would be right there. */
export function statementOf(question: Question): Statement {
  if (typeof question !== "string") return "stages" in question ? question : { query: question, stages: [] };
  const parsed = parseStatement(question, { now: now(), localOffset, moments: namedMoments() });
  if (parsed.ok) return parsed.value;
  throw new FaultError(parsed.fault);
}
