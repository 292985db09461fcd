import { describe, expect, it } from "vitest";
import { selectPrompt } from "../../src/app/selectors/overlays.js";
import { selectScrollbar } from "../../src/app/selectors/scrollbar.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import { micros } from "../../src/core/time.js";
import { driverOf, entriesOf, NOON } from "../support/tui-driver.js";

const withNeedles = (...ordinals: readonly number[]) =>
  entriesOf(1_000, (ordinal) => (ordinals.includes(ordinal) ? { message: `a needle ${ordinal}` } : {}));

describe("searching", () => {
  it("goes to the nearest match above while it is typed at the end of the log", async () => {
    const tui = await driverOf(withNeedles(100, 500));
    await tui.press("/");
    await tui.type("needle");
    expect(tui.cursor()).toBe("a needle 500");
    await tui.press("enter");
    expect(tui.state().overlays).toEqual([]);
    expect(tui.cursor()).toBe("a needle 500");
    expect(tui.state().stream.follow).toBe(false);
  });

  it("takes the line feed that Enter is while the terminal is not ours yet", async () => {
    const tui = await driverOf(withNeedles(100, 500));
    await tui.press("/");
    await tui.type("needle");
    await tui.press("ctrl-j");
    expect(tui.state().overlays).toEqual([]);
    expect(tui.cursor()).toBe("a needle 500");
  });

  it("goes to the next match below while it is typed elsewhere", async () => {
    const tui = await driverOf(withNeedles(100, 500), { follow: false });
    await tui.press("2 0 0 j");
    await tui.press("/");
    await tui.type("needle");
    expect(tui.cursor()).toBe("a needle 500");
  });

  it("goes up when there is no match below", async () => {
    const tui = await driverOf(withNeedles(100), { follow: false });
    await tui.press("2 0 0 j");
    await tui.press("/");
    await tui.type("needle");
    expect(tui.cursor()).toBe("a needle 100");
  });

  it("puts everything back with Esc, following too", async () => {
    const tui = await driverOf(withNeedles(100));
    const before = tui.screen();
    await tui.press("/");
    await tui.type("needle");
    await tui.press("esc");
    expect(tui.screen()).toEqual(before);
    expect(tui.state().stream.follow).toBe(true);
    expect(tui.state().search).toBeUndefined();
  });

  it("puts the reader back on the same row with Esc", async () => {
    const tui = await driverOf(withNeedles(900), { follow: false });
    await tui.press("2 0 0 j");
    await tui.press("5 k");
    const before = { screen: tui.screen(), row: tui.cursorRow() };
    await tui.press("/");
    await tui.type("needle");
    expect(tui.cursor()).toBe("a needle 900");
    await tui.press("esc");
    expect(tui.cursorRow()).toBe(before.row);
    expect(tui.screen()).toEqual(before.screen);
  });

  it("walks the matches with n and N, and says when it begins again", async () => {
    const tui = await driverOf(withNeedles(100, 500), { follow: false });
    await tui.press("/");
    await tui.type("needle");
    await tui.press("enter");
    await tui.press("n");
    expect(tui.cursor()).toBe("a needle 500");
    await tui.press("n");
    expect(tui.cursor()).toBe("a needle 100");
    expect(tui.state().notices.at(-1)?.text).toContain("passed the end");
    await tui.press("N");
    expect(tui.cursor()).toBe("a needle 500");
    expect(tui.state().notices.at(-1)?.text).toContain("passed the start");
  });

  it("says in the prompt that nothing matches, and stays where it is", async () => {
    const tui = await driverOf(withNeedles());
    await tui.press("/");
    await tui.type("nowhere");
    expect(selectPrompt(tui.state())).toMatchObject({ isFaulty: true, note: "no match" });
    expect(tui.cursor()).toBe("line 999");
  });

  it("takes small letters for any case, and capitals as they are", async () => {
    const entries = entriesOf(10, (ordinal) => ({
      message: ordinal === 3 ? "Needle" : ordinal === 5 ? "needle" : "hay",
    }));
    const tui = await driverOf(entries, { follow: false });
    await tui.command("search needle");
    expect(tui.cursor()).toBe("Needle");
    await tui.press("g g");
    await tui.command("search Needle");
    await tui.press("n");
    expect(tui.cursor()).toBe("Needle");
  });

  it("takes a regex between slashes, and says what is wrong with a bad one", async () => {
    const tui = await driverOf(withNeedles(100, 500), { follow: false });
    await tui.press("/");
    await tui.type("/needle 5[0-9]+/");
    expect(tui.cursor()).toBe("a needle 500");
    await tui.press("ctrl-u");
    await tui.type("/needle (/");
    expect(selectPrompt(tui.state())?.isFaulty).toBe(true);
  });

  it("unfolds an entry whose match is inside", async () => {
    const entries = entriesOf(10, (ordinal) => (ordinal === 3 ? { message: "Traceback\n  file x\nneedle" } : {}));
    const tui = await driverOf(entries, { follow: false });
    await tui.command("search needle");
    expect(tui.screen()).toContain("needle");
  });

  it("takes the words of the line one after the other with *", async () => {
    const entries = entriesOf(10, (ordinal) => (ordinal % 3 === 0 ? { message: "alpha beta" } : {}));
    const tui = await driverOf(entries, { follow: false });
    await tui.press("*");
    expect(tui.state().search?.text).toBe("alpha");
    await tui.press("*");
    expect(tui.state().search?.text).toBe("beta");
    await tui.press("n");
    expect(tui.state().stream.cursor).toBe(entries[3]?.id);
  });

  it("marks what is found in the texts and along the scrollbar", async () => {
    const tui = await driverOf(withNeedles(0, 999));
    await tui.command("search needle");
    expect(selectStream(tui.state()).searched?.("a needle 1")).toEqual([[2, 8]]);
    const { hits } = selectScrollbar(tui.state());
    expect([hits[0], hits[10], hits.at(-1)]).toEqual([true, false, true]);
    await tui.press("esc");
    expect(selectStream(tui.state()).searched).toBeUndefined();
    expect(selectScrollbar(tui.state()).hits).toEqual([]);
  });

  it("finds only among what the filters show", async () => {
    const tui = await driverOf(withNeedles(100, 500), { follow: false });
    await tui.command("exclude 500");
    await tui.command("search needle");
    await tui.press("n");
    expect(tui.cursor()).toBe("a needle 100");
  });

  it("leaves no row empty below a match at the end of what was loaded", async () => {
    const tui = await driverOf(withNeedles(42), { follow: false });
    await tui.command("search needle");
    expect(tui.cursor()).toBe("a needle 42");
    expect(tui.screen().filter((row) => row === "")).toEqual([]);
  });

  it("ignores an answer that comes after another search was asked for", async () => {
    const tui = await driverOf(withNeedles(100, 500), { follow: false });
    const before = tui.cursor();
    await tui.dispatch({ kind: "found", request: 999_999, entry: withNeedles(500)[500] });
    expect(tui.cursor()).toBe(before);
  });
});

