import { describe, expect, it } from "vitest";

import { createFrameClock, type FrameClock, type Timers } from "../../../src/ui/terminal/clock.js";

/** Time that passes when it is told to. */
function createTime(): Timers & { readonly pass: (ms: number) => void } {
  let time = 0;
  let waiting: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => time,
    after: (ms, callback) => {
      const entry = { at: time + Math.max(0, ms), callback };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    pass: (ms) => {
      const until = time + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        time = Math.max(time, next.at);
        next.callback();
      }
      time = until;
    },
  };
}

function start(framesPerSecond = 50): {
  readonly time: ReturnType<typeof createTime>;
  readonly clock: FrameClock;
  readonly beats: string[];
} {
  const time = createTime();
  const clock = createFrameClock(framesPerSecond, time);
  const beats: string[] = [];
  clock.onUpdate(() => beats.push(`update ${time.now()}`));
  clock.onPaint(() => beats.push(`paint ${time.now()}`));
  return { time, clock, beats };
}

describe("frame clock", () => {
  it("serves the first request at once and makes one frame of many", () => {
    const { time, clock, beats } = start();
    time.pass(1000);
    for (let count = 0; count < 10; count++) clock.request();
    time.pass(0);
    expect(beats).toEqual(["update 1000", "paint 1000"]);
    time.pass(1000);
    expect(beats).toHaveLength(2);
  });

  it("keeps frames as far apart as the rate says", () => {
    const { time, clock, beats } = start(50);
    clock.onPaint(clock.request);
    clock.request();
    time.pass(100);
    expect(beats.filter((beat) => beat.startsWith("paint"))).toEqual(
      [0, 20, 40, 60, 80, 100].map((ms) => `paint ${ms}`),
    );
  });

  it("paints within the frame what its update changed, and updates again for news after it", () => {
    const { time, clock, beats } = start();
    const drawOnce = clock.onUpdate(() => {
      drawOnce();
      clock.requestPaint();
    });
    clock.request();
    time.pass(500);
    expect(beats).toEqual(["update 0", "paint 0"]);
    const askOnce = clock.onUpdate(() => {
      askOnce();
      clock.request();
    });
    clock.request();
    time.pass(500);
    expect(beats.slice(2)).toEqual(["update 500", "paint 500", "update 520", "paint 520"]);
  });

  it("stands still while stopped and remembers that a frame was wanted", () => {
    const { time, clock, beats } = start();
    clock.request();
    clock.stop();
    time.pass(100);
    expect(beats).toEqual([]);
    clock.start();
    time.pass(0);
    expect(beats).toEqual(["update 100", "paint 100"]);
    clock.stop();
    clock.start();
    time.pass(100);
    expect(beats).toHaveLength(2);
  });
});
