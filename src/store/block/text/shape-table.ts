import { CLASS, FIRST_STATIC, Slot } from "./token-class.js";

/**
 * The shapes seen so far, each with a number: open addressing over a hash that only finds candidates; the bytes decide,
 * so that nobody can write a log in which one shape is taken for another.
 */
export type ShapeTable = {
  /** The shape's number; -1 when it is new and there is no room. */
  number(bytes: Uint8Array, length: number, hash: number): number;
  bytes(shape: number): Uint8Array;
  /** How many of its slots keep bytes with the row. */
  slots(shape: number): number;
  /** Whether a stamp of it is followed by more of a token. */
  isGlued(shape: number): boolean;
  size(): number;
};

const MOST_SHAPES = 1 << 15;
const MOST_BYTES = 4 << 20;
const PLACES = MOST_SHAPES * 4;

export function newShapeTable(): ShapeTable {
  const places = new Int32Array(PLACES).fill(-1);
  const hashes = new Int32Array(MOST_SHAPES);
  const starts = new Uint32Array(MOST_SHAPES + 1);
  const slots = new Uint16Array(MOST_SHAPES);
  const glued = new Uint8Array(MOST_SHAPES);
  let pool = new Uint8Array(1 << 16);
  let size = 0;

  function isSame(shape: number, bytes: Uint8Array, length: number): boolean {
    const start = starts[shape] ?? 0;
    if ((starts[shape + 1] ?? 0) - start !== length) return false;
    for (let at = 0; at < length; at += 1) if (pool[start + at] !== bytes[at]) return false;
    return true;
  }

  function add(bytes: Uint8Array, length: number, hash: number): number {
    const start = starts[size] ?? 0;
    if (size === MOST_SHAPES || start + length > MOST_BYTES) return -1;
    if (start + length > pool.length) {
      const grown = new Uint8Array(Math.max(pool.length * 2, start + length));
      grown.set(pool);
      pool = grown;
    }
    pool.set(bytes.subarray(0, length), start);
    hashes[size] = hash;
    starts[size + 1] = start + length;
    slots[size] = countSlots(bytes, length);
    glued[size] = hasGluedStamp(bytes, length) ? 1 : 0;
    return size++;
  }

  return {
    number(bytes, length, hash) {
      let place = (hash ^ (hash >>> 15)) & (PLACES - 1);
      for (;;) {
        const shape = places[place] ?? -1;
        if (shape < 0) {
          const added = add(bytes, length, hash);
          if (added >= 0) places[place] = added;
          return added;
        }
        if (hashes[shape] === hash && isSame(shape, bytes, length)) return shape;
        place = (place + 1) & (PLACES - 1);
      }
    },
    bytes: (shape) => pool.subarray(starts[shape], starts[shape + 1]),
    slots: (shape) => slots[shape] ?? 0,
    isGlued: (shape) => glued[shape] === 1,
    size: () => size,
  };
}

function countSlots(bytes: Uint8Array, length: number): number {
  let count = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= FIRST_STATIC) continue;
    if (byte === Slot.variable || byte === Slot.whole) count += 1;
    // The number of the style comes next.
    if (byte === Slot.stamp) at += 2;
  }
  return count;
}

function hasGluedStamp(bytes: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; at += 1) {
    if (bytes[at] !== Slot.stamp) continue;
    at += 2;
    if (at + 1 < length && CLASS[bytes[at + 1] ?? 0] !== 0) return true;
  }
  return false;
}
