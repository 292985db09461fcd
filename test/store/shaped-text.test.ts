import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Literal } from "../../src/core/query/match/needs.js";
import { requiredLiterals } from "../../src/core/query/literals.js";
import { NO, PERHAPS, verdictAt, YES } from "../../src/core/query/match/verdict.js";
import { compileAutomaton, compileRegex } from "../../src/core/query/regex.js";
import { createParser } from "../../src/parse/parser.js";
import { type Chunk, type GroupName, pack, unpack } from "../../src/store/block/chunk.js";
import { decodeShapes } from "../../src/store/block/text/shapes.js";
import { createTextEncoder } from "../../src/store/block/text/encode-texts.js";
import type { BatchRow } from "../support/entry-batch.js";
import { rawBatch, UTC } from "../support/raw-lines.js";
import { blockOf } from "../support/sealed-block.js";

const NOON = Date.UTC(2026, 10, 21, 12, 0, 0) * 1_000;

/** The ways to write a time that a log may have, here of UTC or of a place two hours ahead. */
const STAMPS: readonly ((at: number) => string)[] = [
  (at) => `${iso(at).slice(0, 23)}${String(at % 1_000).padStart(3, "0")}+00:00`,
  (at) => `${iso(at + 7_200e6).slice(0, 19)}+02:00`,
  (at) => `${iso(at).slice(0, 19).replace("T", " ")},${iso(at).slice(20, 23)}`,
  (at) => `${iso(at).slice(0, 23)}Z`,
  (at) =>
    `${new Date(at / 1e3).toUTCString().slice(8, 11)} ${iso(at).slice(8, 10).replace(/^0/, " ")} ${iso(at).slice(11, 19)}`,
  (at) => `[${new Date(at / 1e3).toUTCString().slice(5, 16).replaceAll(" ", "/")}:${iso(at).slice(11, 19)} +0000]`,
  (at) => `${Math.floor(at / 1e6)}.${String(at % 1e6).padStart(6, "0")}`,
  (at) => `${iso(at).slice(0, 19)}.${String(at % 1e6).padStart(6, "0")}789`,
  () => "2026-02-30T25:61:61",
  () => "",
];

const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.prototype.utf8Slice.call(bytes, start, end);

function iso(at: number): string {
  return new Date(at / 1e3).toISOString();
}

const word = fc.constantFrom(
  "error",
  "Failed",
  "port",
  "ssh2",
  "from",
  "user",
  "naïve",
  "größe",
  "K",
  "ſ",
  "x86_64",
  "a.b-c_d",
);
const value = fc.oneof(
  fc.nat(70_000).map(String),
  fc.ipV4(),
  fc.uuid(),
  fc.constantFrom("0", "7", "00", "4242", "0x7f3a", "web-01", "sshd", "box", "a1", "e1", "error42"),
);
const joint = fc.constantFrom(" ", "  ", ": ", "=", "/", "[", "]", "\t", "\n", ".", "-", "");
const hostile = fc.oneof(
  fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 255).map((byte) => Buffer.of(byte, 1, byte, 48, 4, byte)),
);

const text = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.tuple(joint, fc.oneof(word, value)) }, hostile), { maxLength: 9 })
  .map((pieces) =>
    Buffer.concat(pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : Buffer.from(piece.join(""))))),
  );

const row: fc.Arbitrary<BatchRow> = fc
  .record({
    at: fc.integer({ min: NOON, max: NOON + 90_000 * 1e6 }),
    stamp: fc.nat(STAMPS.length - 1),
    before: fc.constantFrom("", "", "<13>", "up ", "x"),
    head: fc.constantFrom("", " box sshd[4242]:", " web-01 e1[7]: ", " 4242 ", "99"),
    pid: fc.constantFrom(undefined, 7, 4242),
    host: fc.constantFrom(undefined, "box", "web-01"),
    identifier: fc.constantFrom(undefined, "sshd", "e1"),
    text,
  })
  .map(({ at, stamp, before, head, text: rest, ...told }) => {
    const whole = stamp === 6 || stamp === 0 || stamp === 7 ? at : at - (at % (stamp === 2 || stamp === 3 ? 1e3 : 1e6));
    return {
      ...told,
      at: whole,
      text: Buffer.concat([Buffer.from(before + (STAMPS[stamp]?.(whole) ?? "") + head), rest]),
    };
  });

/** Enough rows of each shape that shapes pay. */
const rows = fc.array(row, { minLength: 1, maxLength: 12 }).map((some) => [...some, ...some, ...some, ...some]);

