import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FieldValue } from "../../../src/core/entry.js";
import { createExportDecoder } from "../../../src/sources/journal/export-decoder.js";
import { CUT_FIELD, MAX_FIELD_BYTES } from "../../../src/sources/journal/record-builder.js";

type Decoded = { readonly fields: Record<string, FieldValue>; readonly message: string | undefined };

function decode(chunks: readonly Uint8Array[]): { readonly records: readonly Decoded[]; readonly damaged: number } {
  const records: Decoded[] = [];
  const decoder = createExportDecoder((fields, message) =>
    records.push({ fields, message: message === undefined ? undefined : Buffer.from(message).toString("latin1") }),
  );
  for (const chunk of chunks) decoder.push(chunk);
  return { records, damaged: decoder.damaged() };
}

function binary(name: string, value: Uint8Array, length = BigInt(value.length)): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length);
  return Buffer.concat([Buffer.from(`${name}\n`), size, value, Buffer.from("\n")]);
}

const text = (...lines: readonly string[]) => Buffer.from(`${lines.join("\n")}\n`);

/** The bytes cut at the given places, each piece in memory that is overwritten as soon as it was taken. */
function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.slice(places[index], end));
}

/** The bytes in pieces of these sizes, over and over. */
function piecesOf(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = sizes[pieces.length % sizes.length] ?? 1;
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}

