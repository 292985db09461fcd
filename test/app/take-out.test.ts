import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../../src/app/action.js";
import { selectHeader } from "../../src/app/selectors/header.js";
import { selectList, selectPrompt } from "../../src/app/selectors/overlays.js";
import { selectStream } from "../../src/app/selectors/stream.js";
import { goOutside, isOutside, type OutsideMeans } from "../../src/ui/outside/outside.js";
import { driverOf, entriesOf, type ListDriver } from "../support/tui-driver.js";

let folder: string;
let told: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logstream-out-"));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Carries out what the screen asked for last, as the runtime does, and tells the screen. */
async function out(tui: ListDriver, change: Partial<OutsideMeans> = {}): Promise<Action> {
  const effect = tui.effects.findLast(isOutside);
  if (effect === undefined) throw new Error("nothing was to go outside");
  const action = await goOutside(effect, {
    reader: tui.engine,
    environment: { TERM: "xterm" },
    tell: (sequence) => told.push(sequence),
    lend: (work) => work(),
    lineOf: ({ text }) => text,
    queryCommand: ({ part }) => ({ ok: true, value: `logstream query (${part?.count ?? "all"})` }),
    aside: (work) => work(),
    copyFile: join(folder, "state", "copied"),
    ...change,
  });
  await tui.dispatch(action);
  return action;
}

/** What the terminal was told to put on its clipboard. */
function onClipboard(): string {
  const [, encoded = ""] = /\u001b\]52;c;(.*)\u0007/.exec(told.at(-1) ?? "") ?? [];
  return Buffer.from(encoded, "base64").toString();
}

describe("copying", () => {
  it("takes the line of the cursor, or as many as a count says", async () => {
    const tui = await driverOf(entriesOf(100), { follow: false });
    await tui.press("j y");
    await out(tui);
    expect(onClipboard()).toBe("line 1");
    await tui.press("3 y");
    await out(tui);
    expect(onClipboard()).toBe("line 1\nline 2\nline 3");
    expect(tui.state().notices.at(-1)?.text).toContain("3 lines");
  });

  it("takes what is selected, far beyond the page, and ends the selection", async () => {
    const tui = await driverOf(entriesOf(5_000));
    await tui.press("v 3 0 0 0 k");
    expect(selectHeader(tui.state()).modes).toContainEqual({ kind: "selecting" });
    await tui.press("y");
    expect(tui.state().stream.selection).toBeUndefined();
    await out(tui);
    const lines = onClipboard().split("\n");
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([3_001, "line 1999", "line 4999"]);
  });

  it("takes only what the filters let through", async () => {
    const tui = await driverOf(entriesOf(40, (index) => ({ level: index % 2 === 0 ? "error" : "info" })));
    await tui.command("level error");
    for (const keys of ["g g", "v", "G", "y"]) await tui.press(keys);
    await out(tui);
    expect(onClipboard().split("\n")).toHaveLength(20);
  });

  it("takes the bookmarks when only they are shown", async () => {
    const tui = await driverOf(entriesOf(100));
    await tui.press("m k k m k k m M g g v G y");
    await out(tui);
    expect(onClipboard()).toBe("line 95\nline 97\nline 99");
  });

  it("says where the text is when there is no clipboard", async () => {
    const tui = await driverOf(entriesOf(3));
    await tui.press("y");
    await out(tui, { environment: { TERM: "linux" } });
    expect(told).toEqual([]);
    expect(readFileSync(join(folder, "state", "copied"), "utf8")).toBe("line 2");
    expect(tui.state().notices.at(-1)?.text).toContain(join(folder, "state", "copied"));
  });

  it("asks for the command line of what is selected, else of all", async () => {
    const tui = await driverOf(entriesOf(50));
    await tui.press("Y");
    await out(tui);
    expect(onClipboard()).toBe("logstream query (all)");
    await tui.press("v k k k Y");
    await out(tui);
    expect(onClipboard()).toBe("logstream query (4)");
  });

  it("refuses more than anybody pastes", async () => {
    const tui = await driverOf(entriesOf(40, () => ({ message: "x".repeat(50_000) })));
    for (const keys of ["v", "g g", "y"]) await tui.press(keys);
    expect(await out(tui)).toMatchObject({ kind: "faulted", fault: { message: "this is too much to paste anywhere" } });
  });
});

describe("a selection", () => {
  it("shows what lies between its ends, whichever way it goes, and Esc gives it up", async () => {
    const tui = await driverOf(entriesOf(30));
    const selected = (): readonly number[] => {
      const { selected: isSelected, layout } = selectStream(tui.state());
      return layout.entries.flatMap((entry) => (isSelected?.(entry) === true ? [entry.line - 1] : []));
    };
    await tui.press("1 0 k V k k");
    expect(selected()).toEqual([17, 18, 19]);
    await tui.press("j j j j");
    expect(selected()).toEqual([19, 20, 21]);
    await tui.press("esc");
    expect(selected()).toEqual([]);
    await tui.press("4 v");
    expect(selected()).toEqual([21, 22, 23, 24]);
    await tui.press("q");
    expect(selected()).toEqual([]);
    expect(tui.effects.some(({ kind }) => kind === "quit")).toBe(false);
    // Another view is left as ever, and the lines are still selected.
    await tui.press("v k");
    await tui.command("heatmap");
    await tui.press("q");
    expect([tui.state().view, selected()]).toEqual(["stream", [23, 24]]);
  });
});

describe("writing to a file", () => {
  it("asks for the path, writes what is selected, and says how much", async () => {
    const tui = await driverOf(entriesOf(30));
    await tui.press("v k w");
    expect(selectPrompt(tui.state())?.label).toBe("write to ");
    await tui.type(join(folder, "out.log"));
    await tui.press("enter");
    await out(tui);
    expect(readFileSync(join(folder, "out.log"), "utf8")).toBe("line 28\nline 29\n");
    expect(tui.state().notices.at(-1)?.text).toBe(`2 lines written to ${join(folder, "out.log")}`);
  });

  it("never writes over a file without asking", async () => {
    const path = join(folder, "there");
    const tui = await driverOf(entriesOf(3));
    for (const [keys, then] of [
      ["enter", "mine\n"],
      ["j enter", "mine\nline 0\nline 1\nline 2\n"],
      ["j j enter", "line 0\nline 1\nline 2\n"],
    ] as const) {
      writeFileSync(path, "mine\n");
      await tui.command(`write ${path}`);
      await out(tui);
      expect(selectList(tui.state())?.title).toBe(`${path} is there already`);
      const before = tui.effects.length;
      await tui.press(keys);
      if (tui.effects.slice(before).some(isOutside)) await out(tui);
      expect(readFileSync(path, "utf8")).toBe(then);
    }
  });

  it("says why a file cannot be written", async () => {
    mkdirSync(join(folder, "folder"));
    const tui = await driverOf(entriesOf(3));
    await tui.command(`write ${join(folder, "no", "such")}`);
    expect(await out(tui)).toMatchObject({
      fault: { code: "not-found", message: expect.stringContaining("its folder") },
    });
    await tui.command(`write ${join(folder, "folder")}`);
    await out(tui);
    await tui.press("j enter");
    expect(await out(tui)).toMatchObject({ fault: { message: expect.stringContaining("it is a folder") } });
    await tui.command("write /dev/null");
    await out(tui);
    await tui.press("j enter");
    expect(await out(tui)).toMatchObject({ fault: { message: "/dev/null is no file" } });
  });
});
