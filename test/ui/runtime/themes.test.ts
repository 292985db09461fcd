import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/** As editors save: another file is moved over the old one. */
function replace(text: string): void {
  writeFileSync(join(folder, "mine.new"), text);
  renameSync(join(folder, "mine.new"), join(folder, "mine.json"));
}

function themesFrom(first: string, faults: Fault[] = [], hour = 12) {
  return createThemes(first, {
    folder,
    depth: 16_777_216,
    background: "light",
    standing: { dark: "nord", light: "gruvbox-light" },
    hour: () => hour,
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

  it("are reloaded when another file takes their file's place, also after one that was wrong", async () => {
    write("#102030");
    const faults: Fault[] = [];
    const told = Promise.withResolvers<void>();
    const themes = themesFrom("mine", faults);
    themes.onFault((fault) => {
      faults.push(fault);
      told.resolve();
    });
    replace('{ "name": "mine", ');
    await told.promise;
    expect(faults[0]?.message).toMatch(/mine\.json: not JSON/);
    expect(themes.painter.get().ink("accent").color).toBe("#102030");
    const changed = new Promise<void>((resolve) => themes.painter.subscribe(resolve));
    replace(
      JSON.stringify({ name: "mine", extends: "dark", palette: { accent: "#405060" }, roles: { tilte: "#fff000" } }),
    );
    await changed;
    expect(themes.painter.get().ink("accent").color).toBe("#405060");
    expect(faults.at(-1)?.message).toBe("theme 'mine' styles 'tilte', which is no role");
    themes.close();
  });

  it("called daylight follow the hour", () => {
    const themes = [3, 7, 18, 19].map((hour) => themesFrom("daylight", [], hour));
    const names = themes.map(({ painter }) => painter.get().theme.name);
    expect(names).toEqual(["nord", "gruvbox-light", "gruvbox-light", "nord"]);
    for (const theme of themes) theme.close();
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

  it("called auto follow the hour where nothing tells the background", () => {
    for (const [hour, name] of [
      [12, "gruvbox-light"],
      [23, "nord"],
    ] as const) {
      const { painter, close } = createThemes("auto", {
        folder,
        depth: 16_777_216,
        background: undefined,
        standing: { dark: "nord", light: "gruvbox-light" },
        hour: () => hour,
        onFault: () => undefined,
      });
      expect(painter.get().theme.name).toBe(name);
      close();
    }
  });

  it("called auto follow the terminal's background, and stand in for a first one that is missing", () => {
    const auto = themesFrom("auto");
    expect(auto.painter.get().theme.name).toBe("gruvbox-light");
    auto.close();
    const faults: Fault[] = [];
    const missing = themesFrom("nosuch", faults);
    expect(missing.painter.get().theme.name).toBe("gruvbox-light");
    expect(faults).toHaveLength(1);
    missing.close();
  });
});

process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