describe("the export decoder", () => {
  it("reads text fields, binary fields, repeated fields and messages", () => {
    const bytes = Buffer.concat([
      text("__CURSOR=s=1", "PRIORITY=6", "TAG=one", "TAG=two", "TAG=three", "MESSAGE=plain", ""),
      binary("MESSAGE", Buffer.from("two\nlines")),
      binary("RAW", Buffer.from([0xff, 0xfe, 10, 0])),
      text("NAME=grün", "EMPTY=", ""),
      text("NOTE=no message", ""),
    ]);
    expect(decode([bytes]).records).toEqual([
      { fields: { __CURSOR: "s=1", PRIORITY: "6", TAG: ["one", "two", "three"] }, message: "plain" },
      { fields: { RAW: new Uint8Array([0xff, 0xfe, 10, 0]), NAME: "grün", EMPTY: "" }, message: "two\nlines" },
      { fields: { NOTE: "no message" }, message: undefined },
    ]);
  });

  it("reads what a real journald wrote of odd messages", () => {
    const { records, damaged } = decode([
      readFileSync(new URL("../../fixtures/journal/edge-cases.export", import.meta.url)),
    ]);
    const messages = records.map(({ message }) => message);
    expect(damaged).toBe(0);
    expect(messages).toContain("line one\nline two\n  line three");
    expect(messages).toContain("non utf8 \xff\xfe caf\xe9 latin1");
    expect(messages).toContain("with nul \x00 and esc \x1b[31mred\x1b[0m and tab\t and bell \x07");
    expect(messages).toContain("A".repeat(5000));
    expect(records.some(({ message, fields }) => message === undefined && fields["NOTE"] !== undefined)).toBe(true);
    expect(records.find(({ message }) => message === "multi valued test")?.fields["TAG"]).toEqual([
      "one",
      "two",
      "three",
    ]);
  });

  it("gives the same records however the bytes are cut", () => {
    const name = fc.oneof(fc.constantFrom("A", "PRIORITY", "MESSAGE"), fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,12}$/));
    const value = fc.uint8Array({ maxLength: 40 });
    // Repeated names and values too: the decoder remembers them.
    const plain = fc.oneof(fc.constantFrom("6", "the same again"), fc.stringMatching(/^[ -~äé€]{0,40}$/));
    const field = fc.oneof(
      fc.tuple(name, value).map(([key, bytes]) => binary(key, bytes)),
      fc.tuple(name, plain).map(([key, words]) => text(`${key}=${words}`)),
      // Lines that mean nothing, and values whose length does not fit.
      fc
        .tuple(name, value, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
        .map(([key, bytes, n]) => binary(key, bytes, n)),
      value.map((bytes) => Buffer.from(bytes)),
    );
    const stream = fc
      .array(fc.array(field, { maxLength: 6 }), { maxLength: 8 })
      .map((records) => Buffer.concat(records.flatMap((fields) => [...fields, Buffer.from("\n")])));
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }), (bytes, sizes) => {
        expect(decode(piecesOf(bytes, sizes))).toEqual(decode([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  it("reads back every record that was written, whatever the one before it held", () => {
    // Few names and values: the decoder remembers the last value of each name.
    const value = fc.constantFrom("", "6", "the same again", "something else", "ä");
    const record = fc.record({
      fields: fc.dictionary(fc.constantFrom("A", "B", "PRIORITY", "A_LONG_NAME"), value),
      message: fc.oneof(value, fc.stringMatching(/^[a\n]{0,30}$/)),
      isBinary: fc.boolean(),
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), sizes, (records, pieces) => {
        const bytes = Buffer.concat(
          records.flatMap(({ fields, message, isBinary }) => [
            ...Object.entries(fields).map(([name, words]) => text(`${name}=${words}`)),
            isBinary || message.includes("\n") ? binary("MESSAGE", Buffer.from(message)) : text(`MESSAGE=${message}`),
            Buffer.from("\n"),
          ]),
        );
        expect(decode(piecesOf(bytes, pieces)).records).toEqual(
          records.map(({ fields, message }) => ({
            fields: { ...fields },
            message: Buffer.from(message).toString("latin1"),
          })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("gives nothing of a record that was cut off", () => {
    const whole = text("PRIORITY=6", "MESSAGE=whole", "");
    for (let length = 0; length < whole.length; length++) {
      expect(decode([whole, whole.subarray(0, length)]).records).toHaveLength(1);
    }
  });

  it("leaves out a record that breaks the format and goes on with the next", () => {
    const next = text("MESSAGE=next", "");
    const hostile = [
      Buffer.concat([text("PRIORITY=6"), binary("MESSAGE", Buffer.from("x"), 2n ** 63n), Buffer.from("\n")]),
      Buffer.concat([binary("MESSAGE", Buffer.from("longer than said"), 3n), Buffer.from("\n")]),
      text("not a field", "12345678", ""),
    ];
    for (const bytes of hostile) {
      const { records, damaged } = decode([bytes, next]);
      expect(records).toEqual([{ fields: {}, message: "next" }]);
      expect(damaged).toBe(1);
    }
  });

  it("takes no names that an object must not be asked for", () => {
    const { records } = decode([text("__proto__=x", "constructor=x", "=x", "lower=x", "A=1", "")]);
    expect(records).toEqual([{ fields: { A: "1" }, message: undefined }]);
    expect(Object.keys(records[0]?.fields ?? {})).toEqual(["A"]);
  });

  it("cuts values that are too long to keep, and says which", () => {
    const long = "x".repeat(MAX_FIELD_BYTES + 100);
    const bytes = Buffer.concat([
      text(`TEXT=${long}`),
      binary("CORE", Buffer.from(long)),
      text("MESSAGE=after", ""),
      text("MESSAGE=next", ""),
    ]);
    for (const chunks of [[bytes], cutAt(bytes, [1000, 700_000, MAX_FIELD_BYTES + 50, 2 * MAX_FIELD_BYTES + 120])]) {
      const { records } = decode(chunks);
      expect(records.map(({ message }) => message)).toEqual(["after", "next"]);
      expect(records[0]?.fields[CUT_FIELD]).toEqual(["TEXT", "CORE"]);
      expect(records[0]?.fields["TEXT"]).toHaveLength(MAX_FIELD_BYTES);
      expect(records[0]?.fields["CORE"]).toHaveLength(MAX_FIELD_BYTES);
    }
  });
});
