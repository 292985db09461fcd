import type { RawBatch } from "../../core/batch.js";
import { createRanges } from "../stream/ranges.js";

/** Collects texts in one piece of memory, without anything between them. */
export type Texts = {
  add(from: Uint8Array, start: number, end: number, marks: number): void;
  size(): number;
  take(): Pick<RawBatch, "bytes" | "starts" | "ends" | "count" | "marks">;
};

/** `full` is what is expected at most. */
export function createTexts(full: number): Texts {
  const ranges = createRanges();
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let filled = 0;
  return {
    add(from, start, end, marks) {
      const needed = filled + end - start;
      if (needed > bytes.length) {
        const grown = Buffer.allocUnsafeSlow(Math.max(needed, bytes.length * 2));
        bytes.copy(grown, 0, 0, filled);
        bytes = grown;
      }
      if (end - start > SHORT) bytes.set(from.subarray(start, end), filled);
      // A view of the part costs as much as copying so few bytes.
      else for (let at = start, to = filled; at < end; at += 1, to += 1) bytes[to] = from[at] ?? 0;
      const stop = filled + end - start;
      ranges.add(filled, stop, marks);
      filled = stop;
    },
    size: () => filled,
    take() {
      const taken = { bytes: bytes.subarray(0, filled), ...ranges.take() };
      // A batch is mostly followed by one of its size.
      bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, Math.min(full, filled)));
      filled = 0;
      return taken;
    },
  };
}

const FIRST_BYTES = 64 * 1024;
const SHORT = 40;
