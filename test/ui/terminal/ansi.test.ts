import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { widthOf } from "../../../src/lib/width.js";
import { cutStyled, inkOf, linked } from "../../../src/ui/terminal/ansi.js";
import { planRow, type Span } from "../../../src/ui/terminal/plan.js";

const RED = "\u001b[31m";
const END = "\u001b[39m";
const strip = (line: string): string => line.replace(/\u001b\[[\d;]*m|\u001b\]8;[^\u0007\u001b]*\u001b\\/g, "");

const styledLine = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.string({ unit: "grapheme-ascii", maxLength: 6 }) },
      { weight: 2, arbitrary: fc.constantFrom("日本", "e\u0301", "🚀", "─│") },
      {
        weight: 2,
        arbitrary: fc.constantFrom(RED, END, "\u001b[0m", "\u001b[1;48;2;1;2;3m", "\u001b]8;;http://x\u001b\\"),
      },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("cutStyled", () => {
  it("cuts columns and keeps the styles in force", () => {
    expect(cutStyled("abcdef", 2, 4)).toBe("cd");
    expect(cutStyled(`${RED}abc${END}def`, 1, 4)).toBe(`${RED}bc${END}d`);
    expect(cutStyled(`a${RED}bcd${END}`, 2, 3)).toBe(`${RED}c`);
    expect(cutStyled("a日b", 2, 4)).toBe(" b");
    expect(cutStyled("a日b", 0, 2)).toBe("a ");
    expect(cutStyled("e\u0301x", 0, 1)).toBe("e\u0301");
    expect(cutStyled("ab", 3, 9)).toBe("");
  });

  it("never leaves a link open, wherever it is cut", () => {
    const link = linked("日本語 link", "https://x.org/a");
    const line = `before ${RED}${link}${END} after`;
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (from, to) => {
        const addresses = [...cutStyled(line, from, to).matchAll(/\u001b\]8;;([^\u001b]*)\u001b\\/g)].map(
          ([, own]) => own,
        );
        expect(addresses.at(-1) ?? "").toBe("");
      }),
    );
    expect(cutStyled(linked("日本語", "http://x"), 0, 2)).toBe(linked("日", "http://x"));
  });

  it("gives as many columns as there are, which together are the line", () => {
    fc.assert(
      fc.property(styledLine, fc.nat(40), fc.nat(40), (line, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const all = widthOf(strip(line));
        expect(widthOf(strip(cutStyled(line, from, to)))).toBe(Math.max(0, Math.min(to, all) - from));
        expect(strip(cutStyled(line, 0, all))).toBe(strip(line));
      }),
    );
  });
});

describe("inkOf", () => {
  it("finds the first and last column drawn on", () => {
    const all = { from: 0, to: 20 };
    expect(inkOf("", all)).toBeUndefined();
    expect(inkOf("      ", all)).toBeUndefined();
    expect(inkOf("  a b  ", all)).toEqual({ from: 2, to: 5 });
    expect(inkOf("  a b  ", { from: 3, to: 4 })).toBeUndefined();
    expect(inkOf("  日  ", { from: 3, to: 20 })).toEqual({ from: 3, to: 4 });
  });

  it("counts spaces with a background as drawn", () => {
    expect(inkOf(`  \u001b[44m  \u001b[49m  `, { from: 0, to: 9 })).toEqual({ from: 2, to: 4 });
    expect(inkOf(`  \u001b[48;2;1;2;3m  \u001b[0m  `, { from: 0, to: 9 })).toEqual({ from: 2, to: 4 });
    expect(inkOf(`  \u001b[1;7m  \u001b[27m  `, { from: 0, to: 9 })).toEqual({ from: 2, to: 4 });
    expect(inkOf(`  \u001b[38;5;44m  \u001b[39m  `, { from: 0, to: 9 })).toBeUndefined();
    expect(inkOf(`  \u001b[1m  \u001b[22m  `, { from: 0, to: 9 })).toBeUndefined();
  });
});

describe("planRow", () => {
  const span = (x: number, width: number, layer = 0): Span => ({ x, width, layer });

  it("gives surfaces their columns and Ink the rest", () => {
    expect(planRow("ab        cd", [span(2, 8)], 12)).toEqual([
      { kind: "ink", x: 0, width: 2, text: "ab" },
      { kind: "surface", x: 2, width: 8, span: 0, offset: 0 },
      { kind: "ink", x: 10, width: 2, text: "cd" },
    ]);
  });

  it("lets Ink cover a surface, and a higher surface cover Ink", () => {
    expect(planRow("   │   │", [span(0, 10), span(5, 2, 1)], 10)).toEqual([
      { kind: "surface", x: 0, width: 3, span: 0, offset: 0 },
      { kind: "ink", x: 3, width: 2, text: "│ " },
      { kind: "surface", x: 5, width: 2, span: 1, offset: 0 },
      { kind: "ink", x: 7, width: 1, text: "│" },
      { kind: "surface", x: 8, width: 2, span: 0, offset: 8 },
    ]);
  });

  it("covers every column of the row exactly once", () => {
    const spans = fc.array(
      fc.record({ x: fc.nat(30), width: fc.integer({ min: 1, max: 20 }), layer: fc.constantFrom(0, 1) }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(styledLine, spans, fc.integer({ min: 1, max: 50 }), (line, some, columns) => {
        let x = 0;
        for (const segment of planRow(line, some, columns)) {
          expect(segment.x).toBe(x);
          x += segment.width;
        }
        expect(x).toBe(columns);
      }),
    );
  });
});
