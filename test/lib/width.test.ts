import { createRequire } from "node:module";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cutToWidth, padToWidth, sliceColumns, widthOf, widthOfCodePoint, wrapToWidth } from "../../src/lib/width.js";

/** Text of all kinds: plain, wide, combining, emoji. */
const anyText = fc.string({
  unit: fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.constantFrom("日", "本", "한", "é", "e\u0301", "Ошибка", " ", "🚀", "｡", "─", "⠿", "ﾞ") },
    { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
  ),
  maxLength: 40,
});

describe("width", () => {
  it("counts ASCII, accents, wide letters, emoji and marks", () => {
    const cases: readonly (readonly [string, number])[] = [
      ["", 0],
      ["plain", 5],
      ["é", 1],
      ["e\u0301", 1],
      ["日本語", 6],
      ["한국", 4],
      ["🚀", 2],
      ["⚠", 1],
      ["⠿▁█", 3],
      ["｡ﾞ", 2],
      ["Ａ", 2],
      ["🇩🇪", 2],
    ];
    for (const [text, width] of cases) expect([text, widthOf(text)]).toEqual([text, width]);
  });

  it("agrees with the measure Ink lays out by, on every code point that stands alone", () => {
    const loadFromInk = createRequire(createRequire(import.meta.url).resolve("ink"));
    const module = loadFromInk("string-width") as { default: (text: string) => number };
    const differing: string[] = [];
    // Every one, but of the great even blocks of ideographs and syllables only each 16th.
    const step = (codePoint: number): number => (codePoint > 0x3400 && codePoint < 0xd700 ? 16 : 1);
    for (let codePoint = 0; codePoint < 0x20100; codePoint += step(codePoint)) {
      const character = String.fromCodePoint(codePoint);
      // What is unassigned, or never stands alone, has no agreed width; a halved Hangul syllable joins the one before it.
      if (/[\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]/u.test(character))
        continue;
      if (widthOfCodePoint(codePoint) !== module.default(character)) differing.push(codePoint.toString(16));
    }
    expect(differing).toEqual([]);
  });
});

describe("cutToWidth", () => {
  it("cuts with an ellipsis, or with another", () => {
    expect(cutToWidth("hello", 5)).toBe("hello");
    expect(cutToWidth("hello!", 5)).toBe("hell…");
    expect(cutToWidth("hello!", 5, "...")).toBe("he...");
    expect(cutToWidth("日本語", 5)).toBe("日本…");
    expect(cutToWidth("日本語", 4)).toBe("日…");
    expect(cutToWidth("hello", 0)).toBe("");
    expect(cutToWidth("hello", 2, "...")).toBe("he");
  });

  it("never is wider than asked, and gives back what fits", () => {
    fc.assert(
      fc.property(anyText, fc.nat(50), (text, columns) => {
        const cut = cutToWidth(text, columns);
        expect(widthOf(cut)).toBeLessThanOrEqual(columns);
        if (widthOf(text) <= columns && columns > 0) expect(cut).toBe(text);
      }),
    );
  });
});

describe("sliceColumns", () => {
  it("puts a space where half a wide character was", () => {
    expect(sliceColumns("a日b", 0, 2)).toBe("a ");
    expect(sliceColumns("a日b", 2, 4)).toBe(" b");
    expect(sliceColumns("日日", 1, 3)).toBe("  ");
    expect(sliceColumns("日", 0, 1)).toBe(" ");
  });

  it("gives as many columns as there are", () => {
    fc.assert(
      fc.property(anyText, fc.nat(50), fc.nat(50), (text, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const expected = Math.max(0, Math.min(to, widthOf(text)) - from);
        expect(widthOf(sliceColumns(text, from, to))).toBe(expected);
      }),
    );
  });
});

describe("wrapToWidth", () => {
  it("breaks at a space where one is near, else anywhere", () => {
    expect(wrapToWidth("one two three", 8)).toEqual(["one two ", "three"]);
    expect(wrapToWidth("onetwothree", 4)).toEqual(["onet", "woth", "ree"]);
    expect(wrapToWidth("a bcdefghij", 6)).toEqual(["a bcde", "fghij"]);
    expect(wrapToWidth("", 4)).toEqual([""]);
    expect(wrapToWidth("abcdef", 2, 2)).toEqual(["ab", "cd"]);
  });

  it("loses nothing, and no row but a lone wide character is too wide", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const rows = wrapToWidth(text, columns);
        expect(rows.join("")).toBe(text);
        for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(Math.max(2, columns));
      }),
    );
  });
});

describe("padToWidth", () => {
  it("fills up to the width and never cuts", () => {
    expect(padToWidth("日本", 6)).toBe("日本  ");
    expect(padToWidth("long", 2)).toBe("long");
  });
});
