import { HOLE, SHOWN_HOLE } from "./hole.js";
import { maskText } from "./mask-text.js";
import { skeletonOf } from "./skeleton.js";

/** So many skeletons are remembered with their answer. */
const MOST_REMEMBERED = 20_000;

/**
 * Whether a message has a template, given as people read it: as many tokens once it is masked, each with what stands
 * between the holes of the template's token.
 */
export function templateTest(text: string): (message: string) => boolean {
  const tokens = tokensOfText(text).map((token) => token.split(HOLE));
  const answers = new Map<string, boolean>();
  return (message) => {
    const skeleton = skeletonOf(message);
    const known = answers.get(skeleton);
    if (known !== undefined) return known;
    const masked = maskText(skeleton);
    const has = hold(tokens, masked);
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    answers.set(skeleton, has);
    return has;
  };
}

/** The tokens of a template that is written with `<*>` for holes. */
function tokensOfText(text: string): readonly string[] {
  return text
    .split(/[\t-\r ]+/)
    .filter((token) => token !== "")
    .map((token) => token.replaceAll(SHOWN_HOLE, HOLE));
}

/** Whether each text of the second template, whose tokens these are, has the first one, too. */
export function covers(tokens: readonly string[], others: readonly string[]): boolean {
  return hold(
    tokens.map((token) => token.split(HOLE)),
    others,
  );
}

function hold(pieces: readonly (readonly string[])[], masked: readonly string[]): boolean {
  return masked.length === pieces.length && masked.every((token, at) => holds(token, pieces[at] ?? []));
}

function holds(token: string, [first = "", ...rest]: readonly string[]): boolean {
  const last = rest.pop();
  if (last === undefined) return token === first;
  const end = token.length - last.length;
  if (!token.startsWith(first) || !token.endsWith(last) || first.length > end) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = token.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
