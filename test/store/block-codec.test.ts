import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields, FieldValue } from "../../src/core/entry.js";
import { pack, unpack } from "../../src/store/block/chunk.js";
import { decodeFields, encodeFields } from "../../src/store/block/field-table.js";
import { readTimes, writeTimes } from "../../src/store/block/times.js";
import { isOverrun, newSink, newTape, readVarint, writeVarint, written } from "../../src/store/block/varint.js";

describe("numbers in a block", () => {
  it("come back as they were, from 0 to the largest whole number", () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), (values) => {
        const sink = newSink(0);
        for (const value of values) writeVarint(sink, value);
        const tape = newTape(written(sink));
        expect(values.map(() => readVarint(tape))).toEqual(values);
        expect(isOverrun(tape)).toBe(false);
      }),
    );
  });

  it("read past the end are zeros, and it can be told", () => {
    const tape = newTape(Buffer.of(0x80));
    expect(readVarint(tape)).toBe(0);
    expect(isOverrun(tape)).toBe(true);
  });
});

describe("times in a block", () => {
  it("come back exactly, also those that are centuries off or not whole", () => {
    const time = fc.oneof(
      fc.integer({ min: 1.7e15, max: 1.8e15 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(-8.64e18, 8.64e18, 2 ** 53, -(2 ** 53), 0),
    );
    fc.assert(
      fc.property(fc.array(time), (values) => {
        const sink = newSink(0);
        const times = Float64Array.from(values, (value) => value + 0);
        writeTimes(sink, times, 0, times.length);
        expect(readTimes(newTape(written(sink)), times.length)).toEqual(times);
      }),
    );
  });
});

describe("fields in a block", () => {
  const { value } = fc.letrec<{ value: FieldValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: "grapheme" }),
      fc.double({ noDefaultInfinity: true }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array(),
      fc.array(tie("value")),
    ),
  }));
  const fields: fc.Arbitrary<Fields> = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom("__proto__", "7", "MESSAGE")),
    value,
  );

  it("come back with their types, names and order, row by row", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fields, { nil: undefined })), (rows) => {
        const table = decodeFields(encodeFields(rows), rows.length);
        for (const [index, row] of rows.entries()) {
          const read = table.row(index);
          expect(Object.entries(read ?? {})).toEqual(Object.entries(row ?? {}));
          expect(read === undefined).toBe(row === undefined);
        }
      }),
    );
  });

  it("of damaged bytes are an error or other fields, never an endless read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(20), (bytes, count) => {
        try {
          const table = decodeFields(bytes, count);
          for (let row = 0; row < count; row += 1) table.row(row);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

describe("a packed chunk", () => {
  it("gives back its bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), (bytes, compress) => {
        expect(new Uint8Array(unpack(pack(bytes, compress)))).toEqual(bytes);
      }),
    );
  });

  it("never unpacks to more than it says", () => {
    const { data, crc } = pack(Buffer.alloc(1 << 20), true);
    expect(() => unpack({ codec: 1, size: 1_000, data, crc })).toThrow(RangeError);
  });
});
