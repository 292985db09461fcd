import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRegex, plainLiteral, type Regex } from "../../../src/core/query/regex.js";
import { someText } from "../../support/queries.js";

function compiled(source: string, flags = ""): Regex {
  const regex = compileRegex(source, flags);
  if (!regex.ok) throw new Error(regex.fault.message);
  return regex.value;
}

describe("compileRegex", () => {
  it("knows the flags i, s and m", () => {
    expect(compiled("ERR.R", "i").test("an error")).toBe(true);
    expect(compiled("a.b").test("a\nb")).toBe(false);
    expect(compiled("a.b", "s").test("a\nb")).toBe(true);
    expect(compiled("^b").test("a\nb")).toBe(false);
    expect(compiled("^b", "m").test("a\nb")).toBe(true);
  });

  it("takes a plain literal for what it is, with and without case", () => {
    expect(plainLiteral("a\\.b\\/c")).toBe("a.b/c");
    expect(plainLiteral("a.b")).toBeUndefined();
    expect(plainLiteral("a\\d")).toBeUndefined();
    expect(compiled("disk", "i").test("DI\u017f\u212a")).toBe(true);
    expect(compiled("dis[k]", "i").test("DI\u017f\u212a")).toBe(true);
    expect(compiled("größe", "i").test("GRÖßE")).toBe(true);
  });

  it("does not backtrack", () => {
    const evil = compiled("^(a+)+$");
    expect(evil.test(`${"a".repeat(20_000)}!`)).toBe(false);
    expect(compiled("(x+x+)+y", "i").findRanges("x".repeat(20_000))).toEqual([]);
  });

  it.each([
    ["a(?=b)", 1, 3, "lookahead"],
    ["(a)\\1", 3, 2, "back references"],
    ["a{1001}", 1, 6, "1000"],
    ["(a", 0, 2, "close the group"],
    ["[a", 0, 2, "close the class"],
    ["*a", 0, 1, "before the *"],
  ])("refuses %s with the place and a hint", (source, at, length, hint) => {
    const regex = compileRegex(source, "");
    expect(regex.ok).toBe(false);
    if (regex.ok) return;
    expect(regex.fault).toMatchObject({ code: "query-syntax", at, length });
    expect(regex.fault.hint).toContain(hint);
  });

  it("never throws, whatever the pattern", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          someText,
          fc
            .array(fc.constantFrom(...Array.from("a(?<P[^]{1,})\\Q|*+.$")), { maxLength: 12 })
            .map((all) => all.join("")),
        ),
        someText,
        (source, text) => {
          const regex = compileRegex(source, "i");
          if (regex.ok) regex.value.findRanges(text);
          else expect(regex.fault.at + regex.fault.length).toBeLessThanOrEqual(Math.max(source.length, 1));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("finds ranges that hold what the pattern says, in order, without overlaps or empty ones", () => {
    expect(compiled("o+").findRanges("foo bo")).toEqual([
      [1, 3],
      [5, 6],
    ]);
    expect(compiled("o*").findRanges("foo bo")).toEqual([
      [1, 3],
      [5, 6],
    ]);
    expect(compiled("ß").findRanges("größe ß")).toEqual([
      [3, 4],
      [6, 7],
    ]);
    expect(compiled("b", "i").findRanges("😀B b")).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect(compiled("[b]", "i").findRanges("😀B b")).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });
});
