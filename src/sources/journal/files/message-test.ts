import type { Literal } from "../../../core/query/match/needs.js";
import type { Selection } from "./selection.js";

/** Whether the message that lies there may match; one too many is no harm. */
export type MessageTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/** The bit that tells the cases of an ASCII letter apart. */
const CASE_BIT = 0x20;

/** By single bytes: a message is short, and every call out of the loop would cost more than the loop. */
export function holdsLiteral({ text, ignoreCase }: Literal): MessageTest {
  const needle = Uint8Array.from(Buffer.from(text));
  const masks = needle.map((byte) => (ignoreCase && byte >= 97 && byte <= 122 ? CASE_BIT : 0));
  const { length } = needle;
  const [first = 0, mask = 0] = [needle[0], masks[0]];
  return (bytes, start, end) => {
    for (let at = start; at + length <= end; at++) {
      if (((bytes[at] ?? 0) | mask) !== first) continue;
      let index = 1;
      while (index < length && ((bytes[at + index] ?? 0) | (masks[index] ?? 0)) === needle[index]) index += 1;
      if (index === length) return true;
    }
    return false;
  };
}

/** What every message that is selected must hold; undefined where that is nothing. */
export function messageTestOf(selection: Selection): MessageTest | undefined {
  const literal = literalOf(selection);
  return literal === undefined ? undefined : holdsLiteral(literal);
}

function literalOf(selection: Selection): Literal | undefined {
  if (selection.kind === "holds") return selection.literal;
  if (selection.kind !== "every") return undefined;
  const literals = selection.parts.flatMap((part) => literalOf(part) ?? []);
  return literals.toSorted((one, other) => other.text.length - one.text.length)[0];
}
