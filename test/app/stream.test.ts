import { describe, expect, it } from "vitest";
import type { Action } from "../../src/app/action.js";
import { begin } from "../../src/app/initial-state.js";
import type { Moment } from "../../src/app/moment.js";
import { selectHeader } from "../../src/app/selectors/header.js";
import { update } from "../../src/app/update.js";
import type { Page } from "../../src/core/ports.js";
import { micros } from "../../src/core/time.js";
import { driverOf, entriesOf, entryOf, MOMENT, NOON } from "../support/tui-driver.js";

// 80×24: two lines of header, one of footer, 21 of stream.
const ROWS = 21;

describe("reading the stream", () => {
  it("begins at the newest lines and follows", async () => {
    const tui = await driverOf(entriesOf(100));
    expect(tui.screen().at(-1)).toBe("line 99");
    expect(tui.screen()[0]).toBe(`line ${100 - ROWS}`);
    await tui.add([entryOf(100)]);
    expect(tui.screen().at(-1)).toBe("line 100");
    expect(tui.cursor()).toBe("line 100");
  });

  it("begins at the oldest line when asked to", async () => {
    const tui = await driverOf(entriesOf(100), { follow: false });
    expect(tui.screen()[0]).toBe("line 0");
    expect(tui.cursor()).toBe("line 0");
  });

  it("shows a short log from the top, without blank lines above", async () => {
    const tui = await driverOf(entriesOf(3));
    expect(tui.screen().slice(0, 4)).toEqual(["line 0", "line 1", "line 2", ""]);
  });

  it("keeps the cursor on its entry when new lines arrive", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("k k k");
    const before = tui.screen();
    await tui.add(Array.from({ length: 50 }, (_, index) => entryOf(100 + index)));
    expect(tui.screen()).toEqual(before);
    expect(tui.cursor()).toBe("line 96");
    expect(selectHeader(tui.state()).modes).toContainEqual({ kind: "new", count: 50 });
  });

  it("fills room that is empty with new lines while paused, moving nothing", async () => {
    const tui = await driverOf(entriesOf(3));
    await tui.press("k");
    await tui.add([entryOf(3)]);
    expect(tui.screen().slice(0, 5)).toEqual(["line 0", "line 1", "line 2", "line 3", ""]);
    expect(tui.cursor()).toBe("line 1");
  });

  it("pauses on the way up, and follows again with G or F", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("ctrl-u");
    expect(tui.state().stream.follow).toBe(false);
    await tui.add([entryOf(100)]);
    await tui.press("G");
    expect(tui.state().stream.follow).toBe(true);
    expect(tui.cursor()).toBe("line 100");
    await tui.press("F");
    expect(tui.state().stream.follow).toBe(false);
    await tui.press("F");
    expect(tui.state().stream.follow).toBe(true);
  });

  it("does not pause on the way down at the end", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("j");
    expect(tui.state().stream.follow).toBe(true);
  });

  it("walks beyond the page it has loaded, line by line", async () => {
    const tui = await driverOf(entriesOf(1_000));
    for (let line = 0; line < 300; line += 1) await tui.press("k");
    expect(tui.cursor()).toBe("line 699");
    for (let line = 0; line < 250; line += 1) await tui.press("j");
    expect(tui.cursor()).toBe("line 949");
  });

  it("goes all of a long way although the entries between were not loaded", async () => {
    const tui = await driverOf(entriesOf(20_000));
    await tui.press("7 5 0 k");
    expect(tui.cursor()).toBe("line 19249");
    await tui.press("9 9 9 9 k");
    expect(tui.cursor()).toBe("line 9250");
    await tui.press("9 9 9 9 9 k");
    expect(tui.cursor()).toBe("line 0");
  });

  it("adds up keys that are pressed before the page has come", async () => {
    const tui = await driverOf(entriesOf(1_000));
    await tui.press(Array.from({ length: 200 }, () => "k").join(" "));
    expect(tui.cursor()).toBe("line 799");
  });

  it("turns pages with two lines kept in sight", async () => {
    const tui = await driverOf(entriesOf(1_000));
    const [first, second] = tui.screen();
    await tui.press("pageup");
    expect(tui.screen().slice(-2)).toEqual([first, second]);
    await tui.press("pagedown");
    expect(tui.screen()[0]).toBe(first);
  });

  it("keeps only the surroundings of the cursor", async () => {
    const tui = await driverOf(entriesOf(20_000));
    await tui.press("9 9 9 9 k");
    await tui.press("k");
    expect(tui.state().stream.page?.entries.length).toBeLessThan(12 * ROWS);
  });

  it("goes to both ends", async () => {
    const tui = await driverOf(entriesOf(1_000));
    await tui.press("g g");
    expect(tui.screen()[0]).toBe("line 0");
    expect(tui.cursor()).toBe("line 0");
    await tui.press("end");
    expect(tui.cursor()).toBe("line 999");
  });

  it("freezes the display while collecting goes on", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("space");
    const before = tui.screen();
    await tui.add([entryOf(100), entryOf(101)]);
    expect(tui.screen()).toEqual(before);
    expect(selectHeader(tui.state()).modes).toEqual([{ kind: "new", count: 2 }, { kind: "frozen" }]);
    await tui.press("k k j j j");
    expect(tui.cursor()).toBe("line 99");
    await tui.press("space");
    expect(tui.state().stream.frozen).toBeUndefined();
    await tui.press("G");
    expect(tui.cursor()).toBe("line 101");
  });

  it("thaws back into following when nothing was moved", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("space");
    await tui.add([entryOf(100)]);
    await tui.press("space");
    expect(tui.cursor()).toBe("line 100");
    expect(tui.state().stream.follow).toBe(true);
  });

  it("keeps the cursor's row when the terminal changes its size, as far as it fits", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("1 0 k");
    await tui.dispatch({ kind: "resized", size: { columns: 80, rows: 15 } });
    expect(tui.cursor()).toBe("line 89");
    expect(tui.cursorRow()).toBeLessThan(13);
    await tui.dispatch({ kind: "resized", size: { columns: 200, rows: 60 } });
    expect(tui.cursor()).toBe("line 89");
    expect(tui.screen()[tui.cursorRow()]).toBe("line 89");
  });

  it("moves the text sideways as far as there is any", async () => {
    const tui = await driverOf(entriesOf(100, () => ({ message: "x".repeat(100) })));
    await tui.press("l l");
    expect(tui.state().stream.sideways).toBe(16);
    await tui.press("9 9 l");
    expect(tui.state().stream.sideways).toBeLessThan(100);
    await tui.press("h");
    await tui.press("0");
    expect(tui.state().stream.sideways).toBe(0);
  });

  it("scrolls with the wheel and goes to the line that is clicked", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.dispatch({ kind: "wheel", lines: -3 });
    expect(tui.screen().at(-1)).toBe("line 96");
    await tui.dispatch({ kind: "point", row: 2, column: 10 });
    expect(tui.cursorRow()).toBe(0);
    await tui.dispatch({ kind: "point", row: 2, column: 79 });
    expect(tui.cursor()).toBe("line 0");
  });
});

