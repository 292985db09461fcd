import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, describe, expect, it } from "vitest";
import { screenFiles } from "../../../src/ui/kept/screen-files.js";
import { type ScreenDriver, startScreen } from "../../support/screen-driver.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { openScreen } from "../../support/open-screen.js";
import { temporaryHome } from "../../support/program.js";

const folder = temporaryFolder();
afterEach(() => {
  folder.remove();
});

function start(restore: "ask" | "always" | "never", sources: readonly string[] = ["b", "a"]): Promise<ScreenDriver> {
  const kept = { files: screenFiles(folder.path, sources), restore };
  return startScreen({ settings: { kept } });
}

function file(): string {
  const [name = ""] = readdirSync(join(folder.path, "screens"));
  return join(folder.path, "screens", name);
}

/** A screen that was left after a command had shown what is expected. */
async function left(command: string, expected: string): Promise<void> {
  const screen = await start("ask");
  await run(screen, command);
  await screen.waitFor(expected);
  screen.close();
}

async function run(screen: ScreenDriver, command: string): Promise<void> {
  screen.press(":");
  screen.type(command);
  await screen.waitFor(`:${command}`);
  screen.press("enter");
}

describe("keeping the screen", () => {
  it("writes it for the user alone, by the set of its sources, and asks at the next start", async () => {
    await left("level error", "level>=error");
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({
      version: 1,
      sources: ["a", "b"],
      screen: { level: "error" },
    });
    const other = await start("ask", ["c"]);
    expect(await other.frame()).not.toContain("Last time");
    other.close();
    const same = await start("ask", ["a", "b"]);
    await same.waitFor("Last time, just now: level>=error");
    expect(await same.frame()).toContain("all lines");
    same.press("R");
    await same.waitFor("as you left it just now");
    same.close();
  });

  it("shows it again without a question, or never, as it is told", async () => {
    await left("heatmap", "by unit");
    const always = await start("always");
    await always.waitFor("as you left it just now, heatmap");
    always.close();
    const never = await start("never");
    expect(await never.frame()).not.toMatch(/Last time|as you left it/);
    await run(never, "level error");
    await never.waitFor("level>=error");
    never.close();
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({ screen: { view: "heatmap" } });
  });

  it("leaves a file alone that is newer than it, or that it cannot read, and says so", async () => {
    await left("heatmap", "by unit");
    for (const text of ['{ "version": 2, "screen": { "view": "metrics" } }', "{ broken", "[]"]) {
      writeFileSync(file(), text);
      const screen = await start("always");
      await screen.waitFor("what the screen was is not known");
      await run(screen, "patterns");
      await screen.waitFor("the most frequent first");
      screen.close();
      expect(readFileSync(file(), "utf8")).toBe(text);
    }
  });

  it("draws with the theme that was chosen, until another one is asked for", async () => {
    const first = await start("ask");
    await run(first, "theme nord");
    await first.frame();
    first.close();
    const files = screenFiles(folder.path, []);
    expect(files.looks.read()).toEqual({ ok: true, value: { theme: { chosen: "nord", insteadOf: "dark" } } });
    const next = await start("ask", ["c"]);
    await run(next, "theme");
    await next.waitFor(/nord +now/);
    next.close();
  });
});

describe("keeping layouts", () => {
  it("brings back the one in use as it was changed, and those that were saved, from two screens at once", async () => {
    const [one, other] = [await start("ask"), await start("ask", ["c"])];
    await run(one, "layout compact");
    await run(one, "layout save mine");
    await one.waitFor("saved; :layout mine");
    one.close();
    await run(other, "arrange level none");
    await run(other, "layout save theirs");
    await other.waitFor("saved; :layout theirs");
    other.close();
    const next = await start("never");
    await run(next, "layout");
    await next.waitFor(/mine {2}yours[^]*theirs {2}yours/);
    next.close();
    const again = await start("ask");
    await again.waitFor(/\d{3} nginx {2}/);
    await run(again, "layout drop theirs");
    await again.waitFor("theirs is dropped");
    again.close();
    const last = await start("never");
    await run(last, "layout");
    await last.waitFor("mine  yours");
    expect(last.text()).not.toContain("theirs");
    last.close();
  });

  it("says which there are when one is asked for that there is not, and shows the log", async () => {
    const screen = await startScreen({ settings: { layout: "nothing" } });
    await screen.waitFor("there is no layout 'nothing'");
    expect(await screen.frame()).toContain("layouts are default, compact, detailed");
    screen.close();
  });
});

describe("a screen that is killed", () => {
  it("has been kept but for its last moments", async () => {
    const home = temporaryHome();
    const log = home.write("app.log", "one error\ntwo\n");
    const screen = openScreen(home, [log]);
    await screen.waitFor("two");
    screen.press("2");
    const screens = join(home.path, ".local/state/logstream/screens");
    await screen.waitFor(() => readable(screens).some((name) => name.endsWith(".json")));
    process.kill(screen.pid, "SIGKILL");
    await screen.waitExit();
    const again = openScreen(home, ["--restore", "always", log]);
    await again.waitFor("as you left it");
    again.press("q", "q");
    await again.waitExit();
    home.remove();
  });
});

function readable(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
