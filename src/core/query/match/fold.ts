/** The only characters whose lower-casing gives ASCII, changes the length, or depends on the neighbours. */
const ODD = /[\u0130\u03a3\u212a]/;
const ODD_KEPT = /([\u0130\u03a3\u212a])/;

/**
 * The form in which two texts are equal when case does not count: simple lower-casing, one UTF-16 unit for one. Unlike
 * `toLowerCase` it never turns a non-ASCII character into an ASCII one (K the kelvin sign stays, so does İ) and folds
 * every Σ to σ. So positions in the folded text are positions in the text, and ASCII needles may be looked for in raw
 * bytes.
 */
export function fold(text: string): string {
  if (!ODD.test(text)) return text.toLowerCase();
  return text
    .split(ODD_KEPT)
    .map((piece) => {
      if (piece === "\u03a3") return "\u03c3";
      return ODD.test(piece) ? piece : piece.toLowerCase();
    })
    .join("");
}

/** Whether smart case must respect case: the text has a letter that folding would change. */
export function hasCapital(text: string): boolean {
  return fold(text) !== text;
}

export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** The text as the source of a RegExp that matches just it: no character keeps a meaning, so it cannot backtrack. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
