import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METRICS, type MachineSample } from "../../../src/core/machine/metrics.js";
import { seriesOf } from "../../../src/core/machine/series.js";
import { micros } from "../../../src/core/time.js";

function sample(from: number, at: number, user: number | undefined): MachineSample {
  return {
    from: micros(from),
    at: micros(at),
    values: METRICS.map((metric) => (metric === "cpu.user" ? user : undefined)),
  };
}

describe("means of what was measured", () => {
  it("hold for as long as the samples do, and are weighed by it", () => {
    const samples = [sample(0, 10, 1), sample(10, 30, 4)];
    expect(seriesOf(samples, { from: 0, width: 5, columns: 8 }).values["cpu.user"]).toEqual([
      1,
      1,
      4,
      4,
      4,
      4,
      undefined,
      undefined,
    ]);
    expect(seriesOf(samples, { from: 0, width: 30, columns: 1 }).values["cpu.user"]).toEqual([3]);
  });

  it("lie between the least and the most, with gaps just where nobody measured", () => {
    const part = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.option(fc.double({ min: 0, max: 100, noNaN: true })));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (parts, width) => {
        let end = 0;
        const samples = parts.map(([length, value]) => sample(end, (end += length), value ?? undefined));
        const columns = Math.ceil(end / width) + 1;
        const means = seriesOf(samples, { from: 0, width, columns }).values["cpu.user"];
        for (const [column, mean] of means.entries()) {
          const [start, stop] = [column * width, (column + 1) * width];
          const values = samples
            .filter(({ from, at }) => at > start && from < stop)
            .flatMap(({ values: all }) => all[0] ?? []);
          if (mean === undefined) expect(values).toEqual([]);
          else {
            expect(mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
            expect(mean).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
          }
        }
      }),
    );
  });
});
