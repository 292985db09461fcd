/** The words that may stand after a `|`, in the order they are explained in. */
export const STAGE_NAMES = [
  "count",
  "timeslice",
  "stats",
  "top",
  "distinct",
  "first",
  "last",
  "sort",
  "fields",
  "context",
  "dedup",
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

const STAGE_AHEAD = new RegExp(`(?:${STAGE_NAMES.join("|")})(?![\\p{L}\\p{N}_:.-])`, "yu");

/**
 * Whether the character at `at`, within or at the end of an unquoted word, is a pipe: one before the end of the word or
 * before the name of a stage. `a|b` is a word, `a||b` too.
 */
export function isPipeInWord(text: string, at: number): boolean {
  if (text.charAt(at) !== "|" || text.charAt(at + 1) === "|" || text.charAt(at - 1) === "|") return false;
  const next = text.charAt(at + 1);
  if (next === "" || /\s/.test(next)) return true;
  STAGE_AHEAD.lastIndex = at + 1;
  return STAGE_AHEAD.test(text);
}
