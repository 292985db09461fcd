import { describe, expect, it } from "vitest";
import { compileNeeds } from "../../../src/pipeline/scan/literal-needs.js";

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
