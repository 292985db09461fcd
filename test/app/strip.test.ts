import { describe, expect, it } from "vitest";
import { selectStrip } from "../../src/app/selectors/strip.js";
import { frameOf } from "../../src/app/stream/frame.js";
import { driverOf, entriesOf, entryOf, NOON } from "../support/tui-driver.js";

/** Five minutes with a line a second, an error in the second one. */
const log = entriesOf(300, (ordinal) => ({ level: ordinal === 90 ? "error" : "info" }));
const START = NOON - 3_600_000_000;

describe("the histogram", () => {
  it("comes and goes below the lines, and has the keys until Esc", async () => {
    const tui = await driverOf(log, { follow: false });
    const rows = frameOf(tui.state()).stream.rows;
    await tui.press("i");
    expect(frameOf(tui.state()).stream.rows).toBe(rows - 4);
    const { slices, isFocused } = selectStrip(tui.state());
    expect(slices.reduce((sum, { entries }) => sum + entries, 0)).toBe(300);
    expect(slices.reduce((sum, { errors }) => sum + errors, 0)).toBe(1);
    expect(slices.length).toBeLessThanOrEqual(78);
    expect(isFocused).toBe(true);
    await tui.press("esc j");
    expect(selectStrip(tui.state()).isFocused).toBe(false);
    await tui.press("i i");
    expect(frameOf(tui.state()).strip).toBeUndefined();
  });

  it("takes the lines along, and goes along with them", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.press("i");
    expect(selectStrip(tui.state()).hand).toBe(0);
    await tui.press("1 0 l");
    const { grid, hand } = selectStrip(tui.state());
    expect(hand).toBe(10);
    expect(tui.cursor()).toBe(`line ${(10 * grid!.width) / 1_000_000}`);
    await tui.press("e");
    expect(tui.cursor()).toBe("line 90");
    expect(selectStrip(tui.state()).hand).toBe(Math.floor(90_000_000 / grid!.width));
  });

  it("shows only a range, which can be taken back", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.press("i");
    const width = selectStrip(tui.state()).grid!.width;
    await tui.press("5 l v 4 l");
    expect(selectStrip(tui.state()).range).toEqual({ from: 5, to: 9 });
    await tui.press("enter");
    expect(tui.state().filters.list.map(({ query }) => query)).toEqual([
      { kind: "time", from: START + 5 * width, to: START + 10 * width },
    ]);
    const { slices, grid } = selectStrip(tui.state());
    expect(slices.reduce((sum, { entries }) => sum + entries, 0)).toBe((5 * width) / 1_000_000);
    expect(grid!.width).toBeLessThan(width);
    await tui.command("undo");
    expect(tui.state().filters.list).toEqual([]);
    expect(selectStrip(tui.state()).grid!.width).toBe(width);
  });

  it("gives up a range before it gives up the keys, and those before the program ends", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.press("i");
    await tui.press("v esc");
    expect(selectStrip(tui.state())).toMatchObject({ range: undefined, isFocused: true });
    await tui.press("q");
    expect(selectStrip(tui.state()).isFocused).toBe(false);
    expect(tui.effects.some(({ kind }) => kind === "quit")).toBe(false);
  });

  it("grows with the log", async () => {
    const tui = await driverOf(log);
    await tui.press("i");
    await tui.add([entryOf(300), entryOf(301)]);
    await tui.fire("view");
    expect(selectStrip(tui.state()).slices.reduce((sum, { entries }) => sum + entries, 0)).toBe(302);
  });

  it("is nothing where nothing is let through", async () => {
    const tui = await driverOf(log);
    await tui.press("i");
    await tui.command("filter never");
    expect(selectStrip(tui.state()).grid).toBeUndefined();
    await tui.press("l v enter");
    expect(tui.state().notices.at(-1)?.text).toBe("nothing has been counted yet");
  });
});