/** Blocks of before do not say how many rows and slots shapes have. */
function asBefore(group: GroupName, chunk: Chunk): Chunk {
  if (group !== "shapes") return chunk;
  const bytes = unpack(chunk);
  const { bytes: all } = decodeShapes(bytes);
  return pack(bytes.subarray(0, all.byteOffset + all.length - bytes.byteOffset), true);
}

const pattern = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ..."error Failed port ssh2 user web-01 box sshd \\d+ \\d \\w+ . .* [a-f]{2} (a|1) \\b ^ $ : / - T 4242 (?:0|7)".split(
          " ",
        ),
      ),
      fc.constantFrom("", "", " ", "."),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => parts.flat().join(""));

describe("texts kept by shapes", () => {
  it("come back byte for byte, all together and one by one, whatever was in them", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (entries, wholeFirst) => {
        const { columns, damaged } = blockOf(entries);
        if (wholeFirst)
          expect(columns.text()).toEqual(Buffer.concat(entries.map(({ text: bytes }) => Buffer.from(bytes))));
        for (const [index, entry] of entries.entries()) expect(Buffer.from(columns.bytesOf(index))).toEqual(entry.text);
        expect(damaged).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });

  it("come back from block after block of the same encoder, also when it has seen more shapes than it remembers", () => {
    const texts = createTextEncoder();
    const name = (index: number): string =>
      Array.from(String(index), (digit) => "abcdefghij".charAt(Number(digit))).join("");
    for (let block = 0; block < 5; block += 1) {
      const entries = Array.from({ length: 16_000 }, (_, index) => ({
        text: `job ${name(block * 8_000 + (index >> 1))} took ${index} ms`,
      }));
      const { columns } = blockOf(entries, { texts });
      expect(columns.text().equals(Buffer.from(entries.map((entry) => entry.text).join("")))).toBe(true);
    }
  });

  it("keep no stamp, process id or host twice", () => {
    const entries = Array.from({ length: 500 }, (_, index) => {
      const at = NOON + index * 1_234_567;
      return {
        at,
        pid: 1_000 + index,
        host: "web-01",
        text: `${STAMPS[0]?.(at)} web-01 sshd[${1_000 + index}]: hello`,
      };
    });
    const { chunks, columns } = blockOf(entries);
    expect(chunks.get("values")?.size).toBe(0);
    expect(columns.bytesOf(499).toString()).toBe(entries[499]?.text);
  });

  it("of any kind take hardly more space than zstd alone would give them", () => {
    const random = (index: number): string =>
      Math.abs(Math.sin(index) * 1e9)
        .toString(36)
        .replace(/\d/g, "x");
    const entries = Array.from({ length: 4_000 }, (_, index) => ({
      text: Array.from({ length: 8 }, (_unused, part) => random(index * 8 + part)).join(" "),
    }));
    const { chunks } = blockOf(entries);
    const kept = ["shapes", "rows", "lengths", "values"] as const;
    const size = kept.reduce((sum, group) => sum + (chunks.get(group)?.data.length ?? 0), 0);
    const plain = zstdCompressSync(entries.map((entry) => entry.text).join("\n"), {
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
    });
    expect(size).toBeLessThan(plain.length * 1.1);
  });

  it("of every capture in the fixtures come back as the parser gave them", () => {
    const folder = fileURLToPath(new URL("../fixtures/", import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      statSync(join(folder, file)).isFile(),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      const parser = createParser({ localOffset: UTC, decode, lastOrder: undefined });
      const batch = parser.push(rawBatch(bytes.subarray(0, 200_000)));
      if (batch === undefined) continue;
      const { columns, rows: kept } = blockOf(batch);
      expect(columns.text().equals(kept.text.subarray(0, kept.textLength)), file).toBe(true);
    }
  });
});

describe("a search in texts kept by shapes", () => {
  const needle = fc.oneof(
    fc.tuple(word, joint, value).map((parts) => parts.join("")),
    fc.tuple(value, joint, word, joint, value).map((parts) => parts.join("")),
    word,
    value,
    fc.constantFrom(
      "4242]:",
      "web-01 e1",
      "12:00",
      "T1",
      "Nov",
      "nov 2",
      "+00:00 box",
      "00Z",
      "789 ",
      "\u0004",
      "sshd[",
      "0",
      "42",
    ),
    fc.string({ maxLength: 4 }),
  );

  it("finds the rows that hold the literal, and no others, in any case and across slots", () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(needle, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.boolean(),
        (entries, needles, cuts, isOld) => {
          const { columns } = blockOf(entries, isOld ? { spoil: asBefore } : {});
          // Pieces of the texts themselves, for they are found.
          const all = columns.text().toString("utf8");
          const pieces = cuts.map((cut) =>
            all.slice(cut % (all.length + 1), (cut % (all.length + 1)) + 1 + (cut % 23)),
          );
          for (const given of [...needles, ...pieces]) {
            for (const literal of literalsOf(given)) {
              const found = columns.texts.rowsWith(literal);
              const asked = Uint8Array.from(entries, (_, index) => (index % 3 === 0 ? 1 : 0));
              const foundWithin = columns.texts.rowsWith(literal, asked);
              const count = columns.texts.countWith(literal);
              for (const [index, entry] of entries.entries()) {
                const expected = holds(Buffer.from(entry.text), literal) ? YES : NO;
                const why = JSON.stringify({ literal, text: Buffer.from(entry.text).toString() });
                expect(verdictAt(found, index), why).toBe(expected);
                if (asked[index] === 1) expect(verdictAt(foundWithin, index), why).toBe(expected);
              }
              if (count !== undefined)
                expect(count).toBe(entries.filter((_, index) => verdictAt(found, index) === YES).length);
            }
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it("match a regex exactly when their text does, or are left open where it is not ASCII", () => {
    fc.assert(
      fc.property(rows, fc.array(pattern, { minLength: 1, maxLength: 4 }), fc.boolean(), (entries, patterns, isOld) => {
        const { columns } = blockOf(entries, isOld ? { spoil: asBefore } : {});
        for (const source of patterns) {
          const regex = compileRegex(source, "");
          const automaton = compileAutomaton(source, "");
          if (!regex.ok || automaton === undefined) throw new Error(source);
          const needs = requiredLiterals({ kind: "regex", source, flags: "", field: undefined });
          const found = columns.texts.rowsMatching({ automaton, needs });
          for (const [index, entry] of entries.entries()) {
            const bytes = Buffer.from(entry.text);
            if (verdictAt(found, index) === PERHAPS) expect(bytes.some((byte) => byte >= 128)).toBe(true);
            else {
              const expected = regex.value.test(bytes.toString()) ? YES : NO;
              expect(verdictAt(found, index), JSON.stringify({ source, text: bytes.toString() })).toBe(expected);
            }
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  /** As a query would ask: well-formed, and pure ASCII in small letters where case does not count. */
  function literalsOf(given: string): readonly Literal[] {
    const exact = given.replace(/[\ufffd\ud800-\udfff]/g, "");
    const folded = exact.replace(/[^\0-\x7f]/g, "").toLowerCase();
    return [
      ...(exact === "" ? [] : [{ kind: "literal", text: exact, ignoreCase: false } as const]),
      ...(/[a-z]/.test(folded) ? [{ kind: "literal", text: folded, ignoreCase: true } as const] : []),
    ];
  }

  function holds(bytes: Buffer, { text: wanted, ignoreCase }: Literal): boolean {
    const latin = bytes.toString("latin1");
    const asked = Buffer.from(wanted).toString("latin1");
    if (!ignoreCase) return latin.includes(asked);
    return latin.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).includes(asked);
  }

  it("unpacks nothing but the filter where the literal cannot be", () => {
    const entries = Array.from({ length: 300 }, (_, index) => ({ text: `request ${index} took ${index * 7} ms` }));
    const { columns, damaged } = blockOf(entries, {
      spoil: (group, chunk) => (group === "filter" ? chunk : { ...chunk, crc: 0 }),
    });
    expect(columns.texts.rowsWith({ kind: "literal", text: "segfault", ignoreCase: true })).toBe(NO);
    expect(damaged).toEqual([]);
  });
});

describe("a damaged block", () => {
  const entries = Array.from({ length: 400 }, (_, index) => ({
    at: NOON + index * 1e6,
    host: "web-01",
    text: `${STAMPS[3]?.(NOON + index * 1e6)} web-01 took ${index * 37} ms`,
  }));

  it("with any bit flipped anywhere is found out, and never shows what was not written", () => {
    const groups = ["shapes", "rows", "lengths", "values", "times", "names"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...groups), fc.nat(), fc.nat(7), (group, place, bit) => {
        const { columns, damaged } = blockOf(entries, {
          spoil(name, chunk) {
            if (name !== group) return chunk;
            const data = Buffer.from(chunk.data);
            data[place % data.length] = (data[place % data.length] ?? 0) ^ (1 << bit);
            return { ...chunk, data };
          },
        });
        for (let index = 0; index < entries.length; index += 1) expect(columns.bytesOf(index).length).toBe(0);
        const found = columns.texts.rowsWith({ kind: "literal", text: "took 37 ms", ignoreCase: false });
        expect(entries.some((_, index) => verdictAt(found, index) === YES)).toBe(false);
        expect(damaged).toContain(group === "times" || group === "names" ? group : "values");
      }),
      { numRuns: 40 },
    );
  });
});
