const SMALLEST_BYTES = 4 * 1024;
/** A buffer of this size is given back once it is read: many followed files must not keep one each. */
const LARGE_BYTES = 256 * 1024;

/** Bytes that are appended at the end and handed over from the front, with as little copying as can be. */
export type GrowingBuffer = {
  /** Free memory at the end; valid until the next call. */
  readonly room: (bytes: number) => Uint8Array;
  readonly wrote: (bytes: number) => void;
  /** All that is in it; a view, valid until the next call of `room` or `take`. */
  readonly view: () => Buffer;
  readonly length: () => number;
  /** The first bytes, in memory that nobody else touches; what is left starts at 0. */
  readonly take: (bytes: number) => Uint8Array;
};

export function createGrowingBuffer(): GrowingBuffer {
  let buffer = Buffer.alloc(0);
  let filled = 0;
  let lastRoom = 0;

  return {
    room(bytes) {
      lastRoom = bytes;
      if (filled + bytes > buffer.length) {
        // Doubling: a long line that comes in small pieces is not copied for each of them.
        const grown = Buffer.allocUnsafeSlow(Math.max(filled + bytes, filled === 0 ? 0 : buffer.length * 2));
        buffer.copy(grown, 0, 0, filled);
        buffer = grown;
      }
      return buffer.subarray(filled, filled + bytes);
    },
    wrote(bytes) {
      filled += bytes;
    },
    view: () => buffer.subarray(0, filled),
    length: () => filled,
    take(bytes) {
      const rest = buffer.subarray(bytes, filled);
      // Mostly used memory goes with its bytes; else a few bytes would keep a large piece of it alive.
      const isMostlyUsed = bytes * 2 >= buffer.length;
      const taken = isMostlyUsed ? buffer.subarray(0, bytes) : copyOf(buffer.subarray(0, bytes));
      filled = rest.length;
      if (isMostlyUsed || buffer.length > LARGE_BYTES)
        buffer = Buffer.allocUnsafeSlow(Math.max(SMALLEST_BYTES, filled + lastRoom));
      buffer.set(rest);
      return taken;
    },
  };
}

function copyOf(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}
