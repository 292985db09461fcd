import type { Literal } from "../../../core/query/match/needs.js";
import type { Selection } from "./selection.js";

/** Whether the message that lies there may match; one too many is no harm. */
export type MessageTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/** The bit that tells the cases of an ASCII letter apart. */
const CASE_BIT = 0x20;

/** By single bytes: a message is short, and every call out of the loop would cost more than the loop. */
function holdsLiteral({ text, ignoreCase }: Literal): MessageTest {
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

/** Whether a message holds all of them. */
export function holdsAll(literals: readonly Literal[]): MessageTest {
  const tests = literals.map(holdsLiteral);
  return (bytes, start, end) => {
    for (const test of tests) if (!test(bytes, start, end)) return false;
    return true;
  };
}

/** What every message that is selected must hold; undefined where that is nothing. */
export function messageTestOf(selection: Selection): MessageTest | undefined {
  const literals = literalsOf(selection);
  return literals.length === 0 ? undefined : holdsAll(literals);
}

function literalsOf(selection: Selection): readonly Literal[] {
  if (selection.kind === "holds") return selection.literals;
  return selection.kind === "every" ? selection.parts.flatMap(literalsOf) : [];
}
