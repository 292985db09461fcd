import type { Query } from "../../core/query/ast.js";

/** Sessions that collected anything, the newest first. */
export type Sessions = () => readonly number[];

/**
 * Puts numbers in the place of `session:@1` (the newest), `session:@2` …, which mean something only in a store, and only
 * at the moment of asking. One that does not exist stays and matches nothing. Returns the same query when it names none.
 */
export function nameSessions(query: Query, sessions: Sessions): Query {
  switch (query.kind) {
    case "field":
      return query.field === "session" ? numbered(query, sessions) : query;
    case "and":
    case "or": {
      const parts = query.parts.map((part) => nameSessions(part, sessions));
      return parts.every((part, index) => part === query.parts[index]) ? query : { ...query, parts };
    }
    case "not": {
      const part = nameSessions(query.part, sessions);
      return part === query.part ? query : { ...query, part };
    }
    case "all":
    case "text":
    case "regex":
    case "compare":
    case "level":
    case "time":
      return query;
  }
}

function numbered(query: Query & { readonly kind: "field" }, sessions: Sessions): Query {
  const place = /^@(\d{1,9})$/.exec(query.pattern)?.[1];
  const number = place === undefined ? undefined : sessions()[Number(place) - 1];
  return number === undefined ? query : { ...query, pattern: String(number) };
}
