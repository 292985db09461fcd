import { literalPattern } from "../../core/query/match/pattern.js";
import type { LogReader } from "../../core/ports.js";
import { jsonOf, safeJson } from "../output/json-text.js";
import { SESSION_JSON_VERSION, sessionJson } from "../session-json.js";
import type { Chosen } from "./choose-session.js";

/** One JSON document with all that is known of a session, piece by piece: its record and its entries with their fields. */
export async function* exportText(reader: LogReader, { session, place }: Chosen): AsyncGenerator<string> {
  yield `{"v":${SESSION_JSON_VERSION},"session":${safeJson(sessionJson(session, place))},"entries":[`;
  const query = { kind: "field", field: "session", pattern: literalPattern(String(session.id)) } as const;
  const request = { query, scope: { sources: undefined }, direction: "oldest-first", limit: undefined } as const;
  let between = "\n";
  for await (const entries of reader.scan(request)) {
    if (entries.length === 0) continue;
    yield between + entries.map((entry) => jsonOf(entry, { fields: "all" })).join(",\n");
    between = ",\n";
  }
  yield "\n]}\n";
}
