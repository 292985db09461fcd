import { describe, expect, it } from "vitest";
import { Mark } from "../../src/core/entry.js";
import { parseCommandLine } from "../../src/app/overlays/command-line.js";
import { edited, insert, inputOf } from "../../src/app/overlays/text-input.js";
import { selectDetail, selectHelp, selectList, selectPalette, selectPrompt } from "../../src/app/selectors/overlays.js";
import { selectScreen } from "../../src/app/selectors/screen.js";
import { driverOf, entriesOf } from "../support/tui-driver.js";

describe("the command line", () => {
  it.each([
    ["filter unit:sshd", { command: "filter", argument: "unit:sshd" }],
    ["wra", { command: "wrap", argument: undefined }],
    [":wrap", { command: "wrap", argument: undefined }],
    ["14:30", { command: "goto", argument: "14:30" }],
    ["-15m", { command: "goto", argument: "-15m" }],
    ["50%", { command: "goto", argument: "50%" }],
  ])("reads %s", (line, typed) => {
    expect(parseCommandLine(line)).toEqual({ ok: true, value: typed });
  });

  it.each([
    ["fil", "'fil' could be"],
    ["wrpa", "there is no command 'wrpa'"],
    ["goto", "goto needs PLACE"],
    ["wrap now", "wrap takes nothing after its name"],
    ["caret-left", "there is no command 'caret-left'"],
  ])("says what is wrong with %s", (line, message) => {
    const read = parseCommandLine(line);
    expect(read?.ok === false ? read.fault.message : "").toContain(message);
  });

  it("completes commands, their arguments and the words of queries", async () => {
    const tui = await driverOf(entriesOf(5, () => ({ unit: "ssh d.service" })));
    await tui.press(":");
    await tui.type("the");
    await tui.press("tab");
    await tui.type("l");
    await tui.press("tab");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("theme l");
    await tui.press("ctrl-u");
    await tui.type("filter err -uni");
    await tui.press("tab");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("filter err -unit:");
    await tui.press("tab");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe('filter err -unit:"ssh d.service"');
    await tui.press("ctrl-u");
    await tui.type("level ");
    await tui.press("tab");
    await tui.press("tab");
    await tui.press("shift-tab");
    expect(selectPrompt(tui.state())?.candidates.length).toBe(9);
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("level all");
  });

  it("brings back what was entered, beginning as what is typed", async () => {
    const tui = await driverOf(entriesOf(5));
    await tui.command("wrap");
    await tui.command("goto 50%");
    await tui.press(":");
    await tui.press("up");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("goto 50%");
    await tui.press("up");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("wrap");
    await tui.press("down down");
    await tui.press("down");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("");
    await tui.type("w");
    await tui.press("up");
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("wrap");
  });

  it("says what a mistake was and closes", async () => {
    const tui = await driverOf(entriesOf(5));
    await tui.command("wrpa");
    expect(tui.state().notices.at(-1)).toMatchObject({ tone: "fault", hint: "did you mean wrap?" });
    expect(tui.state().overlays).toEqual([]);
  });

  it("chooses themes, sources and levels", async () => {
    const tui = await driverOf(entriesOf(5), { themes: { current: "dark", available: ["dark", "light"] } });
    await tui.command("theme light");
    expect(tui.state().themes.current).toBe("light");
    await tui.command("theme pink");
    expect(tui.state().notices.at(-1)?.hint).toBe("themes are dark, light");
    await tui.command("source app.log");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["source:file:/var/log/app.log"]);
    expect(tui.cursor()).toBe("line 4");
  });
});

describe("editing a line", () => {
  it("moves and erases by characters as people see them", () => {
    const family = "a👨‍👩‍👧b";
    const input = edited(inputOf(family), "caret-left");
    expect(edited(input, "erase-left")).toEqual({ text: "ab", caret: 1 });
    expect(edited({ text: family, caret: 1 }, "erase-right")).toEqual({ text: "ab", caret: 1 });
    expect(edited({ text: family, caret: 1 }, "caret-right").caret).toBe(family.length - 1);
  });

  it("moves and erases by words and to the ends", () => {
    expect(edited(inputOf("one two  "), "erase-word")).toEqual({ text: "one ", caret: 4 });
    expect(edited({ text: "one two", caret: 0 }, "caret-word-right").caret).toBe(3);
    expect(edited({ text: "one two", caret: 4 }, "erase-to-start")).toEqual({ text: "two", caret: 0 });
    expect(edited({ text: "one two", caret: 3 }, "erase-to-end")).toEqual({ text: "one", caret: 3 });
  });

  it("makes one line of what is pasted, and never takes it for keys", async () => {
    expect(insert(inputOf("a"), "b\r\nc\td")).toEqual({ text: "ab c\td", caret: 6 });
    const tui = await driverOf(entriesOf(5));
    await tui.dispatch({ kind: "paste", text: "q\u0003" });
    expect(tui.effects.some(({ kind }) => kind === "quit")).toBe(false);
  });
});

