import { HOLE, SHOWN_HOLE } from "./hole.js";
import { maskText } from "./mask-text.js";
import { skeletonOf } from "./skeleton.js";

/** So many skeletons are remembered with their masked text. */
const MOST_REMEMBERED = 20_000;

/**
 * Masks messages without learning from others: what looks like a value is `<*>`, and nothing else. So it is the same for
 * the same message wherever and whenever it is asked, and is the text of a template that has the message.
 */
export function textMasker(): (message: string) => string {
  const known = new Map<string, string>();
  return (message) => {
    const skeleton = skeletonOf(message);
    const remembered = known.get(skeleton);
    if (remembered !== undefined) return remembered;
    const masked = maskText(skeleton).join(" ").replaceAll(HOLE, SHOWN_HOLE);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(skeleton, masked);
    return masked;
  };
}
