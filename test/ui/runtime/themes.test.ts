import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Fault } from "../../../src/core/fault.js";
import { createThemes } from "../../../src/ui/runtime/themes.js";

const folder = mkdtempSync(join(tmpdir(), "themes-"));
afterEach(() => rmSync(join(folder, "mine.json"), { force: true }));

function write(accent: string): void {
  const theme = { name: "mine", extends: "dark", palette: { accent } };
  writeFileSync(join(folder, "mine.json"), JSON.stringify(theme));
}

function themesFrom(first: string, faults: Fault[] = []) {
  return createThemes(first, {
    folder,
    depth: 16_777_216,
    background: "light",
    onFault: (fault) => faults.push(fault),
  });
}

describe("themes", () => {
  it("of the user's own are reloaded when their file changes", async () => {
    write("#102030");
    const themes = themesFrom("mine");
    expect(themes.painter.get().ink("accent").color).toBe("#102030");
    const changed = new Promise<void>((resolve) => themes.painter.subscribe(resolve));
    write("#405060");
    await changed;
    expect(themes.painter.get().ink("accent").color).toBe("#405060");
    themes.close();
  });

  it("that do not exist leave the one in use, and are said", () => {
    const faults: Fault[] = [];
    const themes = themesFrom("dark", faults);
    const before = themes.painter.get();
    expect(themes.apply("nosuch")).toBe(false);
    expect(themes.painter.get()).toBe(before);
    expect(faults.map(({ message }) => message)).toEqual(["no theme is called 'nosuch'"]);
    themes.close();
  });

  it("called auto follow the terminal's background, and stand in for a first one that is missing", () => {
    const auto = themesFrom("auto");
    expect(auto.painter.get().theme.appearance).toBe("light");
    auto.close();
    const faults: Fault[] = [];
    const missing = themesFrom("nosuch", faults);
    expect(missing.painter.get().theme.name).toBe("light");
    expect(faults).toHaveLength(1);
    missing.close();
  });
});

process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
