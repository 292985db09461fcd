import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClockSteps } from "../../../src/sources/journal/clock-steps.js";

const SECOND = 1_000_000;

describe("steps of the clock", () => {
  it("are told where the wall clock goes back, jumps ahead, or went on while the machine slept", () => {
    const steps = createClockSteps();
    const at = (seconds: number, wall: number, boot = "a") => steps.stepped(boot, seconds * SECOND, wall * SECOND);
    expect([at(10, 1_010), at(11, 1_011), at(12, 912), at(13, 913), at(14, 2_014), at(14.1, 5_614)]).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  it("are none between boots, each of which has a beginning of its own", () => {
    const steps = createClockSteps();
    const told = [
      ["a", 100],
      ["b", 1],
      ["a", 101],
      ["b", 2],
    ].map(([boot, seconds]) =>
      steps.stepped(
        String(boot),
        Number(seconds) * SECOND,
        (Number(seconds) + (boot === "a" ? 5_000 : 9_000)) * SECOND,
      ),
    );
    expect(told).toEqual([false, false, false, false]);
  });

  it("are told exactly where the distance of the clocks changed, however a disciplined clock drifts", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            pause: fc.integer({ min: 0, max: 3_600 * SECOND }),
            drift: fc.double({ min: -400e-6, max: 400e-6, noNaN: true }),
            // More than what may be taken for drift in an hour, and what a drift the other way hides of it.
            set: fc.option(fc.integer({ min: 5 * SECOND, max: 10_000 * SECOND }), { nil: undefined, freq: 4 }),
          }),
          { maxLength: 40 },
        ),
        (moves) => {
          const steps = createClockSteps();
          let [monotonic, realtime] = [0, 1e15];
          steps.stepped("a", monotonic, realtime);
          for (const { pause, drift, set = 0 } of moves) {
            monotonic += pause;
            realtime += pause * (1 + drift) + set;
            expect(steps.stepped("a", monotonic, realtime)).toBe(set > 0);
          }
        },
      ),
    );
  });
});
