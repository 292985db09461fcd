import type { RawBatch } from "../core/batch.js";
import { Mark } from "../core/entry.js";
import { isUtf8 } from "./utf8.js";

/** So many bytes are looked over at once for one that is not ASCII. */
const STRETCH = 1_024;
const HIGH_BITS = 0x8080_8080 | 0;

/**
 * Marks the records whose bytes are not UTF-8, without making text of any. Only records that touch a stretch with a
 * byte beyond ASCII are looked at.
 */
export function markBroken({ bytes, starts, ends, count }: RawBatch, marks: Uint16Array): void {
  let row = 0;
  for (let from = 0; from < bytes.length && row < count; from += STRETCH) {
    const to = Math.min(bytes.length, from + STRETCH);
    if (isAscii(bytes, from, to)) continue;
    while (row < count && (ends[row] ?? 0) <= from) row += 1;
    // A record that reaches into the next stretch is settled here as a whole.
    while (row < count && (starts[row] ?? 0) < to) {
      if (!isUtf8(bytes, starts[row] ?? 0, ends[row] ?? 0)) marks[row] = (marks[row] ?? 0) | Mark.notUtf8;
      row += 1;
    }
  }
}

/** Four bytes at a time where the memory allows it. */
function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  const misaligned = (bytes.byteOffset + at) & 3;
  const wordsFrom = misaligned === 0 ? at : at + 4 - misaligned;
  for (; at < Math.min(wordsFrom, to); at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >> 2);
  let seen = 0;
  // By index: an iterator costs fifty times as much here.
  for (let word = 0; word < words.length; word += 1) seen |= words[word] ?? 0;
  if ((seen & HIGH_BITS) !== 0) return false;
  for (at += words.length * 4; at < to; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}
