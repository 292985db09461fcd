import type { RawBatch } from "../../core/batch.js";
import type { Micros } from "../../core/time.js";
import { type Framer, type Position, START } from "../framing.js";
import { createUtf8Framer } from "./utf8-framer.js";

const LF = 10;
const CR = 13;

/**
 * The framer of UTF-16 text: gives UTF-8 records, and positions in the bytes of the stream itself, so that a resume
 * finds its place. Lines are decoded whole; a line longer than one may be is given in pieces.
 */
export function createUtf16Framer(
  start: Position,
  byteOrder: "utf-16le" | "utf-16be",
  maxLineBytes: number,
  now: () => Micros,
): Framer {
  // The decoder would drop a mark at the start of every piece; only that of the stream may go.
  const decoder = new TextDecoder(byteOrder, { ignoreBOM: true });
  const inner = createUtf8Framer(START, maxLineBytes, now);
  let held = Buffer.alloc(0);
  let space = Buffer.alloc(0);
  let { lineEnd, given } = start;
  let isFresh = false;

  const unitAt = (at: number): number => (byteOrder === "utf-16le" ? held.readUInt16LE(at) : held.readUInt16BE(at));

  function push(chunk: Uint8Array): RawBatch | undefined {
    held = Buffer.concat([held, chunk]);
    isFresh ||= chunk.length > 0;
    if (lineEnd + given === 0 && held.length >= 2) {
      held = held.subarray(2);
      given = 2;
    }
    const lines = endOfLastLine();
    if (lines > 0) {
      lineEnd += given + lines;
      given = 0;
      return inner.push(decoded(lines));
    }
    return held.length > maxLineBytes * 2 ? pause() : undefined;
  }

  function endOfLastLine(): number {
    for (let at = (held.length & ~1) - 2; at >= 0; at -= 2) if (unitAt(at) === LF) return at + 2;
    return 0;
  }

  /** Takes the first bytes from what is held, as UTF-8. */
  function decoded(bytes: number): Uint8Array {
    const text = decoder.decode(held.subarray(0, bytes));
    held = held.subarray(bytes);
    return Buffer.from(text, "utf8");
  }

  function pause(): RawBatch | undefined {
    isFresh = false;
    let end = held.length & ~1;
    const last = end >= 2 ? unitAt(end - 2) : 0;
    if (last === CR || (last >= 0xd800 && last < 0xdc00)) end -= 2;
    if (end === 0) return undefined;
    given += end;
    const pieces = inner.push(decoded(end));
    const rest = inner.pause();
    return pieces === undefined || rest === undefined ? (pieces ?? rest) : joined(pieces, rest);
  }

  function drain(): RawBatch | undefined {
    isFresh = false;
    given += held.length;
    return held.length === 0 ? undefined : inner.push(decoded(held.length));
  }

  const finish = (last: () => RawBatch | undefined): RawBatch | undefined => {
    const pieces = drain();
    const rest = last();
    return pieces === undefined || rest === undefined ? (pieces ?? rest) : joined(pieces, rest);
  };

  return {
    push,
    pause,
    end: () => finish(inner.end),
    close: () => finish(inner.close),
    room: (bytes) => {
      space = Buffer.allocUnsafeSlow(bytes);
      return space;
    },
    wrote: (bytes) => push(space.subarray(0, bytes)),
    isHolding: () => isFresh && held.length > 0,
    position: () => ({ lineEnd, given }),
  };
}

/** Two batches of the same framer as one. */
function joined(first: RawBatch, second: RawBatch): RawBatch {
  const shift = first.bytes.length;
  const count = first.count + second.count;
  const marks = new Uint8Array(count);
  if (first.marks !== undefined) marks.set(first.marks);
  if (second.marks !== undefined) marks.set(second.marks, first.count);
  const shifted = (from: Uint32Array) => from.map((at) => at + shift);
  return {
    ...second,
    bytes: Buffer.concat([first.bytes, second.bytes]),
    starts: Uint32Array.from([...first.starts, ...shifted(second.starts)]),
    ends: Uint32Array.from([...first.ends, ...shifted(second.ends)]),
    count,
    marks,
  };
}
