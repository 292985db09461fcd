import type { Query } from "../../core/query/ast.js";
import type { QueryFault } from "../../core/query/query-fault.js";
import { parseQuery } from "../../core/query/parse.js";
import type { Moment } from "../moment.js";

/**
 * What is typed at the search prompt: a phrase as it stands, with smart case, or a `/regex/flags`. Undefined for no text.
 */
export function searchQuery(
  text: string,
  moment: Moment,
): { readonly query: Query } | { readonly fault: QueryFault } | undefined {
  if (text === "") return undefined;
  if (!/^\/.+\/[a-z]*$/.test(text)) return { query: { kind: "text", text, case: "smart" } };
  const parsed = parseQuery(text, moment);
  return parsed.ok ? { query: parsed.value } : { fault: parsed.fault };
}

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.:@/-]{2,}/gu;

/** The word that `*` takes: the first of the message, or the one after `current`, round and round. */
export function wordAfter(message: string, current: string | undefined): string | undefined {
  const words = [...new Set([...message.matchAll(WORD)].map(([word]) => word.replace(/[.:/-]+$/, "")))];
  const at = current === undefined ? -1 : words.indexOf(current);
  return words[(at + 1) % words.length];
}
