import { describe, expect, it } from "vitest";
import { footerHints } from "../../src/app/selectors/footer.js";
import { selectScrollbar } from "../../src/app/selectors/scrollbar.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import { entriesOf as entriesToGo } from "../../src/ui/outside/entries-of.js";
import { driverOf, entriesOf, entryOf, type ListDriver } from "../support/tui-driver.js";

/** 0…9 alone, then 37 times the same, then three that differ in a number, then two errors that do. */
const texts = [
  ...Array.from({ length: 10 }, (_, index) => `line ${index}`),
  ...Array.from({ length: 37 }, () => "again and again"),
  ...[1, 2, 3].map((number) => `try ${number}`),
  ...[4, 5].map((number) => `failed ${number}`),
];
const log = entriesOf(texts.length, (ordinal) => ({
  message: texts[ordinal]!,
  level: texts[ordinal]!.startsWith("failed") ? "error" : "info",
}));

/** Texts of the page's rows, with how often each is repeated. */
function rowsOf(tui: ListDriver): readonly string[] {
  const { layout } = selectStream(tui.state());
  return layout.entries.map((entry) => {
    const repeat = layout.fit.repeatFrom(entry);
    return repeat === undefined ? entry.message : `${entry.message} ${repeat.isOpen ? "▾" : "×"}${repeat.count}`;
  });
}

const rest = ["try 1", "try 2", "try 3", "failed 4", "failed 5"];

describe("repeats", () => {
  it("shows what says the same as one line, and all of it when it is unfolded", async () => {
    const tui = await driverOf(log, { follow: false });
    expect(rowsOf(tui)).toEqual([...texts.slice(0, 10), "again and again ×37", ...rest]);
    await tui.press("1 0 j");
    expect(footerHints(tui.state(), 200).map(({ text }) => text)).toContain("fold");
    await tui.press("x");
    expect(rowsOf(tui)).toHaveLength(52);
    expect(rowsOf(tui)[10]).toBe("again and again ▾37");
    await tui.press("5 j x");
    expect(rowsOf(tui)).toEqual([...texts.slice(0, 10), "again and again ×37", ...rest]);
    expect(tui.cursor()).toBe("again and again");
  });

  it("takes alike lines for one when that is wished, but never errors that differ, and every line for itself", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.press("r");
    expect(rowsOf(tui).slice(0, 4)).toEqual(["line 0 ×10", "again and again ×37", "try 1 ×3", "failed 4"]);
    expect(rowsOf(tui).at(-1)).toBe("failed 5");
    await tui.command("repeats off");
    expect(rowsOf(tui).filter((row) => row === "again and again").length).toBeGreaterThan(20);
    await tui.command("repeats some");
    expect(tui.state().notices.at(-1)?.text).toContain("cannot be shown as 'some'");
    await tui.press("r");
    expect(rowsOf(tui)).toHaveLength(16);
  });

  it("counts on while it follows", async () => {
    const tui = await driverOf(log.slice(0, 30));
    expect(rowsOf(tui).at(-1)).toBe("again and again ×20");
    await tui.add(log.slice(30, 47));
    expect(rowsOf(tui).at(-1)).toBe("again and again ×37");
    await tui.add(log.slice(47));
    expect(rowsOf(tui).at(-1)).toBe("failed 5");
  });

  it("goes from row to row when a search matches a whole run, and opens one for a match that its row has not", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("search again");
    expect(tui.cursor()).toBe("again and again");
    await tui.press("n");
    expect(tui.state().notices.at(-1)?.text).toContain("search passed the end");
    expect(rowsOf(tui)[10]).toBe("again and again ×37");
    await tui.command("repeats alike");
    await tui.command("search try");
    expect(tui.cursor()).toBe("try 1");
    expect(rowsOf(tui)).toContain("try 1 ×3");
    await tui.press("g g");
    await tui.command("search 'try 3'".replaceAll("'", ""));
    expect(tui.cursor()).toBe("try 3");
    expect(rowsOf(tui)).toContain("try 1 ▾3");
  });

  it("finds errors, bookmarks and lines by their number inside of runs", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("repeats off");
    await tui.command("20");
    await tui.press("m");
    await tui.command("repeats same");
    expect(tui.cursor()).toBe("again and again");
    const { marks, layout } = selectStream(tui.state());
    expect(marks.has(layout.entries[layout.cursor]!.id)).toBe(true);
    await tui.press("g g u");
    expect(rowsOf(tui)[10]).toBe("again and again ▾37");
    expect(tui.state().stream.cursor).toBe(log[19]!.id);
    await tui.press("x e");
    expect(tui.cursor()).toBe("failed 4");
    await tui.press("e");
    expect(tui.cursor()).toBe("failed 5");
    await tui.command("goto 30");
    expect(tui.state().stream.cursor).toBe(log[29]!.id);
  });

  it("takes out all that a row stands for", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("10");
    await tui.press("v j");
    await tui.command("write /tmp/never");
    const effect = tui.effects.find(({ kind }) => kind === "write-lines");
    if (effect?.kind !== "write-lines") throw new Error("nothing was to be written");
    const written: string[] = [];
    for await (const batch of entriesToGo(tui.engine, effect.lines))
      written.push(...batch.map(({ message }) => message));
    expect(written).toEqual(texts.slice(9, 47));
  });

  it("keeps the scrollbar's thumb by entries, not by rows", async () => {
    const many = [
      ...Array.from({ length: 400 }, () => "same"),
      ...Array.from({ length: 400 }, (_, index) => `n ${index}`),
    ];
    const tui = await driverOf(
      entriesOf(many.length, (ordinal) => ({ message: many[ordinal]! })),
      { follow: false },
    );
    const { thumb } = selectScrollbar(tui.state());
    expect(thumb.from).toBe(0);
    expect(thumb.to).toBeGreaterThan(0.5);
    expect(thumb.to).toBeLessThan(0.6);
  });

  it("shows every line in a replay, and repeats as one again behind it", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("replay");
    expect(tui.state().stream.page?.repeats).toBeUndefined();
    expect(rowsOf(tui).filter((row) => row === "again and again").length).toBeGreaterThan(20);
    await tui.command("stream");
    expect(rowsOf(tui)).toContain("again and again ×37");
  });

  it("does not fold what another unit says in between", async () => {
    const entries = [
      entryOf(0, { message: "a" }),
      entryOf(1, { message: "a", unit: "x.service" }),
      entryOf(2, { message: "a" }),
    ];
    const tui = await driverOf(entries);
    expect(rowsOf(tui)).toEqual(["a", "a", "a"]);
  });
});
