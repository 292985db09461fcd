import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ColumnNeeds, NO_NEEDS, streamColumns } from "../../../../src/app/stream/columns.js";
import { Mark } from "../../../../src/core/entry.js";
import { LEVELS } from "../../../../src/core/level.js";
import { highlightRanges } from "../../../../src/core/query/highlight.js";
import { micros } from "../../../../src/core/time.js";
import { visibleLine } from "../../../../src/lib/visible.js";
import { widthOf } from "../../../../src/lib/width.js";
import { findTheme } from "../../../../src/theme/find.js";
import { createPainter } from "../../../../src/theme/painter.js";
import { glyphsFor } from "../../../../src/ui/glyphs.js";
import { type RowContent, type RowLook, rowSegments } from "../../../../src/ui/views/stream/row.js";
import { paintSegments, plainText } from "../../../../src/ui/segment.js";
import { entryWith } from "../../../support/sample-log.js";

const theme = findTheme("dark", undefined);
if (!theme.ok) throw new Error(theme.fault.message);
const painter = createPainter(theme.value.theme, 16_777_216);
const SGR = /\u001b\[[\d;]*m/g;

/** Of a log of several programs that is not of today. */
const NEEDS: ColumnNeeds = { ...NO_NEEDS, label: 20, isMixed: true, fraction: true, date: true };

function lookAt(width: number, change: Partial<RowLook> = {}): RowLook {
  const needs = change.needs ?? NEEDS;
  return {
    columns: streamColumns(width, needs),
    needs,
    glyphs: glyphsFor(true),
    ascii: false,
    zone: () => 0,
    sideways: 0,
    highlights: [],
    ...change,
  };
}

function contentOf(message: string, change: Partial<RowContent> = {}): RowContent {
  const entry = change.entry ?? entryWith({ message });
  const text = visibleLine(message.split("\n")[0] ?? "");
  return {
    entry,
    line: 0,
    text,
    note: "",
    isCursor: false,
    isMarked: false,
    isSelected: false,
    isBeside: false,
    repeat: undefined,
    isNewDay: false,
    isLeaving: false,
    ...change,
  };
}

const row = (content: RowContent, look: RowLook): string => plainText(rowSegments(content, look));

describe("a row of the stream", () => {
  it("shows time, level, label and message in their columns", () => {
    const entry = entryWith({ message: "connect() failed", level: "error", unit: "nginx.service" });
    expect(row(contentOf("connect() failed", { entry }), lookAt(80))).toBe(
      " Mar 14 21:58:00 ● nginx          connect() failed",
    );
    expect(row(contentOf("connect() failed", { entry }), lookAt(160))).toBe(
      " Mar 14 21:58:00.000 error nginx                connect() failed",
    );
    const today = { ...NEEDS, date: false };
    expect(row(contentOf("connect() failed", { entry }), lookAt(80, { needs: today }))).toBe(
      " 21:58:00.000 ● nginx          connect() failed",
    );
  });

  it("gives every level a shape or a word of its own", () => {
    for (const width of [80, 160]) {
      for (const ascii of [false, true]) {
        const heads = LEVELS.map((level) =>
          row(
            contentOf("x", { entry: entryWith({ message: "x", level }) }),
            lookAt(width, { glyphs: glyphsFor(!ascii), ascii }),
          ),
        );
        expect(new Set(heads).size).toBe(LEVELS.length);
      }
    }
  });

  it("cuts a long message with an ellipsis and says what folding hides before cutting", () => {
    const look = lookAt(80);
    const cut = row(contentOf("x".repeat(200), { note: " [+12 lines]" }), look);
    expect(cut.endsWith("… [+12 lines]")).toBe(true);
    expect(widthOf(cut)).toBe(80 - 2);
  });

  it("moves the message sideways and shows that its start is out of sight", () => {
    const shown = row(contentOf("0123456789abcdef"), lookAt(80, { sideways: 4 }));
    expect(shown.endsWith(" ‹56789abcdef")).toBe(true);
  });

  it("says when the time is not the record's own", () => {
    for (const marks of [Mark.timeInherited, Mark.timeReceived]) {
      expect(row(contentOf("x", { entry: entryWith({ message: "x", marks }) }), lookAt(120))).toContain("~");
    }
  });

  it("marks where a new day begins", () => {
    const entry = entryWith({ message: "x", at: micros(Date.UTC(2026, 2, 15, 0, 1, 2) * 1000) });
    const needs = { ...NEEDS, date: false };
    expect(row(contentOf("x", { entry, isNewDay: true }), lookAt(90, { needs }))).toContain("Mar 15 00:01");
    expect(row(contentOf("x", { entry, isNewDay: true }), lookAt(60))).toContain("Mar 15");
  });

  it("highlights what is searched for, also in what is cut", () => {
    const find = highlightRanges({ kind: "text", text: "needle", case: "smart" });
    const look = lookAt(80, { highlights: [{ role: "match", find }] });
    const segments = rowSegments(contentOf("a needle in the hay"), look);
    expect(segments.filter((segment) => segment.role === "match").map((segment) => segment.text)).toEqual(["needle"]);
    const current = rowSegments(contentOf("a needle in the hay", { isCursor: true }), look);
    expect(current.filter((segment) => segment.role === "match.current").map((segment) => segment.text)).toEqual([
      "needle",
    ]);
  });

  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          "日本語",
          "👨‍👩‍👧",
          "e\u0301\u0301\u0301",
          "שלום",
          "\u202e",
          "\u001b[31m",
          "\t",
          "x",
          "🇩🇪",
          "\u0000",
        ),
        { maxLength: 80 },
      )
      .map((parts) => parts.join("")),
  );

  it("never is wider than the terminal, never lets a control character out, and only adds colour to its text", () => {
    fc.assert(
      fc.property(
        hostile,
        fc.integer({ min: 60, max: 320 }),
        fc.record({
          sideways: fc.nat(50),
          ascii: fc.boolean(),
          note: fc.constantFrom("", " [+12 lines, not UTF-8]"),
          isCursor: fc.boolean(),
          marks: fc.nat(255),
        }),
        (text, width, options) => {
          const look = lookAt(width, {
            sideways: options.sideways,
            ascii: options.ascii,
            glyphs: glyphsFor(!options.ascii),
          });
          const entry = entryWith({ message: text, unit: text, identifier: text, marks: options.marks });
          const content = contentOf(text, { entry, note: options.note, isCursor: options.isCursor });
          const segments = rowSegments(content, look);
          const plain = plainText(segments);
          const styled = paintSegments(segments, painter, options.isCursor ? "cursor" : undefined);
          expect(widthOf(plain)).toBeLessThanOrEqual(width - 1);
          expect(plain).not.toMatch(options.ascii ? /[^\x20-\x7e]/ : /[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(styled.replaceAll(SGR, "")).toBe(plain);
        },
      ),
      { numRuns: 300 },
    );
  });
});