describe("jumping", () => {
  const mixed = entriesOf(300, (ordinal) => ({
    level: ordinal === 50 ? "error" : ordinal === 150 ? "warning" : ordinal === 250 ? "critical" : "info",
    unit: ordinal % 100 === 7 ? "rare.service" : "often.service",
  }));

  it("goes to errors and worse with e and E, and stops at the last", async () => {
    const tui = await driverOf(mixed, { follow: false });
    await tui.press("e");
    expect(tui.cursor()).toBe("line 50");
    await tui.press("e");
    expect(tui.cursor()).toBe("line 250");
    await tui.press("e");
    expect(tui.cursor()).toBe("line 250");
    expect(tui.state().notices.at(-1)?.text).toBe("no error below this entry");
    await tui.press("E");
    expect(tui.cursor()).toBe("line 50");
  });

  it("goes to warnings alone with w and W", async () => {
    const tui = await driverOf(mixed);
    await tui.press("W");
    expect(tui.cursor()).toBe("line 150");
  });

  it("goes along the lines of one unit with o and O", async () => {
    const tui = await driverOf(mixed, { follow: false });
    await tui.press("7 j");
    await tui.press("o");
    expect(tui.cursor()).toBe("line 107");
    await tui.press("O");
    expect(tui.cursor()).toBe("line 7");
  });

  it("goes back and forward over its own jumps", async () => {
    const tui = await driverOf(mixed, { follow: false });
    await tui.press("e");
    await tui.press("e");
    await tui.press("ctrl-o");
    expect(tui.cursor()).toBe("line 50");
    await tui.press("ctrl-o");
    expect(tui.cursor()).toBe("line 0");
    await tui.press("alt-right");
    expect(tui.cursor()).toBe("line 50");
  });

  it("goes to a time of day on the day that is read", async () => {
    const weekAgo = NOON - 7 * 86_400_000_000;
    const tui = await driverOf(entriesOf(200, (ordinal) => ({ at: micros(weekAgo + ordinal * 60_000_000) })));
    await tui.command("goto 12:30");
    expect(tui.cursor()).toBe("line 30");
  });

  it("goes to times, lines and percentages", async () => {
    const tui = await driverOf(mixed);
    await tui.command("goto 11:01:40");
    expect(tui.cursor()).toBe("line 100");
    await tui.command("42");
    expect(tui.cursor()).toBe("line 41");
    await tui.command("50%");
    expect(tui.cursor()).toBe("line 150");
    await tui.press("1 0 G");
    expect(tui.cursor()).toBe("line 9");
    await tui.command("goto nowhere");
    expect(tui.state().notices.at(-1)).toMatchObject({ tone: "fault" });
    expect(tui.cursor()).toBe("line 9");
  });

  it("keeps bookmarks, walks them and shows them alone", async () => {
    const tui = await driverOf(mixed, { follow: false });
    for (const line of [10, 20, 200]) {
      await tui.command(String(line));
      await tui.press("m");
    }
    await tui.press("U");
    expect(tui.cursor()).toBe("line 19");
    await tui.press("u");
    expect(tui.cursor()).toBe("line 199");
    await tui.press("M");
    expect(tui.screen().filter((row) => row !== "")).toEqual(["line 9", "line 19", "line 199"]);
    expect(tui.cursor()).toBe("line 199");
    await tui.press("m");
    expect(tui.cursor()).toBe("line 19");
    await tui.press("esc");
    expect(tui.state().stream.markedOnly).toBe(false);
    expect(tui.cursor()).toBe("line 19");
    expect(tui.screen().filter((row) => row !== "").length).toBeGreaterThan(3);
  });

  it("searches among the bookmarks when only they are shown", async () => {
    const tui = await driverOf(mixed, { follow: false });
    for (const line of [10, 20]) {
      await tui.command(String(line));
      await tui.press("m");
    }
    await tui.press("M");
    await tui.command("search line");
    expect(tui.cursor()).toBe("line 9");
    await tui.press("n");
    expect(tui.cursor()).toBe("line 19");
  });
});
