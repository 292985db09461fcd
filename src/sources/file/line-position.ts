import type { FileHandle } from "node:fs/promises";
import type { Encoding } from "../stream/framer.js";

const BLOCK_BYTES = 64 * 1024;
const LF = 10;

/**
 * Offset at which the last `lines` lines of a file start, an unfinished last one included; found by reading backwards.
 * With 0 it is where the next line starts: the end of the file, or the start of its unfinished line.
 */
export async function lastLinesStart(
  handle: FileHandle,
  size: number,
  lines: number,
  encoding: Encoding,
): Promise<number> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  let left = lines;
  for (let end = size; end > 0;) {
    const start = Math.max(0, Math.floor((end - 1) / BLOCK_BYTES) * BLOCK_BYTES);
    const { bytesRead } = await handle.read(block, 0, end - start, start);
    for (let at = bytesRead - 1; at >= 0; at--) {
      if (block[at] !== LF || !isLineEnd(block, at, encoding)) continue;
      const next = start + at + (encoding === "utf-16le" ? 2 : 1);
      // The end of the last line starts no line, unless none is asked for.
      if (next >= size && lines > 0) continue;
      if (left <= 1) return next;
      left--;
    }
    end = start;
  }
  return 0;
}

/** Blocks start at even offsets, so an even place in the block is an even place in the file. */
function isLineEnd(block: Uint8Array, at: number, encoding: Encoding): boolean {
  if (encoding === "bytes") return true;
  return encoding === "utf-16le" ? at % 2 === 0 && block[at + 1] === 0 : at % 2 === 1 && block[at - 1] === 0;
}
