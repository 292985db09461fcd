import { HOLE } from "./hole.js";

/** What two tokens have in common, as a token with a hole; the token itself when they are alike. */
export function commonToken(left: string, right: string): string {
  if (left === right || isSame(left, right)) return left;
  if (isSame(right, left)) return right;
  const { head, tail } = commonEnds(left, right);
  const joined = left.slice(0, head) + HOLE + left.slice(left.length - tail);
  return joined.includes("\0\0") ? joined.replaceAll(/\0+/g, HOLE) : joined;
}

/** Whether the first has the second in it but for one hole more: `bytes\0,` and `bytes,`. */
function isSame(holed: string, other: string): boolean {
  if (holed.length !== other.length + 1) return false;
  const at = holed.lastIndexOf(HOLE);
  return at >= 0 && holed.slice(0, at) + holed.slice(at + 1) === other;
}

const ENDS_HEAD: ReadonlySet<string> = new Set("=:([{\"'<,/@#|");
const BEGINS_TAIL: ReadonlySet<string> = new Set(")]}\"'>,;:/@#|.(");

/** How much of two tokens is alike in front and behind, cut where a word ends. */
export function commonEnds(left: string, right: string): { readonly head: number; readonly tail: number } {
  const most = Math.min(left.length, right.length);
  let head = 0;
  for (let at = 0; at < most && left[at] === right[at]; at += 1) {
    if (ENDS_HEAD.has(left[at] ?? "")) head = at + 1;
  }
  let tail = 0;
  for (let size = 1; size <= most - head; size += 1) {
    const char = left[left.length - size];
    if (char !== right[right.length - size]) break;
    if (BEGINS_TAIL.has(char ?? "")) tail = size;
  }
  return { head, tail };
}
