import type { RawBatch } from "../../core/batch.js";
import type { ParseContext } from "../../parse/format.js";
import { createParser } from "../../parse/parser.js";
import { decodeUtf8 } from "./decode.js";

/** The parser at work on some stretch of a file, to learn where its entries begin. */
export type Replay = {
  /** Takes the next lines, which follow those before without a gap. */
  feed(lines: readonly Buffer[]): void;
  /**
   * How many of the last lines the entry of the last line has so far; undefined while the parser waits for the first
   * line with a time.
   */
  linesOfLast(): number | undefined;
  format(): string;
};

export function openReplay(context: ParseContext): Replay {
  const { localOffset, receivedAt } = context;
  const parser = createParser({ localOffset, decode: decodeUtf8, lastOrder: undefined });
  let fed = 0;
  let given = 0;
  let linesOfGiven = 0;
  return {
    feed(lines) {
      if (lines.length === 0) return;
      fed += lines.length;
      const batch = parser.push(batchOf(lines, receivedAt));
      for (let index = 0; index < (batch?.count ?? 0); index += 1) {
        linesOfGiven = batch?.lines[index] ?? 1;
        given += linesOfGiven;
      }
    },
    linesOfLast() {
      if (parser.held === 0) return linesOfGiven;
      return parser.held === 1 ? fed - given : undefined;
    },
    format: () => parser.format,
  };
}

function batchOf(lines: readonly Buffer[], receivedAt: RawBatch["receivedAt"]): RawBatch {
  const count = lines.length;
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const bytes = Buffer.allocUnsafe(lines.reduce((sum, line) => sum + line.length + 1, 0));
  let at = 0;
  for (const [index, line] of lines.entries()) {
    starts[index] = at;
    at += line.copy(bytes, at);
    ends[index] = at;
    bytes[at] = 10;
    at += 1;
  }
  return { bytes, starts, ends, count, marks: undefined, records: undefined, receivedAt };
}
