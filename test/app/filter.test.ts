import { describe, expect, it } from "vitest";
import { selectEmpty } from "../../src/app/selectors/empty.js";
import { selectHeader } from "../../src/app/selectors/header.js";
import { selectList, selectPrompt } from "../../src/app/selectors/overlays.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import { driverOf, entriesOf, entryOf, statusOf } from "../support/tui-driver.js";

const mixed = entriesOf(300, (ordinal) => ({
  message: `line ${ordinal}${ordinal % 10 === 0 ? " ten" : ""}`,
  level: ordinal % 50 === 0 ? "error" : "info",
  unit: ordinal % 3 === 0 ? "a.service" : ordinal % 3 === 1 ? "b.service" : "c.service",
}));
const rowsOf = (screen: readonly string[]) => screen.filter((row) => row !== "");

describe("filtering", () => {
  it("keeps the entry under the cursor on its row", async () => {
    const tui = await driverOf(mixed, { follow: false });
    await tui.press("1 5 0 j");
    await tui.press("5 k");
    await tui.command("150");
    const row = tui.cursorRow();
    await tui.command("filter unit:c.service");
    expect(tui.cursor()).toBe("line 149");
    expect(tui.cursorRow()).toBe(row);
    expect(rowsOf(tui.screen()).every((text) => Number(text.split(" ")[1]) % 3 === 2)).toBe(true);
  });

  it("goes to the nearest entry left when the one under the cursor is hidden", async () => {
    const tui = await driverOf(mixed, { follow: false });
    await tui.command("102");
    const row = tui.cursorRow();
    await tui.command("filter ten");
    expect(tui.cursor()).toBe("line 110 ten");
    expect(tui.cursorRow()).toBe(row);
  });

  it("previews what would stay before Enter", async () => {
    const tui = await driverOf(mixed);
    await tui.press("&");
    await tui.type("ten");
    const view = selectPrompt(tui.state());
    expect(view?.label).toBe("show only ");
    expect(view?.note).toBe("30 of 300 would stay");
    const prompt = tui.state().overlays.at(-1);
    expect(prompt?.kind === "filter" ? prompt.preview?.sample?.map(({ message }) => message) : []).toEqual([
      "line 270 ten",
      "line 280 ten",
      "line 290 ten",
    ]);
    const { stays } = selectStream(tui.state());
    expect([entryOf(1, { message: "ten" }), entryOf(2)].map((entry) => stays?.(entry))).toEqual([true, false]);
    expect(rowsOf(tui.screen()).at(-1)).toBe("line 299");
    await tui.press("enter");
    expect(rowsOf(tui.screen()).at(-1)).toBe("line 290 ten");
  });

  it("hides with &! and takes the ! back with backspace", async () => {
    const tui = await driverOf(mixed);
    await tui.press("&");
    await tui.type("!");
    expect(selectPrompt(tui.state())?.label).toBe("hide ");
    await tui.press("backspace");
    expect(selectPrompt(tui.state())?.label).toBe("show only ");
    await tui.type("!unit:a.service");
    await tui.press("enter");
    expect(selectHeader(tui.state()).filters).toEqual([{ sign: "-", text: "unit:a.service", isOn: true }]);
    expect(rowsOf(tui.screen()).at(-1)).toBe("line 299");
    expect(rowsOf(tui.screen()).at(-3)).toBe("line 296");
  });

  it("says where a query is wrong and keeps it for mending", async () => {
    const tui = await driverOf(mixed);
    await tui.press("&");
    await tui.type("(ten");
    expect(selectPrompt(tui.state())?.isFaulty).toBe(true);
    await tui.press("enter");
    expect(tui.state().filters.list).toEqual([]);
    expect(selectPrompt(tui.state())?.prompt.input.text).toBe("(ten");
    await tui.type(")");
    await tui.press("enter");
    expect(tui.state().filters.list.length).toBe(1);
  });

  it("includes and excludes the unit under the cursor with + and -", async () => {
    const tui = await driverOf(mixed);
    await tui.press("-");
    expect(rowsOf(tui.screen()).at(-1)).toBe("line 298");
    await tui.press("backspace");
    await tui.press("+");
    expect(rowsOf(tui.screen()).slice(-2)).toEqual(["line 296", "line 299"]);
  });

  it("widens with another value of the same field and narrows with anything else", async () => {
    const tui = await driverOf(mixed);
    await tui.command("filter unit:a.service");
    await tui.command("filter unit:b.service");
    expect(rowsOf(tui.screen()).slice(-2)).toEqual(["line 297", "line 298"]);
    await tui.command("filter ten");
    expect(rowsOf(tui.screen()).slice(-2)).toEqual(["line 280 ten", "line 270 ten"].toReversed());
  });

  it("shows a level and what is worse", async () => {
    const tui = await driverOf(mixed);
    await tui.command("level error");
    expect(rowsOf(tui.screen()).length).toBe(6);
    await tui.press("L");
    await tui.press("g g");
    await tui.press("enter");
    expect(tui.state().filters.level).toBeUndefined();
    expect(rowsOf(tui.screen()).length).toBe(21);
  });

  it("lists the filters with their hits, switches, edits, sorts and deletes them", async () => {
    const tui = await driverOf(mixed);
    await tui.command("filter ten");
    await tui.command("exclude unit:a.service");
    await tui.press("f");
    const hits = () => selectList(tui.state())?.rows.flatMap((row) => (row.kind === "filter" ? [row.hits] : []));
    expect(hits()).toEqual([30, 100]);
    await tui.press("space");
    expect(tui.state().filters.list.map(({ enabled }) => enabled)).toEqual([false, true]);
    await tui.press("J");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["unit:a.service", "ten"]);
    expect(selectList(tui.state())?.selected).toBe(2);
    await tui.press("e");
    await tui.press("ctrl-u");
    await tui.type("line 29");
    await tui.press("enter");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["unit:a.service", "line 29"]);
    await tui.press("k");
    await tui.press("d");
    expect(tui.state().filters.list.map(({ text }) => text)).toEqual(["line 29"]);
    await tui.press("esc");
    expect(tui.state().overlays).toEqual([]);
  });

  it("counts only new lines that the filters let through", async () => {
    const tui = await driverOf(mixed);
    await tui.command("filter ten");
    await tui.press("k");
    await tui.add([entryOf(300), entryOf(301, { message: "new ten" })]);
    expect(selectHeader(tui.state()).modes).not.toContainEqual({ kind: "new", count: 2 });
    await tui.fire("overview");
    expect(selectHeader(tui.state()).modes).toContainEqual({ kind: "new", count: 1 });
  });
});

