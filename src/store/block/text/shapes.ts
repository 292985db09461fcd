import { isOverrun, newTape, readByte, readBytes, readText, readVarint, type Tape } from "../varint.js";
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
  readonly stamps: readonly Stamp[];
  /** How many rows each has; blocks of before do not say it here. */
  readonly counts: Uint32Array | undefined;
  /** In blocks of before only a look at every byte tells; throws for shapes that cannot be. */
  slots(): ShapeSlots;
};

type ShapeSlots = {
  /** How many slots of each shape keep bytes with the row. */
  readonly kept: Uint16Array;
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
  const told = tape.at < group.length ? readTold(tape, count) : undefined;
  if (isOverrun(tape)) throw new RangeError("the shapes of a block end too early");
  let slots: ShapeSlots | undefined = told?.slots;
  return {
    count,
    bytes,
    starts,
    stamps,
    counts: told?.counts,
    slots: () => (slots ??= findSlots(bytes, starts, stamps.length)),
  };
}

function readTold(tape: Tape, count: number): { readonly counts: Uint32Array; readonly slots: ShapeSlots } {
  const counts = new Uint32Array(count);
  for (let shape = 0; shape < count; shape += 1) counts[shape] = readVarint(tape);
  const kept = new Uint16Array(count);
  kept[0] = 1;
  for (let shape = 1; shape < count; shape += 1) kept[shape] = readVarint(tape);
  return { counts, slots: { kept, hasGluedStamp: readByte(tape) === 1 } };
}

function findSlots(bytes: Buffer, starts: Uint32Array, styles: number): ShapeSlots {
  const kept = new Uint16Array(starts.length - 1);
  let hasGluedStamp = false;
  kept[0] = 1;
  let shape = 1;
  let stop = starts[2] ?? 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= FIRST_STATIC) continue;
    while (at >= stop) {
      shape += 1;
      stop = starts[shape + 1] ?? bytes.length;
    }
    if (byte === Slot.stamp) {
      at += 2;
      hasGluedStamp ||= at + 1 < stop && isPart(bytes[at + 1]);
    }
    if (!isSlot(bytes, at, { byte, stop, styles }))
      throw new RangeError("a shape has a slot of no known kind or style");
    if (byte === Slot.variable || byte === Slot.whole) kept[shape] = (kept[shape] ?? 0) + 1;
  }
  return { kept, hasGluedStamp };
}

type Place = { readonly byte: number; readonly stop: number; readonly styles: number };

/** `at` is the slot's last byte. */
function isSlot(bytes: Buffer, at: number, { byte, stop, styles }: Place): boolean {
  return byte === Slot.stamp ? at < stop && styleAt(bytes, at - 1) < styles : byte <= Slot.whole;
}

function isPart(byte = 0): boolean {
  return CLASS[byte] !== 0;
}

/** The number of a stamp's style: two octal digits. */
export function styleAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 8 + (bytes[at + 1] ?? 0);
}
