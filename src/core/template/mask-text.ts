import { HOLE } from "./hole.js";
import { joinValues } from "./join-values.js";
import { maskToken } from "./mask-token.js";
import { isSpanPart } from "./units.js";

const MOST_TOKENS = 256;

/**
 * The tokens of a skeleton (`skeletonOf`), each with what differs from line to line as holes. Some blanks between tokens
 * lie in a hole: of a date, a list of numbers, `1min 4s`. Takes time linear in the text.
 */
export function maskText(skeleton: string): readonly string[] {
  const tokens: string[] = [];
  let at = 0;
  let wasSpan = false;
  for (;;) {
    while (at < skeleton.length && isBlank(skeleton.charCodeAt(at))) at += 1;
    const start = at;
    while (at < skeleton.length && !isBlank(skeleton.charCodeAt(at))) at += 1;
    if (at === start) break;
    if (tokens.length === MOST_TOKENS) {
      tokens.push(HOLE);
      break;
    }
    const token = skeleton.slice(start, at);
    const isSpan = isSpanPart(token);
    if (isSpan && wasSpan) tokens.pop();
    tokens.push(maskToken(token));
    wasSpan = isSpan;
  }
  return joinValues(tokens);
}

/** What separates tokens: the blanks of ASCII. */
function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
