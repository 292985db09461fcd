import { commonEnds } from "./common-token.js";
import { HOLE } from "./hole.js";

/** So many different words of a kind may stand in one place before it is taken for the place of a value. */
export const MOST = { words: 3, states: 12, values: 1 };

/**
 * How many different tokens a place may have that has these two. States (RUNNING, Started, failing) say what happened and
 * make messages of their own; other words may be names; what has odd characters is a value at once.
 */
export function mostAt(left: string, right: string): number {
  const { head, tail } = commonEnds(left, right);
  return Math.min(mostOf(left.slice(head, left.length - tail)), mostOf(right.slice(head, right.length - tail)));
}

function mostOf(part: string): number {
  if (part.includes(HOLE)) return MOST.values;
  const word = part.replaceAll(/^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$/g, "");
  if (/^(?:[A-Z][A-Z_]+|[A-Za-z]{3,}(?:ed|ing))$/.test(word)) return MOST.states;
  return /^[\w'-]*$/.test(word) && !/\d{2}/.test(word) ? MOST.words : MOST.values;
}
