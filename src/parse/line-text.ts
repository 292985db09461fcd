import type { RawBatch } from "../core/batch.js";
import { replacedIn } from "./utf8.js";

/** UTF-8 to text, U+FFFD for what is malformed, as the host does it fastest. */
export type Decode = (bytes: Uint8Array, start: number, end: number) => string;

/** Texts of a batch's records; ask in ascending order. */
export type LineTexts = {
  text(index: number): string;
  /** Whether the record last asked for held bytes that are not UTF-8. */
  isBroken(): boolean;
};

/** Decoding many lines at once costs a third of decoding each (bench/parse.ts). */
const CHUNK_BYTES = 32 * 1024;

/**
 * Where as many characters come out as bytes went in, every byte became one character: lines can be cut out of the
 * chunk's text by their byte offsets. Elsewhere each line is decoded by itself.
 */
export function lineTexts(batch: RawBatch, decode: Decode): LineTexts {
  const { bytes, starts, ends, count } = batch;
  let chunk = "";
  let chunkStart = 0;
  let chunkEnd = 0;
  let isWhole = false;
  let isBroken = false;

  function load(index: number): void {
    chunkStart = starts[index] ?? 0;
    chunkEnd = index + 1;
    while (chunkEnd < count && (ends[chunkEnd] ?? 0) - chunkStart <= CHUNK_BYTES) chunkEnd += 1;
    const end = ends[chunkEnd - 1] ?? chunkStart;
    chunk = decode(bytes, chunkStart, end);
    isWhole = chunk.length === end - chunkStart && !chunk.includes("\uFFFD");
  }

  return {
    text(index) {
      const start = starts[index] ?? 0;
      const end = ends[index] ?? start;
      if (index >= chunkEnd) load(index);
      isBroken = false;
      if (isWhole) return chunk.slice(start - chunkStart, end - chunkStart);
      const line = decode(bytes, start, end);
      isBroken = replacedIn(line, bytes.subarray(start, end)) > 0;
      return line;
    },
    isBroken: () => isBroken,
  };
}
