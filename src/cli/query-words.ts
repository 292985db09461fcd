import { existsSync } from "node:fs";
import { SOURCE_KINDS } from "../sources/registry.js";

export type QueryWords = { readonly expression: string; readonly sources: readonly string[] };

/** The words of `logstream query`: the expression may be left out before a source, as in `query journal: -n 5`. */
export function queryWords(words: readonly string[]): QueryWords {
  const [first = "", ...sources] = words;
  return isSource(first) ? { expression: "", sources: words } : { expression: first, sources };
}

/** A kind of source with a colon, or the path of something that is there. */
function isSource(word: string): boolean {
  if (SOURCE_KINDS.some(({ scheme }) => word.startsWith(`${scheme}:`))) return true;
  return /^(?:\/|\.\.?\/|~\/)/.test(word) && existsSync(word);
}
