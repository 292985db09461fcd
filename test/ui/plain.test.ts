import { describe, expect, it } from "vitest";
import { startScreen } from "../support/screen-driver.js";
import { SCENES, startScene } from "../support/scenes.js";
import { entriesOf } from "../support/tui-driver.js";

/** Borders, blocks, shapes, braille: what a screen reader reads out one by one, or not at all. */
const DRAWN = /[\u2500-\u25ff\u2800-\u28ff]/;

describe.concurrent("the plain screen", () => {
  for (const name of Object.keys(SCENES)) {
    it(`draws nothing in ${name}, and has the terminal's cursor on a line that says something`, async () => {
      const screen = await startScene(name, { columns: 80, rows: 24, settings: { plain: true } });
      const frame = await screen.frame();
      expect(frame.split("\n").filter((line) => DRAWN.test(line))).toEqual([]);
      const { cursorY } = screen.terminal.buffer.active;
      expect(screen.lines()[cursorY]?.trim()).not.toBe("");
      screen.close();
    });
  }
});

describe("the plain screen, under the hands", () => {
  it("moves the cursor with the line that the keys are about, and into lists", async () => {
    const screen = await startScreen({ settings: { plain: true } });
    await screen.frame();
    const focused = (): string => screen.lines()[screen.terminal.buffer.active.cursorY] ?? "";
    expect(focused()).toContain("192.168.1.83");
    screen.press("k", "k");
    await screen.frame();
    expect(focused()).toContain("192.168.1.67");
    screen.press("L");
    await screen.waitFor("Least severe level");
    await screen.frame();
    expect(focused()).toContain("all levels");
    screen.press("j");
    await screen.frame();
    expect(focused()).toContain("debug and worse");
    screen.close();
  });

  it("says in words what a heatmap shades", async () => {
    const screen = await startScreen({ columns: 120, settings: { plain: true } });
    screen.press(":");
    screen.type("heatmap");
    screen.press("enter");
    await screen.waitFor(/nginx\.service: \d+ at Mar 15 [\d:]+, usually \d+, \d+ in all/);
    screen.close();
  });
});

describe("reduced motion", () => {
  it("shows what comes together, and answers keys meanwhile", async () => {
    const screen = await startScreen({ entries: entriesOf(5), settings: { reducedMotion: true } });
    await screen.waitFor("line 4");
    const all = entriesOf(400);
    const frames = screen.statistics().frames;
    for (let next = 5; next < 400; next++) screen.engine.add(all.slice(next, next + 1));
    await screen.waitFor("line 399");
    // One a second, and those that show what keys did.
    expect(screen.statistics().frames - frames).toBeLessThan(100);
    screen.press("?");
    await screen.waitFor("Move");
    screen.close();
  });
});