describe("tall entries", () => {
  const tall = (lines: number) => Array.from({ length: lines }, (_, line) => `part ${line}`).join("\n");
  const withTall = (lines: number) => entriesOf(60, (ordinal) => (ordinal === 30 ? { message: tall(lines) } : {}));

  it("fold to their first line until they are unfolded", async () => {
    const tui = await driverOf(withTall(5), { follow: false });
    await tui.press("3 0 j");
    expect(tui.screen()).toContain("part 0");
    expect(tui.screen()).not.toContain("part 1");
    await tui.press("x");
    expect(tui.screen()).toContain("part 4");
    await tui.press("x");
    expect(tui.screen()).not.toContain("part 1");
  });

  it("are read line by line when they are taller than the screen", async () => {
    const tui = await driverOf(withTall(50), { follow: false });
    await tui.press("3 0 j");
    await tui.press("x");
    expect(tui.screen()[0]).toBe("part 0");
    await tui.press("j");
    expect(tui.screen()[0]).toBe("part 1");
    for (let line = 0; line < 28; line += 1) await tui.press("j");
    expect(tui.screen().at(-1)).toBe("part 49");
    await tui.press("j");
    expect(tui.cursor()).toBe("line 31");
    await tui.press("k");
    expect(tui.screen().at(-1)).toBe("part 49");
  });

  it("are scrolled through by pages without a line being left out", async () => {
    const tui = await driverOf(withTall(100), { follow: false });
    await tui.press("X");
    const seen = new Set<string>();
    for (let page = 0; page < 12; page += 1) {
      for (const row of tui.screen()) seen.add(row);
      await tui.press("pagedown");
    }
    for (let part = 0; part < 100; part += 1) expect(seen).toContain(`part ${part}`);
    for (let line = 0; line < 60; line += 1) if (line !== 30) expect(seen).toContain(`line ${line}`);
  });

  it("wrap long lines and cut them again", async () => {
    const long = "word ".repeat(60).trim();
    const tui = await driverOf(entriesOf(10, (ordinal) => (ordinal === 9 ? { message: long } : {})));
    const cut = tui.screen().filter((row) => row.includes("word")).length;
    await tui.press("g w");
    expect(cut).toBe(1);
    expect(tui.screen().filter((row) => row.includes("word")).length).toBeGreaterThan(3);
    await tui.press("g w");
    expect(tui.screen().filter((row) => row.includes("word")).length).toBe(1);
  });
});

describe("dear pages", () => {
  it("are not asked for with every news, but after a rest", () => {
    let { state } = begin({ size: { columns: 80, rows: 24 }, scope: { sources: undefined } });
    const at = (ms: number): Moment => ({ ...MOMENT, now: micros(NOON + ms * 1_000) });
    const page: Page = {
      entries: entriesOf(5),
      anchorIndex: 5,
      remarks: [],
      atStart: true,
      atEnd: true,
      position: 0,
      total: 5,
      revision: 1,
    };
    const news = (revision: number): Action => ({
      kind: "engine-advanced",
      news: { revision, entries: 5, entriesPerSecond: 0, sources: [], fault: undefined },
    });
    const step = (action: Action, ms: number): readonly string[] => {
      const next = update(state, action, at(ms));
      state = next.state;
      return next.effects.map((effect) => (effect.kind === "schedule" ? effect.key : effect.kind));
    };
    step({ kind: "resized", size: { columns: 81, rows: 24 } }, 0);
    const asked = (): number => state.requests.page?.id ?? 0;
    step({ kind: "run", command: "bottom" }, 0);
    step({ kind: "page-loaded", request: asked(), page }, 200);
    expect(step(news(2), 210)).toContain("reload");
    expect(step(news(3), 220)).not.toContain("load-page");
    expect(step({ kind: "reload-due" }, 1_010)).toContain("load-page");
    step({ kind: "page-loaded", request: asked(), page: { ...page } }, 1_015);
    expect(step(news(4), 1_020)).toContain("load-page");
  });
});
