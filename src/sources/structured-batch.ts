import type { RawBatch, RawRecord } from "../core/batch.js";
import { Mark } from "../core/entry.js";
import { micros } from "../core/time.js";
import { MAX_LINE_BYTES } from "./framing.js";
import { createRanges } from "./stream/ranges.js";

/** Collects records that come with their time and fields. Texts are copied, a line end between two of them. */
export type StructuredBatch = {
  /** A text longer than a line may be becomes several records with the same time and fields. */
  add(record: RawRecord, text: Uint8Array): void;
  readonly isHolding: () => boolean;
  isFull(): boolean;
  /** What was collected; undefined when nothing was. Starts anew. */
  take(): RawBatch | undefined;
};

/** Bounds of a batch: the store's transaction and the receiver's memory, not the reader's speed, ask for them. */
const FULL_RECORDS = 4_096;
const FULL_BYTES = 1024 * 1024;
const FIRST_BYTES = 64 * 1024;
const LF = 10;

export function createStructuredBatch(): StructuredBatch {
  const ranges = createRanges();
  let bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let filled = 0;
  let records: RawRecord[] = [];

  function addPiece(record: RawRecord, text: Uint8Array, marks: number): void {
    const needed = filled + text.length + 1;
    if (needed > bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, bytes.length * 2));
      bytes.copy(grown, 0, 0, filled);
      bytes = grown;
    }
    if (records.length > 0) bytes[filled++] = LF;
    bytes.set(text, filled);
    ranges.add(filled, filled + text.length, marks);
    filled += text.length;
    records.push(record);
  }

  function add(record: RawRecord, text: Uint8Array): void {
    let start = 0;
    while (text.length - start > MAX_LINE_BYTES) {
      const end = characterStart(text, start + MAX_LINE_BYTES);
      addPiece(record, text.subarray(start, end), Mark.continues);
      start = end;
    }
    addPiece(record, start === 0 ? text : text.subarray(start), 0);
  }

  function take(): RawBatch | undefined {
    if (records.length === 0) return undefined;
    const taken = {
      bytes: bytes.subarray(0, filled),
      ...ranges.take(),
      records,
      receivedAt: micros(Date.now() * 1000),
    };
    bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    filled = 0;
    records = [];
    return taken;
  }

  const isHolding = () => records.length > 0;
  return { add, isHolding, isFull: () => records.length >= FULL_RECORDS || filled >= FULL_BYTES, take };
}

/** The start of the character at `at`; `at` itself where the bytes are not UTF-8. */
function characterStart(text: Uint8Array, at: number): number {
  for (let back = 0; back <= 3; back++) if (((text[at - back] ?? 0) & 0xc0) !== 0x80) return at - back;
  return at;
}

/** A batch without records: it says that the source is well again although nothing new has come. */
export function emptyBatch(): RawBatch {
  const none = new Uint32Array(0);
  const receivedAt = micros(Date.now() * 1000);
  return { bytes: new Uint8Array(0), starts: none, ends: none, count: 0, marks: undefined, records: [], receivedAt };
}
