import type { Fault } from "../../core/fault.js";
import type { Query } from "../../core/query/ast.js";
import type { Session } from "../../core/session.js";
import { chooseSession } from "./choose-session.js";

/** The first session that a query names and the store does not have, as a fault: why it may have found nothing. */
export function unknownSession(query: Query, sessions: readonly Session[]): Fault | undefined {
  for (const word of sessionWords(query)) {
    const chosen = chooseSession(word, sessions);
    if (!chosen.ok && chosen.fault.code === "not-found") return chosen.fault;
  }
  return undefined;
}

function sessionWords(query: Query): readonly string[] {
  if (query.kind === "and" || query.kind === "or") return query.parts.flatMap(sessionWords);
  return query.kind === "field" && query.field === "session" && query.pattern !== "" ? [query.pattern] : [];
}
