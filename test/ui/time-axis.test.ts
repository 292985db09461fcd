import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { micros } from "../../src/core/time.js";
import { axisLabels } from "../../src/ui/time-axis.js";

const UTC = (): number => 0;

describe("the labels of a time axis", () => {
  it("are whole or not there, and never wider than their room", () => {
    const axis = fc.record({
      from: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => micros(seconds * 1_000_000)),
      width: fc.integer({ min: 1, max: 60 * 86_400 }).map((seconds) => seconds * 1_000_000),
      columns: fc.integer({ min: 0, max: 200 }),
      room: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(axis, (one) => {
        const line = axisLabels(one, UTC);
        expect(line.length).toBeLessThanOrEqual(one.room);
        for (const label of line.split("╵").slice(1)) expect(label.trimEnd()).toMatch(WHOLE);
      }),
    );
  });

  it("leave out the last one where only its beginning would fit", () => {
    const axis = { from: micros(0), width: 1_000_000, columns: 30, room: 36 };
    expect(axisLabels(axis, UTC)).toBe("╵Jan 01 00:00 ╵00:00:14");
    expect(axisLabels({ ...axis, room: 37 }, UTC)).toBe("╵Jan 01 00:00 ╵00:00:14     ╵00:00:28");
  });
});

const WHOLE = /^(?:[A-Z][a-z]{2} \d\d(?: \d\d:\d\d)?|\d\d:\d\d(?::\d\d)?)$/;
