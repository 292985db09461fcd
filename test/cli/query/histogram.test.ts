import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTally, HISTOGRAM_ROWS, histogramText } from "../../../src/cli/query/histogram.js";
import { createClock } from "../../../src/cli/output/time-text.js";

const MINUTE = 60_000_000;
const NOON = Date.UTC(2026, 10, 21, 12) * 1_000;
const drawing = { columns: 80, clock: createClock(() => 0), paint: (_: unknown, text: string) => text, isAscii: true };

describe("a histogram", () => {
  it("counts every entry once, whatever the times are and in whatever order they come", () => {
    const entry = fc.record({ at: fc.integer({ min: -1e15, max: 4e15 }), level: fc.nat(8) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 300 }), fc.integer({ min: -720, max: 840 }), (entries, offset) => {
        const tally = createTally(offset);
        for (const { at, level } of entries) tally.add(at, level);
        const { step, rows } = tally.stretches(HISTOGRAM_ROWS);
        const total = rows.flatMap(({ levels }) => levels).reduce((sum, count) => sum + count, 0);
        expect(total).toBe(entries.length);
        for (const { at } of entries) expect(rows.some(({ from }) => from <= at && at < from + step)).toBe(true);
        expect(rows.length).toBeLessThanOrEqual(HISTOGRAM_ROWS);
        const after = entries.filter(({ at }) => at > NOON).length;
        expect(tally.after(NOON)).toBeLessThanOrEqual(after);
        expect(tally.after(NOON - 36_000 * 1_440 * MINUTE)).toBeGreaterThanOrEqual(after);
      }),
    );
  });

  it("keeps so many times apart only as can be drawn, and forgets none of them", () => {
    const tally = createTally(0);
    for (let index = 0; index < 20_000; index += 1) tally.add(NOON + index * MINUTE, 6);
    const { rows } = tally.stretches(HISTOGRAM_ROWS);
    expect(rows.reduce((sum, { levels }) => sum + (levels[6] ?? 0), 0)).toBe(20_000);
  });

  it("draws one line a stretch, the severe first, as wide as there is room", () => {
    const tally = createTally(0);
    for (let index = 0; index < 30; index += 1) tally.add(NOON, index < 10 ? 3 : index < 20 ? 4 : 6);
    tally.add(NOON + 2 * MINUTE, 8);
    const [head, first, empty, last, ...rest] = histogramText(tally, { ...drawing, columns: 70 }).split("\n");
    expect(head).toMatch(/^time +entries  errors  warnings$/);
    expect(first).toMatch(/^2026-11-21 12:00:00 +30 +10 +10  (#+)(=+)(-+)$/);
    expect(first?.length).toBeLessThanOrEqual(70);
    expect(empty).toMatch(/12:00:10 +0 +0 +0$/);
    expect(rest.at(-2) ?? last).toMatch(/12:02:00 +1 +0 +0  -$/);
  });

  it("of nothing is its head alone", () => {
    expect(histogramText(createTally(0), drawing)).toBe("time  entries  errors  warnings\n");
  });
});
