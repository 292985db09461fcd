import process from "node:process";
import { describe, expect, it } from "vitest";
import { sharedLinePanel } from "../../../../src/ui/contrib/line-panel.js";
import { sampleLog } from "../../../support/sample-log.js";
import { sampleMachine } from "../../../support/sample-machine.js";
import { type ScreenDriver, type ScreenDriverOptions, startScreen } from "../../../support/screen-driver.js";

const HOOKS = ["exit", "SIGINT", "SIGTERM", "SIGQUIT", "uncaughtException"] as const;
const hooked = () => HOOKS.map((name) => process.listenerCount(name as "exit"));

const before = hooked();
const panel = await sharedLinePanel();
const isThere = panel !== undefined;
if (!isThere) console.warn("NOT TESTED: the chart that blessed-contrib draws: it is not installed");

const DATA = {
  labels: Array.from({ length: 160 }, (_, index) => `12:${String(index % 60).padStart(2, "0")}`),
  top: 100,
  lines: [{ title: "busy", values: Array.from({ length: 160 }, () => 50), colour: [59, 130, 246] as const }],
  text: [200, 200, 200] as const,
  axes: [90, 90, 90] as const,
};

const plain = (rows: readonly string[]) => rows.map((row) => row.replaceAll(/\u001b\[[\d;]*m/g, ""));

async function alone(options: ScreenDriverOptions): Promise<ScreenDriver> {
  const screen = await startScreen({ entries: sampleLog(300), machine: sampleMachine(), ...options });
  await screen.frame();
  screen.press("k", "tab");
  await screen.waitFor("events");
  screen.press("x");
  await screen.waitFor("CPU, percent");
  return screen;
}

describe.runIf(isThere)("a chart that is drawn off screen", () => {
  it("has a dot for each value at its place, its axis before the first one, and as many cells as it may", () => {
    const rows = plain(panel?.draw(DATA, { columns: 100, rows: 20, origin: 20 }) ?? []);
    expect(rows.map((row) => Array.from(row).length)).toEqual(Array.from({ length: 20 }, () => 100));
    const line = rows.find((row) => /[⠉⠒⠤⣀]{60}/.test(row)) ?? "";
    expect(line.search(/[⠉⠒⠤⣀]{60}/)).toBe(20);
    expect(rows[2]?.[19]).toMatch(/[⡇⢸]/);
  });

  it("leaves a gap where there is no number, and draws nothing where it has no room", () => {
    const values = DATA.lines[0]?.values.map((value, index) => (index >= 60 && index < 100 ? Number.NaN : value)) ?? [];
    const lines = [{ title: "busy", values, colour: [1, 2, 3] as const }];
    const rows = plain(panel?.draw({ ...DATA, lines }, { columns: 100, rows: 20, origin: 10 }) ?? []);
    const line = rows.find((row) => /[⠉⠒⠤⣀]{20}/.test(row)) ?? "";
    expect(Array.from(line).slice(46, 64).join("").trim()).toBe("");
    expect(panel?.draw(DATA, { columns: 10, rows: 3, origin: 2 })).toEqual([]);
  });

  it("has no sequences but colours, leaves the process as it was, and can take any size", () => {
    for (const [columns, rows] of [
      [60, 9],
      [200, 40],
      [81, 13],
    ] as const) {
      const drawn = panel?.draw(DATA, { columns, rows, origin: 20 }) ?? [];
      expect(drawn).toHaveLength(rows);
      // oxlint-disable-next-line no-control-regex -- that is what is looked for
      expect(drawn.join("").replaceAll(/\u001b\[[\d;]*m/g, "")).not.toMatch(/[\u0000-\u001f\u007f]/);
    }
    expect(hooked()).toEqual(before);
  });

  it("stands on the screen with its own figures, and gives way to all charts again", async () => {
    const screen = await alone({ columns: 120, rows: 40 });
    await screen.waitFor(/75 +[⡇⢸]/);
    const frame = await screen.frame();
    expect(frame).toMatch(/CPU +\d+% {2}max 85%/);
    expect(frame).not.toContain("network");
    screen.press("x");
    await screen.waitFor("network");
    screen.close();
  });
});

describe("a chart that is alone", () => {
  it("is our own where the terminal has no colours, or knows ASCII only", async () => {
    for (const options of [{ environment: { NO_COLOR: "1" } }, { settings: { ascii: true } }]) {
      const screen = await alone({ columns: 80, rows: 24, ...options });
      const frame = await screen.frame();
      expect(frame).toMatch(/busy +\d+%/);
      expect(frame).not.toMatch(/75 +[⡇⢸]/);
      screen.close();
    }
  });
});
