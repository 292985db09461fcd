import type { Fault } from "../../core/fault.js";
import type { Query } from "../../core/query/ast.js";
import type { Session } from "../../core/session.js";
import { timesOfGeneration } from "../../store/reader/named-generations.js";
import { chooseSession } from "./choose-session.js";

/** The first session or generation that a query names and the store does not know: why it may have found nothing. */
export function unknownSession(query: Query, sessions: readonly Session[]): Fault | undefined {
  for (const word of wordsOf("generation", query)) {
    if (/^\d{1,9}$/.test(word) && timesOfGeneration(Number(word), sessions) !== undefined) continue;
    return {
      code: "not-found",
      message: `no recorded session tells of generation ${word}`,
      hint: "`logstream sessions` lists them with their generations; they are known from the first rebuild recorded on",
    };
  }
  for (const word of wordsOf("session", query)) {
    const chosen = chooseSession(word, sessions);
    if (!chosen.ok && chosen.fault.code === "not-found") return chosen.fault;
  }
  return undefined;
}

function wordsOf(field: "session" | "generation", query: Query): readonly string[] {
  if (query.kind === "and" || query.kind === "or") return query.parts.flatMap((part) => wordsOf(field, part));
  return query.kind === "field" && query.field === field && query.pattern !== "" ? [query.pattern] : [];
}
