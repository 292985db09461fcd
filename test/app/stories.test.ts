import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { selectHeader } from "../../src/app/selectors/header.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import { micros } from "../../src/core/time.js";
import { goOutside, isOutside } from "../../src/ui/outside/outside.js";
import { sessionOf } from "../support/sample-sessions.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { driverOf, entriesOf, type ListDriver, NOON } from "../support/tui-driver.js";

const START = NOON - 3_600_000_000;
const second = (number: number) => micros(START + number * 1_000_000);

/** Ten minutes: a line a second, mostly of one noisy unit; the rebuild of second 300 fails in second 340. */
const log = entriesOf(600, (ordinal) => {
  if (ordinal === 120 || ordinal === 340)
    return { level: "error", unit: "db.service", message: `cannot open /srv/${ordinal}` };
  if (ordinal === 339) return { level: "info", unit: "db.service", message: "opening the database" };
  if (ordinal % 20 === 0) return { level: "info", unit: "web.service", message: `request ${ordinal} served` };
  return { level: "info", unit: "tick.service", message: `tick ${ordinal} of the clock` };
});
const rebuilds = [2, 1].map((id) =>
  sessionOf(id, { kind: "rebuild", startedAt: second(id * 150), endedAt: second(id * 150 + 60), result: "failed" }),
);

const shown = (tui: ListDriver): readonly string[] =>
  selectStream(tui.state()).layout.entries.map(({ message }) => message);

describe("somebody", () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it("finds the first error of the last rebuild and reads what led to it", async () => {
    const tui = await driverOf(log, { sessions: rebuilds });
    await tui.press("(");
    expect(tui.cursor()).toBe("request 300 served");
    await tui.press("e");
    expect(tui.cursor()).toBe("cannot open /srv/340");
    await tui.press("+");
    expect(shown(tui)).toEqual(["cannot open /srv/120", "opening the database", "cannot open /srv/340"]);
    await tui.press("2 Z");
    expect(shown(tui).slice(-5)).toEqual([
      "tick 338 of the clock",
      "opening the database",
      "cannot open /srv/340",
      "tick 341 of the clock",
      "tick 342 of the clock",
    ]);
    expect(tui.cursor()).toBe("cannot open /srv/340");
  });

  it("hides the noisiest message, and takes that back", async () => {
    const tui = await driverOf(log);
    await tui.press("tab");
    await tui.command("patterns");
    await tui.press("-");
    await tui.command("stream");
    expect(shown(tui).some((message) => message.startsWith("tick"))).toBe(false);
    expect(shown(tui).at(-1)).toBe("request 580 served");
    expect(selectHeader(tui.state()).filters).toHaveLength(1);
    await tui.command("undo");
    expect(selectHeader(tui.state()).filters).toEqual([]);
    expect(shown(tui).at(-1)).toBe("tick 599 of the clock");
  });

  it("marks a range on the histogram and writes its lines to a file", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.press("i");
    const { grid } = tui.state().strip;
    const width = (grid?.width ?? 0) / 1_000_000;
    await tui.press("2 l v 2 l");
    await tui.press("enter");
    const path = join(folder.path, "range.log");
    await tui.command(`write ${path}`);
    const effect = tui.effects.findLast(isOutside);
    if (effect === undefined) throw new Error("nothing was to be written");
    const action = await goOutside(effect, {
      reader: tui.engine,
      environment: {},
      tell: () => undefined,
      lend: (work) => work(),
      lineOf: ({ message }) => message,
      queryCommand: () => ({ ok: true, value: "" }),
      aside: (work) => work(),
      copyFile: "/dev/null",
    });
    expect(action).toMatchObject({ kind: "noticed", text: `${3 * width} lines written to ${path}` });
    const written = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(written).toEqual(log.slice(2 * width, 5 * width).map(({ message }) => message));
  });
});
