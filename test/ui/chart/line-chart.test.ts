import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dotText, lineCells } from "../../../src/ui/chart/line-chart.js";

const values = fc.array(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined }), {
  minLength: 1,
  maxLength: 120,
});
const rows = fc.integer({ min: 1, max: 12 });
const LEFT = [0x01, 0x02, 0x04, 0x40];
const RIGHT = [0x08, 0x10, 0x20, 0x80];

/** Heights (0 lowest) of the dots of half column x. */
function dotsAt(cells: ReturnType<typeof lineCells>, x: number): readonly number[] {
  const height = cells.length * 4;
  return cells.flatMap((row, index) =>
    (x % 2 === 0 ? LEFT : RIGHT).flatMap((dot, line) =>
      ((row[x >> 1]?.bits ?? 0) & dot) === 0 ? [] : [height - 1 - (index * 4 + line)],
    ),
  );
}

describe("lines", () => {
  it("have a dot at the height of every value, and none where nothing was measured", () => {
    fc.assert(
      fc.property(values, rows, (given, count) => {
        const top = given.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
        const cells = lineCells([given], { rows: count, top });
        expect(cells.map(({ length }) => length)).toEqual(
          Array.from({ length: count }, () => Math.ceil(given.length / 2)),
        );
        for (const [x, value] of given.entries()) {
          const dots = dotsAt(cells, x);
          if (value === undefined) expect(dots).toEqual([]);
          else expect(dots).toContain(top > 0 ? Math.round((value / top) * (count * 4 - 1)) : 0);
        }
      }),
    );
  });

  it("are joined: from one value to the next no height is left out", () => {
    fc.assert(
      fc.property(values, rows, (given, count) => {
        const top = given.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
        const cells = lineCells([given], { rows: count, top });
        for (let x = 1; x < given.length; x += 1) {
          if (given[x - 1] === undefined || given[x] === undefined) continue;
          const heights = [...new Set([...dotsAt(cells, x - 1), ...dotsAt(cells, x)])].toSorted((a, b) => a - b);
          expect((heights.at(-1) ?? 0) - (heights[0] ?? 0)).toBe(heights.length - 1);
        }
      }),
    );
  });

  it("lie over one another in their order, and each draws the same dots as alone", () => {
    fc.assert(
      fc.property(values, values, rows, (one, other, count) => {
        const both = lineCells([one, other], { rows: count, top: 1e12 });
        const [first, second] = [[one], [other]].map((lines) => lineCells(lines, { rows: count, top: 1e12 }));
        for (const [row, cells] of both.entries()) {
          for (const [column, { bits, line }] of cells.entries()) {
            const [own, under] = [first?.[row]?.[column]?.bits ?? 0, second?.[row]?.[column]?.bits ?? 0];
            expect(bits).toBe(own | under);
            expect(line).toBe(own !== 0 ? 0 : under !== 0 ? 1 : -1);
          }
        }
      }),
    );
  });

  it("are braille, or ASCII, one character for each pattern of dots", () => {
    for (let bits = 0; bits < 256; bits += 1) {
      expect(dotText(bits, true)).toMatch(/^['\-.| ]$/);
      expect(dotText(bits, false)).toMatch(bits === 0 ? /^ $/ : /^[\u2801-\u28ff]$/);
    }
  });
});
