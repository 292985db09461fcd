import { zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflateZstd } from "../../src/store/block/inflate-zstd.js";

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2_000 }),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.nat(9_000))
    .map(([few, often]) => Buffer.alloc(often, few)),
);

function damagedAt(packed: Buffer, place: number, flip: number): Buffer {
  const damaged = Buffer.from(packed);
  damaged[place % packed.length] = (damaged[place % packed.length] ?? 0) ^ flip;
  return damaged;
}

/** -1 for what is refused. */
function lengthOf(packed: Uint8Array, size: number): number {
  try {
    return inflateZstd(packed, size).length;
  } catch {
    return -1;
  }
}

describe("unpacking of zstd frames", () => {
  it("gives the bytes again, frame after frame, never more than asked for, whatever came before it", () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (given, place, flip) => {
        const packed = zstdCompressSync(given);
        expect(Buffer.from(given).equals(inflateZstd(packed, given.length))).toBe(true);
        if (given.length > 1) expect(() => inflateZstd(packed, given.length - 1)).toThrow();
        for (const odd of [packed.subarray(0, place % packed.length), damagedAt(packed, place, flip)]) {
          expect(lengthOf(odd, given.length)).toBeLessThanOrEqual(given.length);
        }
        expect(Buffer.from(given).equals(inflateZstd(packed, given.length))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
