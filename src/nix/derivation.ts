/**
 * The derivations that one needs (`inputDrvs`), from the text of its `.drv` file; none when the text is no derivation.
 * The file is an ATerm: `Derive([outputs],[("/nix/store/….drv",["out"]),…],[sources],…)`, or `DrvWithVersion("…",…` with
 * the same members after the first.
 */
export function neededDerivations(text: string): readonly string[] {
  const head = /^(?:Derive\(|DrvWithVersion\("[^"]{0,100}",)/.exec(text);
  if (head === null) return [];
  const afterOutputs = skipValue(text, head[0].length);
  if (afterOutputs === -1 || !text.startsWith(",[", afterOutputs)) return [];
  const needs: string[] = [];
  let at = afterOutputs + 2;
  while (text.startsWith('("', at)) {
    const end = endOfString(text, at + 1);
    if (end === -1) return needs;
    needs.push(text.slice(at + 2, end));
    const next = skipValue(text, at);
    if (next === -1) return needs;
    at = text.charAt(next) === "," ? next + 1 : next;
  }
  return needs;
}

/** Index after a string, list or tuple that begins at `from`; -1 when it does not end. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
      if (at === -1) return -1;
    } else if (character === "[" || character === "(") depth += 1;
    else if (character === "]" || character === ")") depth -= 1;
    if (depth <= 0) return at + 1;
  }
  return -1;
}

/** Index of the quote that ends the string opened at `open`. */
function endOfString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === '"') return at;
  }
  return -1;
}
