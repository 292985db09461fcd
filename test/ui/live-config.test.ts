import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { readConfigFile } from "../../src/config/settings.js";
import { ok } from "../../src/core/fault.js";
import type { ConfigSource } from "../../src/ui/runtime/follow-config.js";
import { startScreen } from "../support/screen-driver.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const folder = temporaryFolder();
const config = join(folder.path, "config", "logstream");
afterEach(() => {
  folder.remove();
});

const source: ConfigSource = {
  path: join(config, "config.json"),
  read: () => {
    const file = readConfigFile(config);
    if (!file.ok) return file;
    const { theme = "dark", layout = "default", mouse = false, ascii = false, measure } = file.value.values;
    const live = { theme: String(theme), layout: String(layout), mouse: mouse === true, ascii: ascii === true };
    const standingThemes = { dark: "dark", light: "light" };
    return ok({
      live: { ...live, standingThemes, keys: file.value.keys },
      later: measure === undefined ? [] : ["measure"],
    });
  },
};

function write(text: string): void {
  mkdirSync(config, { recursive: true });
  // As editors do it.
  writeFileSync(join(config, ".new"), text);
  renameSync(join(config, ".new"), source.path);
}

describe("a config file that changes while the screen is open", () => {
  it("is taken up at once, also in a folder that was not there; what is wrong in it changes nothing and is said", async () => {
    const screen = await startScreen({ columns: 120, rows: 40, config: source });
    await screen.frame();
    write('{ "layout": "compact", "theme": "light", "ascii": true, "keys": { "help": ["H"] }, "measure": "nothing" }');
    await screen.waitFor("settings read again: theme, layout, ascii, keys");
    expect(screen.text()).toContain("measure");
    expect(await screen.frame()).not.toContain("1 Stream");
    screen.press("H");
    await screen.waitFor("Move");
    screen.press("escape");
    write('{\n  "layout": "default",\n  "thme": "dark" }');
    await screen.waitFor("until then the settings stay");
    expect(screen.text()).toMatch(/json:3:3/);
    expect(await screen.frame()).not.toContain("1 Stream");
    write('{ "keys": { "help": ["j"] } }');
    await screen.waitFor("1 Stream");
    await screen.waitFor("settings read again");
    screen.close();
  });
});