describe("an empty view", () => {
  it("names the filter to drop, and the key that drops it", async () => {
    const tui = await driverOf(mixed);
    await tui.command("filter ten");
    await tui.command("level alert");
    const empty = selectEmpty(tui.state());
    expect(empty?.title).toBe("300 lines are here, but the filters hide them all");
    expect(empty?.lines.map(({ text }) => text)).toEqual([
      "the level alert and worse: without it 30 would show",
      "only ten: without it still nothing shows",
    ]);
    expect(empty?.offers[0]).toEqual({ key: "Backspace", text: "drops the level alert and worse" });
    await tui.press("backspace");
    expect(tui.state().filters.level).toBeUndefined();
    expect(selectEmpty(tui.state())).toBeUndefined();
    expect(tui.cursor()).toBe("line 290 ten");
  });

  it("tells units from programs when a unit was asked for", async () => {
    const tui = await driverOf(mixed);
    await tui.command("filter unit:sshd");
    expect(selectEmpty(tui.state())?.lines.at(-1)?.text).toContain("identifier:NAME");
  });

  it("comes back to the reader's place when the filter is dropped", async () => {
    const tui = await driverOf(mixed, { follow: false });
    await tui.command("150");
    await tui.command("filter nowhere");
    expect(tui.cursor()).toBeUndefined();
    await tui.press("backspace");
    expect(tui.cursor()).toBe("line 149");
  });

  it("says of each source how it is while nothing has come", async () => {
    const fault = { code: "no-permission", message: "cannot read /dev/kmsg", hint: "join the adm group" } as const;
    const tui = await driverOf([], {
      sources: [statusOf({ label: "journal" }), statusOf({ label: "kernel", state: "failed", fault })],
    });
    expect(selectEmpty(tui.state())).toMatchObject({
      title: "Waiting for the first line",
      lines: [
        { tone: "info", text: "journal is followed, and has been silent so far" },
        { tone: "fault", text: "kernel: cannot read /dev/kmsg" },
        { tone: "info", text: "  join the adm group" },
      ],
    });
    await tui.add([entryOf(0)]);
    expect(selectEmpty(tui.state())).toBeUndefined();
    expect(tui.cursor()).toBe("line 0");
  });
});
