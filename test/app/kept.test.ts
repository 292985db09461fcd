import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptScreenOf, screenToKeep } from "../../src/app/kept/kept-of.js";
import { selectOffer } from "../../src/app/kept/restore.js";
import type { KeptScreen } from "../../src/app/kept/kept-screen.js";
import { KEPT_PARTS } from "../../src/app/kept/parts.js";
import { parseQuery } from "../../src/core/query/parse.js";
import { micros } from "../../src/core/time.js";
import { driverOf, entriesOf, type ListDriver, MOMENT, NOON } from "../support/tui-driver.js";

const LOG = entriesOf(200, (ordinal) => ({
  level: ordinal % 10 === 0 ? "error" : "info",
  unit: ordinal % 2 === 0 ? "nginx.service" : "sshd.service",
}));

async function found(screen: KeptScreen, restore: "ask" | "always", tui?: ListDriver): Promise<ListDriver> {
  const driver = tui ?? (await driverOf(LOG));
  const before = { at: micros(NOON - 2 * 3_600_000_000), screen };
  await driver.dispatch({ kind: "kept-found", before, restore });
  return driver;
}

/** What comes back from the disk. */
function throughJson(screen: KeptScreen): KeptScreen {
  return JSON.parse(JSON.stringify(screen)) as KeptScreen;
}

async function changed(): Promise<ListDriver> {
  const tui = await driverOf(LOG);
  await tui.command("filter unit:nginx");
  await tui.command("exclude 'line 40'");
  await tui.command("level error");
  await tui.command("goto 101");
  await tui.press("g w");
  await tui.command("patterns");
  await tui.press("s");
  return tui;
}

describe("the screen as it was left", () => {
  it("is nothing at the start, and comes back whole after it was changed in every way", async () => {
    expect(keptScreenOf((await driverOf(LOG)).state())).toEqual({});
    const left = await changed();
    const kept = throughJson(keptScreenOf(left.state()));
    const again = await found(kept, "always");
    expect(keptScreenOf(again.state())).toEqual(kept);
    expect(again.state().notices.at(-1)).toMatchObject({
      text: "as you left it 2 hours ago, patterns, level>=error, 2 filters",
      hint: "Ctrl-r starts afresh",
    });
    await left.command("stream");
    await again.command("stream");
    expect(again.screen()).toEqual(left.screen());
    expect(again.cursor()).toBe(left.cursor());
  });

  it("is offered without being in the way, taken up with a key and given back with another", async () => {
    const plain = await driverOf(LOG);
    const tui = await found({ level: "error" }, "ask");
    expect(tui.screen()).toEqual(plain.screen());
    expect(selectOffer(tui.state())).toEqual({
      text: "Last time, 2 hours ago: level>=error",
      hint: "R goes on there · Esc takes this away",
    });
    await tui.press("R");
    expect(selectOffer(tui.state())).toBeUndefined();
    expect(tui.screen().filter((row) => row !== "")).toHaveLength(20);
    await tui.press("ctrl-r");
    expect(tui.screen()).toEqual(plain.screen());
    await tui.command("restore");
    expect(tui.state().filters.level).toBe("error");
  });

  it("is not asked about when only the place or the looks of it are another's", async () => {
    const tui = await found({ time: NOON - 3_500_000_000, wrap: true }, "ask");
    expect(selectOffer(tui.state())).toBeUndefined();
    await tui.press("R");
    expect(tui.state().stream).toMatchObject({ wrap: true, follow: false });
    expect(tui.cursor()).toBe("line 100");
  });

  it("stays kept until the question is answered or something else is worth keeping", async () => {
    const tui = await found({ level: "error" }, "ask");
    await tui.press("k");
    expect(screenToKeep(tui.state())).toBeUndefined();
    await tui.fire("offer");
    expect(selectOffer(tui.state())).toBeUndefined();
    expect(screenToKeep(tui.state())).toBeUndefined();
    await tui.command("filter unit:sshd");
    expect(screenToKeep(tui.state())).toHaveProperty("filters");

    const declined = await found({ level: "error" }, "ask");
    await declined.press("esc");
    expect(screenToKeep(declined.state())).toEqual({});
    expect(declined.state().filters.level).toBeUndefined();
  });

  it("leaves the query of the command line alone, and what was kept without it", async () => {
    const query = parseQuery("unit:sshd", MOMENT);
    if (!query.ok) throw new Error(query.fault.message);
    const started = await driverOf(LOG, { query: { text: "unit:sshd", query: query.value } });
    const before = { level: "error", filters: [{ mode: "include", text: "x", query: "x" }], view: "patterns" };
    const tui = await found(before, "always", started);
    expect(tui.state().view).toBe("patterns");
    expect(tui.state().filters).toMatchObject({ base: { text: "unit:sshd" }, level: undefined, list: [] });
    const { view: _view, ...rest } = before;
    expect(screenToKeep(tui.state())).toEqual({ ...rest, view: "patterns" });
    await tui.press("ctrl-r");
    expect(tui.state().filters.base.text).toBe("unit:sshd");
  });

  it("reads times that were typed by the clock, and short names by what they stood for", async () => {
    const filters = [
      { mode: "include", text: "since:-59m", query: "since:2001-01-01" },
      { mode: "include", text: "template:t0123456ab", query: '"line 1"', enabled: false },
      { mode: "sideways", text: "x", query: "x" },
      { mode: "include", text: "(", query: "(" },
    ];
    const tui = await found({ filters }, "always");
    const [recent, named, ...others] = tui.state().filters.list;
    expect(recent?.query).toMatchObject({ kind: "time", from: NOON - 59 * 60_000_000 });
    expect(named).toMatchObject({ enabled: false, query: { kind: "text", text: "line 1" } });
    expect(others).toEqual([]);
  });

  it("may hold anything at all", async () => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom("heatmap", "error", "absolute", 1, true));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...Object.keys(KEPT_PARTS), "new"), values), async (screen) => {
        const tui = await found(screen, "always");
        expect(structuredClone(tui.state())).toEqual(tui.state());
        await tui.press("ctrl-r");
        expect(keptScreenOf(tui.state())).toEqual({});
      }),
      { numRuns: 40 },
    );
  });
});
