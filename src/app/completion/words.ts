import type { State } from "../state.js";
import { fitting, type Offers, plain } from "./candidate.js";

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.:@/-]{2,}/gu;
const MOST_ENTRIES = 200;
const MOST_WORDS = 50;

/** Words of the lines on this page that begin as the last one typed; of a regex none. */
export function wordsFor(state: State, text: string): Offers {
  const typed = /\S*$/u.exec(text)?.[0] ?? "";
  const stem = text.slice(0, text.length - typed.length);
  if (typed.length < 2 || text.startsWith("/")) return { stem, candidates: [] };
  const entries = (state.stream.page?.entries ?? []).slice(-MOST_ENTRIES);
  const words = new Set(entries.flatMap(({ message }) => message.slice(0, 2_000).match(WORD) ?? []));
  words.delete(typed);
  const begun = fitting(plain([...words]), typed).filter((word) => word.text.startsWith(typed));
  return { stem, candidates: begun.slice(0, MOST_WORDS) };
}
