import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUILT_IN_LAYOUTS, DEFAULT_LAYOUT, LAYOUT_PARTS, PART_NAMES, readLayout } from "../../src/app/looks/layout.js";
import { splitOf } from "../../src/app/looks/panes.js";
import { selectList } from "../../src/app/selectors/overlays.js";
import { frameOf } from "../../src/app/stream/frame.js";
import { streamColumns } from "../../src/app/stream/columns.js";
import { SAMPLE_SESSIONS } from "../support/sample-sessions.js";
import { driverOf, entriesOf, type ListDriver } from "../support/tui-driver.js";

const LOG = entriesOf(200, () => ({ level: "info", unit: "nginx.service" }));
const WIDE = { columns: 140, rows: 40 };

function said(tui: ListDriver): string | undefined {
  return tui.state().notices.at(-1)?.text;
}

function detailSize(tui: ListDriver): { readonly rows: number; readonly columns: number } | undefined {
  const { detail } = frameOf(tui.state());
  return detail === undefined ? undefined : { rows: detail.rows, columns: detail.columns };
}

describe("layouts", () => {
  it("are chosen by name or from a list, changed part by part, and saved under a name", async () => {
    const tui = await driverOf(LOG, { size: WIDE });
    await tui.command("layout compact");
    expect(frameOf(tui.state())).toMatchObject({ header: { rows: 1 }, tabs: undefined, footer: { rows: 0 } });
    await tui.command("arrange time none");
    await tui.command("arrange label");
    expect(tui.state().looks.layout).toMatchObject({ time: "none", label: "wide", header: "one row" });
    await tui.command("layout save mine");
    await tui.press("g l");
    expect(selectList(tui.state())?.rows).toMatchObject([
      { name: "default", isCurrent: false },
      { name: "compact", isCurrent: false },
      { name: "detailed", isCurrent: false },
      { name: "mine", isOwn: true, isCurrent: true },
    ]);
    await tui.press("g g enter");
    expect(tui.state().looks).toMatchObject({ name: "default", layout: DEFAULT_LAYOUT });
    await tui.command("layout mine");
    expect(tui.state().looks.layout).toMatchObject({ time: "none", label: "wide" });
    await tui.command("layout drop mine");
    expect(tui.state().looks.saved).toEqual({});
  });

  it("say what is wrong with a name", async () => {
    const tui = await driverOf(LOG);
    for (const [line, words] of [
      ["layout nothing", "there is no layout 'nothing'"],
      ["layout save", "a layout is saved under one word"],
      ["layout save compact", "'compact' is always as it is"],
      ["layout drop mine", "you have no layout 'mine'"],
      ["layout constructor", "there is no layout 'constructor'"],
      ["arrange nothing", "the screen has no part 'nothing'"],
      ["arrange time never", "time cannot be 'never'"],
    ] as const) {
      await tui.command(line);
      expect(said(tui)).toBe(words);
    }
    expect(tui.state().looks).toMatchObject({ name: "default", layout: DEFAULT_LAYOUT, saved: {} });
  });

  it("show the footer while something is typed there", async () => {
    const tui = await driverOf(LOG);
    await tui.command("arrange footer while typing");
    expect(frameOf(tui.state()).footer.rows).toBe(0);
    for (const key of [":", "/", "&"]) {
      await tui.press(key);
      expect(frameOf(tui.state()).footer).toMatchObject({ row: 23, rows: 1 });
      await tui.press("esc");
    }
    expect(tui.screen().at(-1)).toContain("line 199");
  });

  it("go through every value of a part in the list of parts, which stays open", async () => {
    const tui = await driverOf(LOG);
    await tui.press("g a");
    for (const part of PART_NAMES) {
      const seen: string[] = [];
      for (const _value of LAYOUT_PARTS[part]) {
        await tui.press("enter");
        seen.push(tui.state().looks.layout[part]);
      }
      expect(seen.toSorted()).toEqual([...LAYOUT_PARTS[part]].toSorted());
      await tui.press("j");
    }
    expect(tui.state().looks.layout).toEqual(DEFAULT_LAYOUT);
  });

  it("leave room for the message on the smallest terminal, whatever is wanted", async () => {
    for (const layout of Object.values(BUILT_IN_LAYOUTS)) {
      const { needs } = (await driverOf(LOG)).state().stream;
      const { message } = streamColumns(60, needs, { ...layout, time: "full", level: "word", label: "wide" });
      expect(message).toBeGreaterThanOrEqual(35);
    }
  });

  it("can be read from anything", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const layout = readLayout(value);
        expect(layout === undefined || PART_NAMES.every((part) => typeof layout[part] === "string")).toBe(true);
      }),
    );
    expect(readLayout({ time: "full", level: "loud", shares: { beside: 5, below: 700 } })).toEqual({
      ...DEFAULT_LAYOUT,
      time: "full",
      shares: { ...DEFAULT_LAYOUT.shares, below: 700 },
    });
  });
});

describe("panes", () => {
  it("become larger and smaller by keys, cell for cell, and even again", async () => {
    const tui = await driverOf(LOG, { size: WIDE });
    await tui.press("enter");
    const first = detailSize(tui);
    await tui.press("ctrl-w >");
    await tui.press("5 ctrl-w +");
    expect(detailSize(tui)?.columns).toBe((first?.columns ?? 0) + 12);
    await tui.press("6 ctrl-w <");
    expect(detailSize(tui)).toEqual(first);
    await tui.press("ctrl-w J");
    const below = detailSize(tui);
    expect(below?.columns).toBe(WIDE.columns);
    for (let times = 0; times < 3; times++) await tui.press("ctrl-w -");
    expect(detailSize(tui)?.rows).toBe((below?.rows ?? 0) - 3);
    await tui.press("ctrl-w =");
    expect(detailSize(tui)).toEqual(below);
    await tui.press("9 9 9 ctrl-w -");
    expect(detailSize(tui)?.rows).toBeGreaterThanOrEqual(3);
    expect(tui.cursor()).toBe("line 199");
  });

  it("are dragged by the border between them", async () => {
    const tui = await driverOf(LOG, { size: WIDE });
    await tui.press("enter");
    const { detail } = frameOf(tui.state());
    const column = detail?.column ?? 0;
    await tui.dispatch({ kind: "drag", row: 10, column: 20 });
    expect(frameOf(tui.state()).detail?.column).toBe(column);
    await tui.dispatch({ kind: "point", row: 10, column });
    for (const to of [column - 3, column - 20]) {
      await tui.dispatch({ kind: "drag", row: 12, column: to });
      expect(frameOf(tui.state()).detail?.column).toBe(to);
    }
    await tui.dispatch({ kind: "let-go" });
    await tui.dispatch({ kind: "drag", row: 12, column: 100 });
    expect(frameOf(tui.state()).detail?.column).toBe(column - 20);
  });

  it("are those of the sessions, too; a single one has no border", async () => {
    const tui = await driverOf(LOG, { size: WIDE, sessions: SAMPLE_SESSIONS });
    await tui.press("ctrl-w +");
    expect(said(tui)).toBe("only one pane is shown");
    await tui.command("sessions");
    const { size = 0, border } = splitOf(tui.state()) ?? {};
    await tui.press("ctrl-w -");
    expect(splitOf(tui.state())?.size).toBe(size - 1);
    const row = border !== undefined && "row" in border ? border.row : 0;
    await tui.dispatch({ kind: "point", row: row - 1, column: 5 });
    await tui.dispatch({ kind: "drag", row: row - 2, column: 5 });
    expect(splitOf(tui.state())?.size).toBe(size - 2);
  });
});