describe("the palette", () => {
  it("finds commands by their words, shows their keys and why they do nothing now", async () => {
    const tui = await driverOf(entriesOf(5));
    await tui.press("ctrl-k");
    await tui.type("bookmark");
    const rows = selectPalette(tui.state())?.rows ?? [];
    expect(rows.map(({ command }) => command)).toEqual(expect.arrayContaining(["mark", "next-mark", "marked-only"]));
    expect(rows.find(({ command }) => command === "next-mark")).toMatchObject({
      keys: ["u"],
      disabled: "there are no bookmarks",
    });
    await tui.press("ctrl-u");
    await tui.type("save");
    expect(selectPalette(tui.state())?.rows[0]?.command).toBe("save-filter");
    await tui.press("ctrl-u");
    await tui.type("wrap");
    expect(selectPalette(tui.state())?.rows[0]?.command).toBe("wrap");
    await tui.press("enter");
    expect(tui.state().stream.wrap).toBe(true);
    expect(tui.state().overlays).toEqual([]);
  });

  it("stays within its rows", async () => {
    const tui = await driverOf(entriesOf(5));
    await tui.press("ctrl-p");
    await tui.press("up up up");
    expect(selectPalette(tui.state())?.selected).toBe(0);
    await tui.press("pagedown pagedown");
    for (let page = 0; page < 10; page += 1) await tui.press("pagedown");
    const palette = selectPalette(tui.state());
    expect(palette?.selected).toBe((palette?.rows.length ?? 0) - 1);
  });
});

describe("the detail panel", () => {
  const entries = entriesOf(50, (ordinal) => ({
    unit: `${ordinal % 2 === 0 ? "even" : "odd"}.service`,
    fields: { CODE: String(ordinal % 5) },
    marks: ordinal === 49 ? Mark.notUtf8 : 0,
  }));

  it("shows fields, text, bytes and neighbours, whatever the filters hide", async () => {
    const tui = await driverOf(entries);
    await tui.command("filter unit:odd.service");
    await tui.press("enter");
    const items = selectDetail(tui.state())?.items ?? [];
    expect(items).toContainEqual(expect.objectContaining({ kind: "field", name: "unit", value: "odd.service" }));
    expect(items).toContainEqual(expect.objectContaining({ kind: "field", name: "CODE", value: "4" }));
    expect(items).toContainEqual({ kind: "text", text: "line 49", links: [] });
    expect(items).toContainEqual({ kind: "heading", text: "Bytes" });
    expect(items.filter(({ kind }) => kind === "neighbour").length).toBe(5);
  });

  it("keeps the cursor in sight when it takes its room, and follows it", async () => {
    const tui = await driverOf(entries);
    await tui.press("enter");
    expect(tui.screen().at(-1)).toBe("line 49");
    await tui.press("K");
    expect(selectDetail(tui.state())?.overlay.entry.message).toBe("line 48");
    await tui.command("search line 20");
    expect(selectDetail(tui.state())?.overlay.entry.message).toBe("line 20");
  });

  it("scrolls by itself and filters by the field in focus", async () => {
    const tui = await driverOf(entries);
    await tui.press("enter");
    const before = tui.cursor();
    await tui.press("G");
    const view = selectDetail(tui.state());
    expect(tui.cursor()).toBe(before);
    expect(view?.overlay.selected).toBe((view?.items.length ?? 0) - 1);
    expect(view?.overlay.scroll).toBeGreaterThan(0);
    const code = view?.items.findIndex((item) => item.kind === "field" && item.name === "CODE") ?? -1;
    await tui.press("g g");
    await tui.press(`${String(code).split("").join(" ")} j`);
    await tui.press("+");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["field.CODE:4"]);
  });

  it("goes to a neighbour with Enter", async () => {
    const tui = await driverOf(entries);
    await tui.press("1 0 k");
    await tui.press("enter");
    await tui.press("G");
    await tui.press("enter");
    expect(tui.cursor()).toBe("line 43");
    await tui.press("g g");
    await tui.press("enter");
    expect(tui.state().overlays).toEqual([]);
  });

  it("stands beside the stream where there is room", async () => {
    const tui = await driverOf(entries, { size: { columns: 160, rows: 40 } });
    await tui.press("enter");
    const screen = selectScreen(tui.state());
    expect(screen).toMatchObject({ kind: "frame", frame: { stream: { column: 0 }, detail: { row: 3 } } });
  });
});

describe("lists and help", () => {
  it("try a theme while it is selected and take it back with Esc", async () => {
    const tui = await driverOf(entriesOf(5), { themes: { current: "dark", available: ["dark", "light"] } });
    await tui.command("theme");
    await tui.press("j");
    expect(tui.state().themes.current).toBe("light");
    await tui.press("esc");
    expect(tui.state().themes.current).toBe("dark");
    expect(selectList(tui.state())).toBeUndefined();
  });

  it("tell the keys of this view first, once each, and none of other views", async () => {
    const tui = await driverOf(entriesOf(5));
    await tui.command("replay");
    await tui.press("?");
    const sections = selectHelp(tui.state())?.sections ?? [];
    const titles = sections.map(({ title }) => title);
    expect(titles[0]).toBe("In the replay");
    expect(titles).not.toContain("In the heatmap");
    expect(titles).toContain("In the detail panel");
    const ofView = sections.filter(({ scope }) => scope === undefined || scope === "replay");
    const keys = ofView.flatMap(({ rows }) => rows.flatMap((row) => row.keys));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(keys).toContain("j");
  });

  it("scroll within their lines", async () => {
    const tui = await driverOf(entriesOf(5));
    await tui.press("?");
    await tui.press("G");
    const help = selectHelp(tui.state());
    expect(help?.scroll).toBe((help?.length ?? 0) - 1);
    await tui.press("k");
    expect(selectHelp(tui.state())?.scroll).toBe((help?.length ?? 0) - 2);
    await tui.press("?");
    expect(selectHelp(tui.state())).toBeUndefined();
  });

  it("say so when the terminal is too small", async () => {
    const tui = await driverOf(entriesOf(5), { size: { columns: 59, rows: 15 } });
    expect(selectScreen(tui.state())).toEqual({
      kind: "too-small",
      text: "logstream needs 60×15, this terminal is 59×15",
    });
  });
});
