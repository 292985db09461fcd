import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barRows } from "../../../src/ui/chart/bars.js";
import { glyphsFor } from "../../../src/ui/glyphs.js";

const values = fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: undefined }), {
  minLength: 1,
  maxLength: 80,
});
const steps = fc.constantFrom(glyphsFor(true).bars, glyphsFor(false).bars);

describe("bars", () => {
  it("are a character for each value in every row, and empty just where there is nothing", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), steps, (given, rows, own) => {
        const top = given.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
        const drawn = barRows(given, { rows, top, steps: own });
        expect(drawn.map((row) => row.length)).toEqual(Array.from({ length: rows }, () => given.length));
        const lowest = Array.from(drawn.at(-1) ?? "");
        expect(lowest.map((cell) => cell !== " ")).toEqual(given.map((value) => value !== undefined && value > 0));
      }),
    );
  });

  it("are as high as the values are, and never hang in the air", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), steps, (given, rows, own) => {
        const top = given.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
        const drawn = barRows(given, { rows, top, steps: own });
        const heights = given.map((_, column) =>
          drawn.reduce((sum, row) => sum + own.indexOf(row[column] ?? "") + 1, 0),
        );
        const full = rows * own.length;
        for (const [index, value] of given.entries()) {
          if (value === top && top > 0) expect(heights[index]).toBe(full);
          for (const [other, less] of given.entries()) {
            if ((less ?? 0) <= (value ?? 0)) expect(heights[other]).toBeLessThanOrEqual(heights[index] ?? 0);
          }
        }
        for (let row = 0; row < rows - 1; row += 1) {
          for (let column = 0; column < given.length; column += 1) {
            if (drawn[row]?.[column] !== " ") expect(drawn[row + 1]?.[column]).toBe(own.at(-1));
          }
        }
      }),
    );
  });
});
