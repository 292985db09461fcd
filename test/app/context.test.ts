import { describe, expect, it } from "vitest";
import { selectHeader } from "../../src/app/selectors/header.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import { queryCommandFor } from "../../src/cli/query-command.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { entriesOf as entriesToGo } from "../../src/ui/outside/entries-of.js";
import { driverOf, entriesOf, type ListDriver } from "../support/tui-driver.js";

const log = entriesOf(300, (ordinal) => ({ message: `line ${ordinal}${ordinal % 100 === 50 ? " odd" : ""}` }));

/** Texts of the page, with `--` where lines are left out. */
function shown(tui: ListDriver): readonly string[] {
  const { layout } = selectStream(tui.state());
  return layout.entries.flatMap((entry) => [entry.message, ...(layout.fit.isBreakAfter(entry) ? ["--"] : [])]);
}

describe("context", () => {
  it("shows more and less around what matches, with breaks between, and keeps the cursor on its row", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("filter odd");
    await tui.press("j");
    expect(tui.cursor()).toBe("line 150 odd");
    await tui.press("Z");
    expect(tui.cursor()).toBe("line 150 odd");
    expect(shown(tui)).toEqual(
      [50, 150, 250].flatMap((at, group) => [
        ...(group === 0 ? [] : ["--"]),
        `line ${at - 1}`,
        `line ${at} odd`,
        `line ${at + 1}`,
      ]),
    );
    expect(selectHeader(tui.state()).modes).toContainEqual({ kind: "context", lines: 1 });
    await tui.press("k");
    expect(tui.cursor()).toBe("line 149");
    await tui.press("z");
    expect(tui.cursor()).toBe("line 150 odd");
    expect(shown(tui)).toEqual(["line 50 odd", "line 150 odd", "line 250 odd"]);
  });

  it("takes a number as a count or after :context, joins groups that meet, and lets breaks take a line", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("filter odd");
    await tui.press("2 Z");
    const { layout, beside } = selectStream(tui.state());
    expect(layout.tops.at(-1)).toBe(3 * 5 + 2);
    expect(beside.size).toBe(12);
    await tui.command("context 60");
    expect(shown(tui)).not.toContain("--");
    expect(tui.state().stream.context).toBe(60);
    await tui.command("context many");
    expect(tui.state().notices.at(-1)?.text).toBe("'many' is no number of lines");
  });

  it("follows: lines that come behind a match are shown until there are enough", async () => {
    const tui = await driverOf(log);
    await tui.command("filter odd");
    await tui.press("2 Z");
    await tui.add(
      entriesOf(306, (ordinal) => ({ message: ordinal === 301 ? "an odd one" : `late ${ordinal}` })).slice(300),
    );
    expect(shown(tui).slice(-6)).toEqual(["--", "line 299", "late 300", "an odd one", "late 302", "late 303"]);
  });

  it("finds what is shown, also beside what matches", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("filter odd");
    await tui.press("2 Z");
    await tui.press("g g");
    await tui.command("search line 149");
    expect(tui.cursor()).toBe("line 149");
    await tui.command("search line 140");
    expect(tui.state().notices.at(-1)?.text).toBe("no match in what is shown");
  });

  it("says why it does nothing where all lines are shown", async () => {
    const tui = await driverOf(log);
    await tui.press("Z");
    expect(tui.state().notices.at(-1)?.text).toBe("nothing is filtered: all lines are shown");
    expect(tui.state().stream.context).toBe(0);
  });

  it("goes along with the lines that leave the screen, and into the query that gives them", async () => {
    const tui = await driverOf(log, { follow: false });
    await tui.command("filter odd");
    await tui.press("Z");
    await tui.command("write /tmp/never");
    const effect = tui.effects.find(({ kind }) => kind === "write-lines");
    if (effect?.kind !== "write-lines" || effect.lines.kind !== "range") throw new Error("nothing was to be written");
    const written: string[] = [];
    for await (const batch of entriesToGo(tui.engine, effect.lines))
      written.push(...batch.map(({ message }) => message));
    expect(written).toEqual([50, 150, 250].flatMap((at) => [`line ${at - 1}`, `line ${at} odd`, `line ${at + 1}`]));
    const none = { settings: {}, paths: { store: "/s" } } as unknown as Parameters<typeof queryCommandFor>[0];
    const commandFor = queryCommandFor(none, []);
    const { query, scope } = effect.lines;
    expect(commandFor({ query, scope, context: 1, part: undefined })).toEqual({
      ok: true,
      value: "logstream query 'odd | context 1'",
    });
    expect(commandFor({ query: EVERYTHING, scope, context: 1, part: undefined })).toMatchObject({ ok: true });
    const [first] = log;
    expect(commandFor({ query, scope, context: 1, part: { first: first!, last: first!, count: 1 } }).ok).toBe(false);
  });
});
