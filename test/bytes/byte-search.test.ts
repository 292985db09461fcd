import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Literal } from "../../src/core/query/match/needs.js";
import { openByteSearch } from "../../src/bytes/byte-search.js";

const text = fc.array(fc.constantFrom("a", "b", "A", "B", "k", "\n", "1", "_", "@", "é", "[", "{"), { maxLength: 90 });
const needle = fc.array(fc.constantFrom("a", "b", "k", "1", "_", "[", "{"), { minLength: 1, maxLength: 20 });

function plainly(literal: Literal, bytes: Buffer, from: number): number {
  const fold = (value: string) => (literal.ignoreCase ? value.replace(/[A-Z]/g, (each) => each.toLowerCase()) : value);
  return fold(bytes.toString("latin1")).indexOf(Buffer.from(literal.text).toString("latin1"), from);
}

describe("openByteSearch", () => {
  it("finds the first place, as the plainest search does, with and without case, whatever lies behind the end", () => {
    const asked = fc.record({ text, needle, ignoreCase: fc.boolean(), from: fc.nat(95), inside: fc.nat(60) });
    fc.assert(
      fc.property(asked, ({ text: chars, needle: wanted, ignoreCase, from, inside }) => {
        const haystack = chars.join("");
        const holding = haystack.slice(0, inside) + wanted.join("") + haystack.slice(inside);
        const bytes = Buffer.from(inside % 3 === 0 ? haystack : holding);
        const literal: Literal = { kind: "literal", text: wanted.join(""), ignoreCase };
        const search = openByteSearch(literal, bytes.length + 32);
        search.room.fill(literal.text);
        search.room.set(bytes);
        const start = Math.min(from, bytes.length);
        expect(search.find(start, bytes.length)).toBe(plainly(literal, bytes, start));
      }),
      { numRuns: 3_000 },
    );
  });

  it("finds every place in every alignment", () => {
    const search = openByteSearch({ kind: "literal", text: "needle", ignoreCase: true }, 100);
    for (let at = 0; at <= 94; at += 1) {
      search.room.fill("n");
      search.room.write("NeedLe", at);
      expect(search.find(0, 100)).toBe(at);
      expect(search.find(0, at + 5)).toBe(-1);
      expect(search.find(at + 1, 100)).toBe(-1);
    }
  });

  it("searches for one byte, and for more than a memory page of them", () => {
    const one = openByteSearch({ kind: "literal", text: "x", ignoreCase: false }, 10);
    one.room.write("..........");
    one.room.write("x", 9);
    expect(one.find(0, 10)).toBe(9);
    const many = openByteSearch({ kind: "literal", text: "y".repeat(70_000), ignoreCase: true }, 80_000);
    many.room.fill("Y", 5, 70_005);
    expect(many.find(0, 80_000)).toBe(5);
    expect(many.find(6, 80_000)).toBe(-1);
  });
});
