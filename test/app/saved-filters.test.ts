import { describe, expect, it } from "vitest";
import { selectFooter } from "../../src/app/selectors/footer.js";
import { selectHeader } from "../../src/app/selectors/header.js";
import { selectList } from "../../src/app/selectors/overlays.js";
import { printQuery } from "../../src/core/query/print.js";
import { effectiveQuery } from "../../src/app/query/effective.js";
import { driverOf, entriesOf, type ListDriver } from "../support/tui-driver.js";

const LOG = entriesOf(300, (ordinal) => ({
  message: `line ${ordinal}${ordinal % 10 === 0 ? " ten" : ""}`,
  level: ordinal % 50 === 0 ? "error" : "info",
  unit: ordinal % 3 === 0 ? "a.service" : "b.service",
}));
const texts = (tui: ListDriver) => tui.state().filters.list.map(({ text }) => text);
const said = (tui: ListDriver) => tui.state().notices.at(-1)?.text;
const saved = (tui: ListDriver) => tui.state().saved.own.map(({ name, query, tags }) => [name, query, ...tags]);
const rows = (tui: ListDriver) => selectList(tui.state())?.rows ?? [];

async function select(tui: ListDriver, name: string): Promise<void> {
  for (let step = 0; step < 30; step++) {
    const row = rows(tui)[selectList(tui.state())?.selected ?? 0];
    if (row?.kind === "saved" && row.row.filter.name === name) return;
    await tui.press("j");
  }
  throw new Error(`${name} is not in the list`);
}

