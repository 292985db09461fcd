import type { RawBatch } from "../../core/batch.js";
import { Mark } from "../../core/entry.js";
import type { Micros } from "../../core/time.js";
import type { Framer, Position } from "../framing.js";
import { createRanges } from "./ranges.js";

const LF = 10;
const CR = 13;
const SMALLEST_BUFFER = 4 * 1024;

/**
 * The framer of UTF-8 and of any other bytes in which a line ends at 0x0A. One growing buffer holds the unfinished line
 * and what was read after it; finished lines leave together with their memory.
 */
export function createUtf8Framer(start: Position, maxLineBytes: number, now: () => Micros): Framer {
  const ranges = createRanges();
  let buffer = Buffer.alloc(0);
  let filled = 0;
  /** Where the first record that was not given starts, and how far newlines were looked for. */
  let recordStart = 0;
  let scanned = 0;
  /** Offset in the stream of `buffer[0]`, and of the end of the last whole line. */
  let base = start.lineEnd + start.given;
  let lineEnd = start.lineEnd;
  let isContinuing = start.given > 0;
  let lastRoom = 0;
  let isFresh = false;

  function room(bytes: number): Uint8Array {
    lastRoom = bytes;
    if (filled + bytes > buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(filled + bytes, Math.min(buffer.length * 2, maxLineBytes * 2)));
      buffer.copy(grown, 0, 0, filled);
      buffer = grown;
    }
    return buffer.subarray(filled, filled + bytes);
  }

  function wrote(bytes: number): RawBatch | undefined {
    filled += bytes;
    isFresh ||= bytes > 0;
    if (base === 0 && recordStart === 0 && hasByteOrderMark(buffer, filled)) recordStart = 3;
    // Buffer.indexOf: 2.4-3.6 GB/s here, where a loop over words reached 1.4 and a search in a string 1.2.
    const seen = buffer.subarray(0, filled);
    for (let at = seen.indexOf(LF, scanned); at !== -1; at = seen.indexOf(LF, at + 1)) takeLine(at);
    scanned = filled;
    // Two bytes more than a line may have: a single one might be the CR of the line's end.
    while (filled - recordStart >= maxLineBytes + 2) takePiece();
    return give();
  }

  function takeLine(newline: number): void {
    const end = newline > recordStart && buffer[newline - 1] === CR ? newline - 1 : newline;
    while (end - recordStart > maxLineBytes) takePiece();
    ranges.add(recordStart, end, 0);
    recordStart = newline + 1;
    lineEnd = base + recordStart;
    isContinuing = false;
  }

  function takePiece(): void {
    const cut = characterStart(buffer, recordStart + maxLineBytes);
    ranges.add(recordStart, cut, Mark.continues);
    recordStart = cut;
    isContinuing = true;
  }

  function give(): RawBatch | undefined {
    if (ranges.count() === 0) return undefined;
    return { bytes: handOver(), ...ranges.take(), records: undefined, receivedAt: now() };
  }

  /** The bytes of the records taken; what is left moves to memory that the receiver does not own. */
  function handOver(): Uint8Array {
    const used = recordStart;
    const rest = filled - used;
    const isMostlyUsed = used * 2 >= buffer.length;
    const given = isMostlyUsed
      ? buffer.subarray(0, used)
      : Buffer.from(new Uint8Array(buffer.subarray(0, used)).buffer);
    if (isMostlyUsed) {
      const fresh = Buffer.allocUnsafeSlow(Math.max(SMALLEST_BUFFER, rest + lastRoom));
      buffer.copy(fresh, 0, used, filled);
      buffer = fresh;
    } else {
      buffer.copyWithin(0, used, filled);
    }
    base += used;
    filled = rest;
    scanned = rest;
    recordStart = 0;
    return given;
  }

  function pause(): RawBatch | undefined {
    isFresh = false;
    const end = wholeCharacters(buffer, recordStart, filled);
    if (end === recordStart) return undefined;
    ranges.add(recordStart, end, Mark.partial | Mark.continues);
    recordStart = end;
    isContinuing = true;
    return give();
  }

  function end(): RawBatch | undefined {
    isFresh = false;
    if (filled === recordStart) return undefined;
    ranges.add(recordStart, filled, Mark.partial);
    recordStart = filled;
    isContinuing = false;
    return give();
  }

  function close(): RawBatch | undefined {
    const last = end();
    if (last !== undefined || !isContinuing) return last;
    ranges.add(recordStart, recordStart, Mark.partial);
    isContinuing = false;
    return give();
  }

  return {
    room,
    wrote,
    pause,
    end,
    close,
    push: (chunk) => {
      room(chunk.length).set(chunk);
      return wrote(chunk.length);
    },
    isHolding: () => isFresh && filled > recordStart,
    position: () => ({ lineEnd, given: base + recordStart - lineEnd }),
  };
}

function hasByteOrderMark(bytes: Uint8Array, filled: number): boolean {
  return filled >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The start of the character that `at` lies in; `at` itself where the bytes are not UTF-8. */
function characterStart(bytes: Uint8Array, at: number): number {
  for (let back = 0; back <= 3; back++) if (!isContinuation(bytes[at - back])) return at - back;
  return at;
}

/** The end of what may be shown of an unfinished line: no half character, and no CR whose LF may still come. */
function wholeCharacters(bytes: Uint8Array, start: number, end: number): number {
  if (end > start && bytes[end - 1] === CR) return end - 1;
  for (let length = 1; length <= 3 && end - length >= start; length++) {
    const byte = bytes[end - length] ?? 0;
    if (isContinuation(byte)) continue;
    return length < sequenceLength(byte) ? end - length : end;
  }
  return end;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  if (lead >= 0xe0) return lead < 0xf0 ? 3 : 1;
  return lead >= 0xc2 ? 2 : 1;
}
