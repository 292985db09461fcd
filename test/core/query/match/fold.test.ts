import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, hasCapital } from "../../../../src/core/query/match/fold.js";
import { compileTextFinder, compileTextTest } from "../../../../src/core/query/match/text-test.js";
import { someText } from "../../../support/queries.js";

describe("fold", () => {
  it("keeps the length, keeps ASCII apart from the rest, and changes nothing twice, for every character", () => {
    for (let code = 0; code < 0x11_0000; code += 1) {
      const char = String.fromCodePoint(code);
      const folded = fold(char);
      if (folded.length !== char.length || fold(folded) !== folded || code < 128 !== folded.charCodeAt(0) < 128) {
        expect({ code, folded }).toBe("folds to one character of its kind");
      }
    }
  });

  it("folds a text character by character", () => {
    fc.assert(
      fc.property(someText, someText, (left, right) => {
        expect(fold(left) + fold(right)).toBe(fold(left + right));
      }),
    );
  });

  it("tells a capital from what only looks like one", () => {
    expect(["a", "Ä", "ß", "1", "İ", "Σ"].map(hasCapital)).toEqual([false, true, false, false, false, true]);
  });
});

describe("compileTextTest", () => {
  it("finds what the plainest search finds, in every way to take case", () => {
    fc.assert(
      fc.property(
        someText,
        someText,
        fc.constantFrom("smart" as const, "exact" as const, "ignore" as const),
        (text, haystack, textCase) => {
          const ignores = textCase === "ignore" || (textCase === "smart" && !hasCapital(text));
          const expected = ignores ? fold(haystack).includes(fold(text)) : haystack.includes(text);
          expect(compileTextTest(text, textCase)(haystack)).toBe(expected);
          expect(compileTextFinder(text, textCase)(haystack).length > 0).toBe(expected && text !== "");
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
