import { NO_TROUBLE } from "../../src/core/truth.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import type { SourceState } from "../../src/core/ports.js";
import { counted } from "../../src/lib/counted.js";
import { visible } from "../../src/lib/visible.js";
import { widthOf } from "../../src/lib/width.js";
import { framed, scrollTo } from "../../src/ui/components/dialog/dialog-layout.js";
import { headerLines } from "../../src/ui/components/header/header-layout.js";
import { sourceDetailLines } from "../../src/ui/components/list/list-layout.js";
import { noticeLines } from "../../src/ui/components/notice/notice-layout.js";
import { promptLine } from "../../src/ui/components/prompt/prompt-layout.js";
import { glyphsFor } from "../../src/ui/glyphs.js";
import { countOf, durationText, short } from "../../src/ui/number-text.js";
import { fitSegments, plainText, segmentsWidth } from "../../src/ui/segment.js";
import { scrollbarCells, thumbRows } from "../../src/ui/views/stream/scrollbar.js";
import { statusOf } from "../support/sample-log.js";

const glyphs = glyphsFor(true);
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ unit: "grapheme", maxLength: 40 }));
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}]/u;

describe("layouts", () => {
  it("fill the header's lines exactly, whatever sources and filters are called", () => {
    const status = fc.record({
      label: text,
      state: fc.constantFrom<SourceState>("starting", "loading", "following", "ended", "failed", "shared"),
      truth: fc.nat(3).map((dropped) => ({ ...NO_TROUBLE, gaps: { ...NO_TROUBLE.gaps, dropped } })),
      lagMs: fc.option(fc.nat(10_000), { nil: undefined }),
      progress: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      message: text,
    });
    fc.assert(
      fc.property(
        fc.array(status, { maxLength: 8 }),
        fc.array(text, { maxLength: 5 }),
        fc.integer({ min: 60, max: 240 }),
        fc.constantFrom(1, 2),
        (sources, filters, columns, rows) => {
          const lines = headerLines(
            {
              sources: sources.map(({ message, ...own }) =>
                statusOf({ ...own, id: sourceId("x:"), fault: { code: "internal", message, hint: message } }),
              ),
              entries: 1_234_567,
              entriesPerSecond: 1234,
              fault: undefined,
              filters: filters.map((own, index) => ({ sign: index % 2 === 0 ? "+" : "-", text: own, isOn: index < 3 })),
              search: filters[0],
              hits: filters.length,
              matches: 12,
              modes: [{ kind: "new", count: 1234 }, { kind: "paused" }],
            },
            { columns, rows },
            glyphs,
          );
          expect(lines).toHaveLength(rows);
          for (const line of lines) {
            expect(segmentsWidth(line)).toBe(columns);
            expect(plainText(line)).not.toMatch(CONTROL);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("keep the caret of a prompt in sight and its line within the terminal", () => {
    fc.assert(
      fc.property(text, fc.nat(40), fc.integer({ min: 20, max: 120 }), text, (typed, at, columns, note) => {
        const characters = Array.from(typed);
        const caret = characters.slice(0, at).join("").length;
        const input = { text: typed, caret };
        const line = promptLine(
          { label: " / ", input, role: "text", note: visible(note), noteRole: "dim" },
          columns,
          glyphs,
        );
        expect(line.caret).toBeGreaterThanOrEqual(3);
        expect(line.caret).toBeLessThan(columns);
        expect(widthOf(plainText(line.segments))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it("give every line of a dialog its width", () => {
    const lines = [[{ text: "短い", role: "text" as const }], [{ text: "x".repeat(200), role: "text" as const }], []];
    for (const columns of [20, 41, 60]) {
      for (const { before, inside, after } of framed({ title: "Title", note: "1 of 3", lines }, columns, glyphs)) {
        expect(segmentsWidth([...before, ...inside, ...after])).toBe(columns);
      }
    }
    expect(plainText(fitSegments([{ text: "日本語", role: "text" }], 4))).toBe("日 …");
  });

  it("say the whole of a source's trouble and of what mends it, over as many lines as that takes", () => {
    const hint = "watch kernel: or files such as /var/log/*.log, or a copied journal with journal:dir=PATH";
    const status = statusOf({ fault: { code: "not-found", message: "this machine has no systemd journal", hint } });
    const lines = sourceDetailLines(status, () => 0, 40).map(plainText);
    expect(lines.filter((line) => widthOf(line) > 40)).toEqual([]);
    expect(lines.join("").replaceAll(" ", "")).toContain(hint.replaceAll(" ", ""));
  });

  it("show the selected row of a long list, and no room below its end", () => {
    expect(scrollTo(0, 100, 10)).toBe(0);
    expect(scrollTo(50, 100, 10)).toBe(45);
    expect(scrollTo(99, 100, 10)).toBe(90);
    expect(scrollTo(2, 3, 10)).toBe(0);
  });

  it("leave a short notice to the footer and break a long one", () => {
    const notice = { id: 1, tone: "fault", text: "it failed", hint: "try again" } as const;
    expect(noticeLines([notice], { columns: 40, footer: 80 })).toEqual([]);
    expect(noticeLines([notice], { columns: 40, footer: 0 })).toHaveLength(2);
    const long = noticeLines([{ ...notice, text: "word ".repeat(30) }], { columns: 40, footer: 80 });
    expect(long.length).toBeGreaterThan(3);
    for (const line of long) expect(segmentsWidth(line)).toBeLessThanOrEqual(36);
  });

  it("write numbers so that they are read at a glance", () => {
    expect(counted(1_234_567)).toBe("1,234,567");
    expect(countOf(1, "line")).toBe("1 line");
    expect([0, 0.42, 9.96, 999.6, 1_234, 34_000, 1_200_000].map(short)).toEqual([
      "0",
      "0.4",
      "10",
      "1k",
      "1.2k",
      "34k",
      "1.2M",
    ]);
    expect([12, 9_400, 300_000, 9_000_000].map(durationText)).toEqual(["12 ms", "9 s", "5 min", "3 h"]);
  });

  it("tells the rate of an only source once, and of several each", () => {
    const first = (labels: readonly string[]): string => {
      const sources = labels.map((label) =>
        statusOf({ id: sourceId(label), label, state: "following", entriesPerSecond: 3 }),
      );
      const view = { sources, entries: 7, entriesPerSecond: 3, fault: undefined, filters: [], modes: [] } as const;
      const counts = { search: undefined, hits: undefined, matches: undefined };
      const [line] = headerLines({ ...view, ...counts }, { columns: 80, rows: 2 }, glyphs);
      return plainText(line ?? []);
    };
    expect(first(["one"]).match(/3\/s/g)).toHaveLength(1);
    expect(first(["one", "two"]).match(/3\/s/g)).toHaveLength(3);
  });
});

describe("the scrollbar", () => {
  const none = { overview: undefined, marks: [], hits: [] };

  it("has a thumb of at least one row that touches an end only where the reader is there", () => {
    expect(thumbRows(20, { from: 0, to: 0.001 })).toEqual([0, 0]);
    expect(thumbRows(20, { from: 0.0001, to: 0.001 })).toEqual([1, 1]);
    expect(thumbRows(20, { from: 0.999, to: 1 })).toEqual([19, 19]);
    expect(thumbRows(20, { from: 0.99, to: 0.999 })).toEqual([18, 18]);
  });

  it("has none while all of the log is seen", () => {
    const cells = scrollbarCells({ ...none, thumb: { from: 0, to: 1 } }, 10, glyphs);
    expect(cells.map(({ glyph }) => glyph).join("")).toBe(glyphs.track.repeat(10));
  });

  it("shows where errors are, thick where there are many, and bookmarks and matches at their places", () => {
    const levels = (errors: number): readonly number[] => [0, 0, 0, errors, 0, 0, 9, 0, 0];
    const buckets = [0, 10, 1, 0].map((errors) => ({ levels: levels(errors), matches: 10 }));
    const overview = { buckets, matches: 40, total: 40, complete: true };
    const view = { overview, marks: [0.99], hits: [true, false, false, false], thumb: { from: 0.5, to: 0.75 } };
    const cells = scrollbarCells(view, 4, glyphs);
    expect(cells).toEqual([
      { glyph: glyphs.hit, role: "mark" },
      { glyph: glyphs.trackMany, role: "level.error" },
      { glyph: glyphs.thumb, role: "level.error" },
      { glyph: glyphs.mark, role: "mark" },
    ]);
  });
});
