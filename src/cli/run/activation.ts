import type { Query } from "../../core/query/ast.js";
import { errorSourceOf } from "../../core/session.js";
import type { Micros } from "../../core/time.js";
import { ACTIVATION_WORDS } from "../../session/phases.js";
import type { Begun } from "./recording.js";

/** When the command's own output first spoke of an activation. */
export async function activationStart({ reader, session }: Begun): Promise<Micros | undefined> {
  if (session.source === undefined) return undefined;
  const scope = { sources: [session.source, errorSourceOf(session.source)] };
  const words = ACTIVATION_WORDS.map((text): Query => ({ kind: "text", text, case: "exact" }));
  const query: Query = { kind: "or", parts: words };
  for await (const entries of reader.scan({ query, scope, direction: "oldest-first", limit: undefined })) {
    // A build's log may say the same words in the middle of a line.
    const first = entries.find(({ text }) => ACTIVATION_WORDS.some((word) => text.startsWith(word)));
    if (first !== undefined) return first.at;
  }
  return undefined;
}
