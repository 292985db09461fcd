import { existsSync } from "node:fs";
import { SOURCE_KINDS } from "../sources/registry.js";

export type QueryWords = { readonly expression: string; readonly sources: readonly string[] };

/** The words of `logstream query`: the expression may be left out before a source, as in `query journal: -n 5`. */
export function queryWords(words: readonly string[]): QueryWords {
  return wordsFrom(words, isSource);
}

/** The same of a command that is mostly asked of files: any file that is there is a source, and so is `-`. */
export function fileWords(words: readonly string[]): QueryWords {
  return wordsFrom(words, (word) => word === "-" || isSource(word) || existsSync(word));
}

function wordsFrom(words: readonly string[], isSourceWord: (word: string) => boolean): QueryWords {
  const [first = "", ...sources] = words;
  return isSourceWord(first) ? { expression: "", sources: words } : { expression: first, sources };
}

/** A kind of source with a colon, or the path of something that is there. */
function isSource(word: string): boolean {
  if (SOURCE_KINDS.some(({ scheme }) => word.startsWith(`${scheme}:`))) return true;
  return /^(?:\/|\.\.?\/|~\/)/.test(word) && existsSync(word);
}
