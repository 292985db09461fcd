import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Literal } from "../../../src/core/query/match/needs.js";
import { compileLiteral, compileNeeds } from "../../../src/pipeline/scan/literal-finder.js";

const text = fc.array(fc.constantFrom("a", "b", "A", "B", "k", "\n", "1", "_", "@", "é", "[", "{"), { maxLength: 40 });
const needle = fc.array(fc.constantFrom("a", "b", "k", "1", "_", "[", "{"), { minLength: 1, maxLength: 9 });

function plainly(literal: Literal, bytes: Buffer, from: number): number {
  const latin1 = bytes.toString("latin1");
  const fold = (value: string) => (literal.ignoreCase ? value.replace(/[A-Z]/g, (each) => each.toLowerCase()) : value);
  return fold(latin1).indexOf(Buffer.from(literal.text).toString("latin1"), from);
}

describe("compileLiteral", () => {
  it("finds the first place, as the plainest search does, with and without case", () => {
    fc.assert(
      fc.property(text, needle, fc.boolean(), fc.nat(45), (haystack, wanted, ignoreCase, from) => {
        const bytes = Buffer.from(haystack.join(""));
        const literal: Literal = { kind: "literal", text: wanted.join(""), ignoreCase };
        const start = Math.min(from, bytes.length);
        expect(compileLiteral(literal)(bytes, start)).toBe(plainly(literal, bytes, start));
      }),
      { numRuns: 3_000 },
    );
  });

  it("finds the same after it has learnt what is rare from other bytes", () => {
    const find = compileLiteral({ kind: "literal", text: "needleword", ignoreCase: false });
    expect(find(Buffer.from("wwwwwwwww d"), 0)).toBe(-1);
    expect(find(Buffer.from("needleworm needleword"), 0)).toBe(11);
    expect(find(Buffer.from("dword needle word"), 0)).toBe(-1);
    expect(find(Buffer.from("leword"), 0)).toBe(-1);
  });

  it("finds literals that are longer than the skip table's bytes can count", () => {
    const long = "x".repeat(700);
    const find = compileLiteral({ kind: "literal", text: long, ignoreCase: true });
    expect(find(Buffer.from(`y${"X".repeat(700)}`), 0)).toBe(1);
  });
});

describe("compileNeeds", () => {
  it("asks for all parts, or one of them", () => {
    const literal = (word: string) => ({ kind: "literal", text: word, ignoreCase: false }) as const;
    const needs = compileNeeds({
      kind: "all",
      parts: [literal("a"), { kind: "one", parts: [literal("b"), literal("c")] }],
    });
    expect(["ab", "ac", "bc", "a"].map((each) => needs(Buffer.from(each)))).toEqual([true, true, false, false]);
    expect(compileNeeds({ kind: "anything" })(Buffer.alloc(0))).toBe(true);
  });
});
