import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisOf, columnOf, endOf, halved, onAxis } from "../../src/app/views/metrics/axis.js";
import { selectMetrics } from "../../src/app/selectors/metrics.js";
import { micros } from "../../src/core/time.js";
import { driverOf, entriesOf, NOON } from "../support/tui-driver.js";

const SECOND = 1_000_000;

/** A line a second in the last 600 s, every tenth of them an error. */
const RECENT = entriesOf(600, (index) => ({
  at: micros(NOON - (600 - index) * SECOND),
  order: micros(NOON - (600 - index) * SECOND),
  level: index % 10 === 0 ? "error" : "info",
}));

describe("the metrics view", () => {
  it("shows how much was logged by level, up to now", async () => {
    const tui = await driverOf(RECENT);
    await tui.command("metrics");
    const { levels, axis, isAtNow } = selectMetrics(tui.state());
    expect(levels.map(({ level }) => level)).toEqual(["error", "info"]);
    expect(isAtNow).toBe(true);
    const counts = levels.map(({ perSecond }) =>
      Math.round(perSecond.reduce((sum, rate) => sum + (rate * (axis?.width ?? 0)) / SECOND, 0)),
    );
    expect(counts).toEqual([60, 540]);
  });

  it("goes to the lines of the moment that the cursor is on, and q back to it", async () => {
    const tui = await driverOf(RECENT);
    await tui.command("metrics");
    await tui.press("h h h");
    const at = tui.state().timeCursor;
    expect(at).toBeLessThan(NOON);
    await tui.press("enter");
    expect(tui.state().view).toBe("stream");
    expect(tui.cursor()).toBe(RECENT.find((entry) => at !== undefined && entry.at >= at)?.message);
    await tui.press("q");
    expect([tui.state().view, tui.state().timeCursor]).toEqual(["metrics", at]);
  });

  it("shows the time around the cursor where that lies further back, and now again with F", async () => {
    const tui = await driverOf(RECENT);
    await tui.command("metrics");
    for (let page = 0; page < 3; page += 1) await tui.press("pageup");
    const { axis } = tui.state().metrics;
    const at = tui.state().timeCursor;
    expect(axis && at && endOf(axis) < NOON - 20 * 60 * SECOND && columnOf(axis, at) >= 0).toBe(true);
    await tui.press("F");
    expect(tui.state().timeCursor).toBeUndefined();
    expect(endOf(tui.state().metrics.axis!)).toBeGreaterThan(NOON);
  });

  it("shows longer and shorter windows, and says which there are", async () => {
    const tui = await driverOf(RECENT);
    await tui.command("metrics");
    await tui.press("]");
    expect(tui.state().metrics.window).toBe("1h");
    for (let more = 0; more < 9; more += 1) await tui.press("[");
    expect(tui.state().metrics.window).toBe("1m");
    await tui.command("window 6h");
    expect(tui.state().metrics.window).toBe("6h");
    await tui.command("window 7h");
    expect(tui.state().notices.at(-1)?.hint).toContain("1m, 5m, 15m, 1h, 6h, 24h");
  });

  it("is brought up to date while it is seen, and asks for nothing when it is not", async () => {
    const tui = await driverOf(RECENT);
    await tui.command("metrics");
    const asked = () => tui.effects.filter(({ kind }) => kind === "load-table").length;
    const before = asked();
    await tui.fire("view");
    expect(asked()).toBeGreaterThan(before);
    await tui.command("stream");
    const then = asked();
    await tui.fire("view");
    await tui.fire("view");
    expect(asked()).toBe(then);
  });
});

describe("the axis of the charts", () => {
  const window = fc.integer({ min: 60 * SECOND, max: 86_400 * SECOND });
  const columns = fc.integer({ min: 8, max: 400 });
  const end = fc.integer({ min: 0, max: 2e15 });

  it("holds the end in its last column, and is as long as the window but for a column", () => {
    fc.assert(
      fc.property(window, columns, end, (length, count, last) => {
        const axis = axisOf(length, count, last);
        expect(columnOf(axis, micros(last))).toBe(count - 1);
        expect(Math.abs(axis.width * count - length)).toBeLessThanOrEqual(count * 2);
        expect(endOf(halved(axis))).toBe(endOf(axis));
      }),
    );
  });

  it("moves by whole columns as time goes on, and values with it", () => {
    fc.assert(
      fc.property(window, columns, end, fc.nat(500), (length, count, last, later) => {
        const own = axisOf(length, count, last);
        const axis = axisOf(length, count, last + later * SECOND);
        const values = Array.from({ length: count }, (_, index) => index);
        const moved = (axis.from - own.from) / own.width;
        expect(Number.isInteger(moved)).toBe(true);
        expect(onAxis(values, own, axis)).toEqual(values.map((_, index) => values[index + moved]));
      }),
    );
  });
});
