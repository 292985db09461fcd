import { isOverrun, newTape, readBytes, readText, readVarint } from "../varint.js";
import { OFFSET_BASE, QUARTER } from "./encode-texts.js";
import { openStamp, type Stamp } from "./stamp.js";
import { CLASS, FIRST_STATIC, Slot } from "./token-class.js";

/**
 * The shapes of a block. Shape n (from 1) is `bytes[starts[n], starts[n + 1])`; shape 0 is the slot for whole texts.
 */
export type Shapes = {
  readonly count: number;
  readonly bytes: Buffer;
  readonly starts: Uint32Array;
  /** How many slots of each keep bytes with the row. */
  readonly slots: readonly number[];
  readonly stamps: readonly Stamp[];
  /** Some stamp is followed by more of a token: what looks like one token in a text may lie in a stamp and a value. */
  readonly hasGluedStamp: boolean;
};

export function decodeShapes(group: Uint8Array): Shapes {
  const tape = newTape(group);
  const stamps: Stamp[] = [];
  const styles = readVarint(tape);
  for (let style = 0; style < styles && !isOverrun(tape); style += 1) {
    const pattern = readText(tape);
    stamps.push(openStamp({ pattern, offset: (readVarint(tape) - OFFSET_BASE) * QUARTER }));
  }
  const count = readVarint(tape) + 1;
  if (count > group.length) throw new RangeError("a block has more shapes than bytes for them");
  const starts = new Uint32Array(count + 1);
  // Shape 0 has no bytes of its own here.
  for (let shape = 1; shape < count; shape += 1) starts[shape + 1] = (starts[shape] ?? 0) + readVarint(tape);
  const bytes = readBytes(tape, starts[count] ?? 0);
  if (isOverrun(tape)) throw new RangeError("the shapes of a block end too early");
  const slots = Array.from({ length: count }, (_, shape) =>
    shape === 0 ? 1 : countSlots(bytes, starts[shape] ?? 0, starts[shape + 1] ?? 0, stamps.length),
  );
  return { count, bytes, starts, slots, stamps, hasGluedStamp: findsGluedStamp(bytes, starts, count) };
}

function findsGluedStamp(bytes: Buffer, starts: Uint32Array, count: number): boolean {
  for (let shape = 1; shape < count; shape += 1) {
    const end = starts[shape + 1] ?? 0;
    const at = bytes.subarray(starts[shape], end).indexOf(Slot.stamp);
    // Behind the slot and the two digits of its style.
    const behind = (starts[shape] ?? 0) + at + 3;
    if (at >= 0 && behind < end && CLASS[bytes[behind] ?? 0] !== 0) return true;
  }
  return false;
}

function countSlots(bytes: Buffer, from: number, to: number, styles: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= FIRST_STATIC) continue;
    if (byte === Slot.variable || byte === Slot.whole) count += 1;
    else if (byte === Slot.stamp) {
      at += 2;
      if (at >= to || styleAt(bytes, at - 1) >= styles) throw new RangeError("a shape has a stamp of no known style");
    } else if (byte > Slot.whole) throw new RangeError("a shape has a slot of no known kind");
  }
  return count;
}

/** The number of a stamp's style: two octal digits. */
export function styleAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 8 + (bytes[at + 1] ?? 0);
}
