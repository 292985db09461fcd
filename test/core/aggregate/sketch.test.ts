import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addToSketch,
  mergeSketch,
  MOST_EXACT,
  newSketch,
  percentileOf,
  type Sketch,
  SKETCH_ERROR,
} from "../../../src/core/aggregate/sketch.js";

const PERCENTS = [1, 10, 50, 90, 99, 99.9];

function sketchOf(values: readonly number[]): Sketch {
  const sketch = newSketch();
  for (const value of values) addToSketch(sketch, value);
  return sketch;
}

function exactPercentile(values: readonly number[], percent: number): number | undefined {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100 - 1e-9)) - 1];
}

const number = fc.oneof(
  fc.integer({ min: -1_000, max: 1_000 }),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((value) => value + 0),
  fc.constantFrom(0, 1e-9, 1e15, -1e15),
);
const few = fc.array(number, { minLength: 1, maxLength: MOST_EXACT });
/** Multiples of some numbers: more different ones than are kept. */
const many = fc
  .array(number, { minLength: 3, maxLength: 12 })
  .map((values) =>
    [...values, 7].flatMap((value) => Array.from({ length: MOST_EXACT + 1 }, (_, times) => value * times)),
  );

describe("a sketch of numbers", () => {
  it("gives exact percentiles of few numbers", () => {
    fc.assert(
      fc.property(few, (values) => {
        for (const percent of PERCENTS)
          expect(percentileOf(sketchOf(values), percent)).toBe(exactPercentile(values, percent));
      }),
    );
  });

  it("is at most 1 % off with many", () => {
    fc.assert(
      fc.property(many, (values) => {
        const sketch = sketchOf(values);
        for (const percent of PERCENTS) {
          const exact = exactPercentile(values, percent) ?? Number.NaN;
          const bound = Math.abs(exact) * SKETCH_ERROR * 1.000_001 + 1e-300;
          expect(Math.abs((percentileOf(sketch, percent) ?? Number.NaN) - exact)).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("tells the same however the numbers were split", () => {
    fc.assert(
      fc.property(fc.oneof(few, many), fc.nat(), (values, cut) => {
        const at = cut % values.length;
        const merged = sketchOf(values.slice(at));
        mergeSketch(merged, sketchOf(values.slice(0, at)));
        for (const percent of PERCENTS) {
          expect(percentileOf(merged, percent)).toBe(percentileOf(sketchOf(values), percent));
        }
      }),
      { numRuns: 50 },
    );
  });
});
