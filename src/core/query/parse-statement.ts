import type { Result } from "../fault.js";
import { type Failed, lexQuery, queryOfTokens } from "./parse.js";
import type { QueryFault } from "./query-fault.js";
import { faultIn } from "./repair.js";
import { readStages } from "./stages/read-stages.js";
import type { Statement } from "./statement.js";
import type { TimeContext } from "./times.js";

export type StatementResult =
  | (Result<Statement> & { readonly ok: true })
  | { readonly ok: false; readonly fault: QueryFault };

/**
 * Reads a query and the stages that follow it: `query | stage | stage`. A query that is left out is all entries.
 * Stages are checked for order and for the fields and columns they name. Linear in the text; never throws.
 */
export function parseStatement(text: string, context: TimeContext): StatementResult {
  const parsed = parseOnce(text, context);
  if (!("kind" in parsed)) return { ok: true, value: parsed };
  const troubleIn = (repaired: string) => {
    const again = parseOnce(repaired, context);
    return "kind" in again ? again.trouble : undefined;
  };
  return { ok: false, fault: faultIn(text, parsed.trouble, troubleIn) };
}

function parseOnce(text: string, context: TimeContext): Statement | Failed {
  const lexed = lexQuery(text);
  if (!lexed.ok) return { kind: "trouble", trouble: lexed.trouble };
  const { tokens, pipe = text.length } = lexed;
  const query = queryOfTokens(text.slice(0, pipe), tokens, context);
  if (query.kind === "trouble") return withRest(query, text.slice(pipe));
  const stages = readStages(text, pipe);
  return "kind" in stages ? stages : { query, stages };
}

/** A rewritten query keeps its stages. */
function withRest({ kind, trouble }: Failed, rest: string): Failed {
  if (trouble.rewritten === undefined || rest === "") return { kind, trouble };
  return { kind, trouble: { ...trouble, rewritten: `${trouble.rewritten} ${rest}` } };
}
