/** Of longer texts the rest is a hole. */
const MOST_CHARACTERS = 4_096;

/** Numbers; digits right behind letters may belong to a word, as in `ssh2`, if they are few. */
const NUMBERS = /(?<![a-zA-Z\u0080-\uffff\d])\d+|\d{3,}/g;

/**
 * What of a text decides its template: the text with every number as one and the same, cut where nobody looks. Texts with
 * one skeleton have one template, so whoever has learnt a skeleton need not look at its next text.
 */
export function skeletonOf(text: string): string {
  const isLong = text.length > MOST_CHARACTERS;
  const head = isLong ? text.slice(0, MOST_CHARACTERS) : text;
  const skeleton = head.replace(NUMBERS, "000");
  // A hole of its own in the end: no token that is split by the cut is taken for a word.
  return isLong ? `${skeleton}\0` : skeleton;
}
