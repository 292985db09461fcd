import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/core/ports.js";
import { startInProcess } from "../../src/engine/in-process.js";
import { driverOn, type TuiDriver } from "../support/tui-driver.js";

const LINES = Array.from({ length: 3_000 }, (_, line) => `line ${line}${line % 100 === 42 ? " needle" : ""}`);

describe("over a real store", () => {
  const folder = mkdtempSync(join(tmpdir(), "logstream-app-"));
  let engine: Engine;

  beforeAll(async () => {
    const file = join(folder, "app.log");
    writeFileSync(file, `${LINES.join("\n")}\n`);
    const started = await startInProcess({
      storePath: undefined,
      specs: [file],
      follow: false,
      history: undefined,
      since: undefined,
      collector: { kind: "test", command: "test" },
    });
    if (!started.ok) throw new Error(started.fault.message);
    await started.value.done;
    engine = started.value.engine;
  });

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  const open = async (follow: boolean): Promise<TuiDriver> => {
    const tui = await driverOn(engine, { follow });
    await tui.idle();
    return tui;
  };

  it("every line is seen once, in order, on the way down and up", async () => {
    const tui = await open(false);
    const down: string[] = [];
    for (let page = 0; page < 200 && down.at(-1) !== LINES.at(-1); page += 1) {
      const fresh = tui.screen().filter((row) => row !== "");
      const from = down.length === 0 ? 0 : fresh.indexOf(down.at(-1) ?? "") + 1;
      expect(down.length === 0 || from > 0).toBe(true);
      down.push(...fresh.slice(from));
      await tui.press("pagedown");
    }
    expect(down).toEqual(LINES);
    const up: string[] = [];
    for (let page = 0; page < 200 && up[0] !== LINES[0]; page += 1) {
      const fresh = tui.screen().filter((row) => row !== "");
      up.unshift(...fresh.slice(0, up.length === 0 ? undefined : fresh.indexOf(up[0] ?? "")));
      await tui.press("pageup");
    }
    expect(up).toEqual(LINES);
  });

  it("search, filters, jumps and counts agree with the file", async () => {
    const tui = await open(true);
    expect(tui.cursor()).toBe("line 2999");
    await tui.command("search needle");
    await tui.press("N");
    expect(tui.cursor()).toContain("needle");
    await tui.command("goto 1043");
    expect(tui.cursor()).toBe("line 1042 needle");
    const row = tui.cursorRow();
    await tui.command("filter needle");
    expect(tui.cursor()).toBe("line 1042 needle");
    expect(tui.cursorRow()).toBe(row);
    expect(tui.state().filters.list[0]?.hits).toBe(30);
    expect(
      tui
        .screen()
        .filter((text) => text !== "")
        .every((text) => text.endsWith("needle")),
    ).toBe(true);
    await tui.press("g g");
    expect(tui.screen()[0]).toBe("line 42 needle");
    await tui.press("backspace");
    expect(tui.cursor()).toBe("line 42 needle");
    await tui.command("50%");
    expect(tui.cursor()).toBe("line 1500");
    await tui.press("enter");
    expect(tui.state().overlays.at(-1)).toMatchObject({ kind: "detail", entry: { line: 1501 } });
  });
});
