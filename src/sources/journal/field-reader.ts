import { isAscii, isUtf8 } from "node:buffer";
import type { FieldValue } from "../../core/entry.js";

/** A name that was seen, with the last value it had: most values of a journal are those of the record before. */
type FieldName = {
  readonly text: string;
  /** The last value again, when these bytes are it and a line end follows. */
  sameAsLast(data: Buffer, start: number, length: number): LastValue | undefined;
  /** The value of a `NAME=text` field. */
  textValue(data: Buffer, start: number, end: number): FieldValue;
};

type LastValue = { readonly value: FieldValue; readonly bytes: number };

export type FieldReader = {
  /** Undefined when the bytes are no name of a journal field. */
  name(data: Buffer, start: number, end: number): FieldName | undefined;
  binaryValue(data: Buffer, start: number, end: number): FieldValue;
};

/** Names are few; against a stream of made-up ones the memory is bounded. */
const MAX_NAMES = 1024;
/** Longer values are rarely repeated and cost more to compare than to decode. */
const MAX_REPEATED_BYTES = 256;
const LF = 10;

/**
 * Turns bytes into names and values. Remembering the last value of each name makes decoding 1.5 times faster and lets
 * the records share their strings (bench/journal.ts).
 */
export function createFieldReader(): FieldReader {
  const slots: (Slot | undefined)[] = Array.from({ length: MAX_NAMES * 2 });
  let names = 0;

  function name(data: Buffer, start: number, end: number): FieldName | undefined {
    let hash = end - start;
    for (let index = start; index < end; index++) hash = (Math.imul(hash, 31) + (data[index] ?? 0)) | 0;
    let place = (hash >>> 1) % slots.length;
    for (;;) {
      const slot = slots[place];
      if (slot === undefined) break;
      if (isSame(slot.bytes, data, start, end)) return slot.name;
      place = (place + 1) % slots.length;
    }
    const text = data.toString("latin1", start, end);
    if (!isFieldName(text)) return undefined;
    const made = createFieldName(text);
    if (names < MAX_NAMES) {
      slots[place] = { bytes: Buffer.from(data.subarray(start, end)), name: made };
      names++;
    }
    return made;
  }

  return { name, binaryValue: decodeValue };
}

type Slot = { readonly bytes: Buffer; readonly name: FieldName };

function isSame(known: Buffer, data: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = 0; index < known.length; index++) if (known[index] !== data[start + index]) return false;
  return true;
}

/** journald's own rule; it also keeps out `__proto__` and its like. */
function isFieldName(text: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(text);
}

function createFieldName(text: string): FieldName {
  const bytes = Buffer.allocUnsafeSlow(MAX_REPEATED_BYTES);
  let last: LastValue | undefined;

  return {
    text,
    sameAsLast(data, start, length) {
      if (last === undefined || text === "MESSAGE") return undefined;
      const end = start + last.bytes;
      if (end >= length || data[end] !== LF) return undefined;
      // From the end: what differs between two records is mostly there.
      for (let index = last.bytes - 1; index >= 0; index--) {
        if (bytes[index] !== data[start + index]) return undefined;
      }
      return last;
    },
    textValue(data, start, end) {
      const value = decodeValue(data, start, end);
      if (end - start <= MAX_REPEATED_BYTES && typeof value === "string") {
        data.copy(bytes, 0, start, end);
        last = { value, bytes: end - start };
      }
      return value;
    },
  };
}

/** Text where the bytes are UTF-8, else a copy of the bytes. */
export function decodeValue(data: Buffer, start: number, end: number): FieldValue {
  const bytes = data.subarray(start, end);
  if (isAscii(bytes)) return data.toString("latin1", start, end);
  return isUtf8(bytes) ? data.toString("utf8", start, end) : new Uint8Array(bytes);
}