describe("saved filters", () => {
  it("are saved in the list with a name and tags, and taken by their number anywhere", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter ten");
    await tui.press("f");
    await tui.press("s");
    await tui.type("tens #round #demo");
    await tui.press("enter");
    expect(saved(tui)).toEqual([["tens", "ten", "round", "demo"]]);
    expect(tui.effects.filter(({ kind }) => kind === "keep-saved")).toHaveLength(1);
    await tui.press("esc");
    await tui.press("backspace");
    await tui.press("g 1");
    expect(texts(tui)).toEqual(["filter:tens"]);
    expect(printQuery(effectiveQuery(tui.state().filters))).toBe("ten");
    expect(said(tui)).toBe("tens: ten");
    await tui.press("backspace");
    await tui.press("ctrl-1");
    expect(selectHeader(tui.state()).filters).toEqual([{ sign: "+", text: "filter:tens", isOn: true }]);
    await tui.press("g 9 9");
    expect(texts(tui)).toHaveLength(2);
  });

  it("keep all that is filtered by as one query that says the same", async () => {
    const tui = await driverOf(LOG);
    await tui.command("query line");
    await tui.command("level info");
    await tui.command("filter unit:a.service");
    await tui.command("filter unit:b.service");
    await tui.command("exclude ten or 33");
    const before = printQuery(effectiveQuery(tui.state().filters));
    await tui.command("filter save everything #all");
    expect(saved(tui)).toEqual([
      ["everything", "line level>=info (unit:a.service or unit:b.service) -(ten or 33)", "all"],
    ]);
    const shown = tui.screen();
    await tui.command("query");
    await tui.command("level all");
    for (let left = 3; left > 0; left--) await tui.press("backspace");
    await tui.command("filter everything");
    expect(tui.screen()).toEqual(shown);
    expect(before).toContain("unit:a.service");
  });

  it("show their hits and the newest lines of the selected one, and are counted one at a time", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter ten");
    await tui.command("filter save tens");
    await tui.press("f");
    await select(tui, "tens");
    expect(rows(tui).flatMap((row) => (row.kind === "saved" ? [row.row.hits] : []))).toContain(30);
    expect(rows(tui).every((row) => row.kind !== "saved" || row.row.hits !== undefined)).toBe(true);
    const sample = selectList(tui.state())?.sample;
    expect(sample?.entries?.map(({ message }) => message).at(-1)).toBe("line 290 ten");
    await select(tui, "failed-units");
    expect(selectList(tui.state())?.sample).toMatchObject({ entries: [], about: "units that systemd said had failed" });
  });

  it("call the counts off when the list is closed", async () => {
    const tui = await driverOf(LOG);
    await tui.press("f");
    const first = tui.effects.findLast(({ kind }) => kind === "count");
    const open = tui.state();
    const waiting = {
      ...open,
      requests: { ...open.requests, counts: [{ id: 77, purpose: { kind: "saved", name: "x" } }] },
    };
    expect(first).toBeDefined();
    const { update } = await import("../../src/app/update.js");
    const { MOMENT } = await import("../support/tui-driver.js");
    const closed = update(waiting as typeof open, { kind: "press", key: "esc" }, MOMENT);
    expect(closed.effects).toContainEqual({ kind: "call-off", counts: [77], values: false });
    expect(closed.state.requests.counts).toEqual([]);
  });

  it("are switched with Space, edited, renamed and deleted; undo brings each back", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter ten");
    await tui.command("filter save tens #round");
    await tui.press("backspace");
    await tui.press("f");
    await select(tui, "tens");
    await tui.press("space");
    expect(texts(tui)).toEqual(["filter:tens"]);
    await tui.press("space");
    expect(tui.state().filters.list[0]?.enabled).toBe(false);
    await tui.press("e");
    await tui.press("ctrl-u");
    await tui.type("line 29");
    await tui.press("enter");
    expect(saved(tui)).toEqual([["tens", "line 29", "round"]]);
    await tui.press("r");
    await tui.press("ctrl-u");
    await tui.type("twenties");
    await tui.press("enter");
    expect(saved(tui)).toEqual([["twenties", "line 29", "round"]]);
    await tui.press("d");
    expect(saved(tui)).toEqual([]);
    await tui.press("u");
    expect(saved(tui)).toEqual([["twenties", "line 29", "round"]]);
    await tui.press("u");
    await tui.press("u");
    expect(saved(tui)).toEqual([["tens", "ten", "round"]]);
    await tui.press("U");
    expect(saved(tui)).toEqual([["tens", "line 29", "round"]]);
  });

  it("change places, and with them their numbers", async () => {
    const tui = await driverOf(LOG);
    for (const name of ["one", "two"]) {
      await tui.command(`filter ${name}`);
      await tui.command(`filter save ${name}`);
      await tui.press("backspace");
    }
    await tui.press("f");
    await select(tui, "two");
    await tui.press("K");
    expect(saved(tui)).toEqual([
      ["two", "two"],
      ["one", "one"],
    ]);
    await tui.press("K");
    await tui.press("esc");
    await tui.press("g 1");
    expect(texts(tui)).toEqual(["filter:two"]);
  });

  it("that ship cannot be deleted, but be replaced under their name", async () => {
    const tui = await driverOf(LOG);
    await tui.command("forget-filter crashes");
    expect(said(tui)).toBe("none of the saved filters is yours yet: s in f saves one");
    await tui.press("f");
    await select(tui, "crashes");
    await tui.press("d");
    expect(said(tui)).toBe("crashes ships with the program");
    await tui.press("e");
    await tui.press("ctrl-u");
    await tui.type("ten");
    await tui.press("enter");
    expect(saved(tui)).toEqual([["crashes", "ten", "kernel"]]);
    expect(rows(tui).filter((row) => row.kind === "saved" && row.row.filter.name === "crashes")).toHaveLength(1);
  });

  it("stand for themselves in any query, and what they stood for is what a filter goes on with", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter ten");
    await tui.command("filter save tens");
    await tui.command("query filter:tens unit:a");
    expect(printQuery(tui.state().filters.base.query)).toBe("ten unit:a");
    await tui.command("query filter:nine");
    expect(said(tui)).toContain("no filter is saved as nine");
  });

  it("say what is wrong with a name, an unknown one, and that there is nothing to save", async () => {
    const tui = await driverOf(LOG);
    await tui.command("save-filter x");
    expect(said(tui)).toBe("nothing is filtered: & adds a filter");
    await tui.command("filter ten");
    await tui.command("save-filter \u001b[2J");
    expect(said(tui)).toMatch(/cannot be the name of a filter/);
    await tui.command("use-filter nine");
    expect(said(tui)).toBe("no filter is saved as 'nine'");
    await tui.command("use-filter 99");
    expect(said(tui)).toBe("no filter is saved as '99'");
  });

  it("that cannot be written hold until the end, also when the file changes meanwhile", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter ten");
    await tui.command("filter save tens");
    const keep = tui.effects.findLast((effect) => effect.kind === "keep-saved");
    if (keep?.kind !== "keep-saved") throw new Error("nothing was kept");
    const fault = { code: "no-permission", message: "filters.json cannot be changed", hint: "" } as const;
    await tui.dispatch({ kind: "saved-not-kept", change: keep.change, fault });
    expect(said(tui)).toContain("until the end it is as you said");
    const other = { name: "other", query: "x", tags: [], about: "" };
    await tui.dispatch({ kind: "saved-came", filters: [other] });
    expect(saved(tui)).toEqual([
      ["other", "x"],
      ["tens", "ten"],
    ]);
  });

  it("of a file come among one's own", async () => {
    const tui = await driverOf(LOG);
    await tui.command("filter import mine.json");
    expect(tui.effects.at(-1)).toEqual({ kind: "import-saved", path: "mine.json" });
    await tui.dispatch({ kind: "saved-imported", filters: [{ name: "a", query: "ten", tags: [], about: "" }] });
    expect(said(tui)).toBe("new filters: 1, replaced: 0");
    await tui.command("undo");
    expect(saved(tui)).toEqual([]);
  });
});

describe("undo", () => {
  it("takes back each change of what is let through, and makes it again", async () => {
    const tui = await driverOf(LOG);
    const all = tui.screen();
    await tui.press("-");
    const hidden = tui.screen();
    await tui.command("level error");
    await tui.press("ctrl-_");
    expect(tui.screen()).toEqual(hidden);
    await tui.press("ctrl-_");
    expect(tui.screen()).toEqual(all);
    await tui.press("ctrl-_");
    expect(said(tui)).toBe("no change of filters can be taken back");
    await tui.press("alt-_");
    expect(tui.screen()).toEqual(hidden);
    expect(selectFooter(tui.state()).notice?.text).toBe("the filter is back");
  });
});
