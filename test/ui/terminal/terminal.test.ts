import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { buildDemo } from "../../support/demo/build.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { launch, type LaunchedTerminal, type LaunchOptions } from "../../support/terminal.js";

/** Runs the demo and lists, after it, how the terminal takes keys. */
const RUN_AND_LIST =
  `"$NODE" "$DEMO"; echo "ended $?"; ` +
  `stty -a | tr ' ' '\\n' | grep -x -e '-\\?icanon;\\?' -e '-\\?echo;\\?'; echo LISTED; read line`;

let demo: { readonly path: string; readonly remove: () => void };
const running: LaunchedTerminal[] = [];
beforeAll(async () => {
  demo = await buildDemo();
});
afterEach(() => {
  for (const terminal of running.splice(0)) terminal.kill();
});
afterAll(() => demo.remove());

/** The demo within a shell, so that what is left of the terminal can be seen after it. */
async function start(options: LaunchOptions & { readonly script?: string } = {}): Promise<LaunchedTerminal> {
  const script = options.script ?? RUN_AND_LIST;
  const terminal = launch("/bin/sh", ["-c", script], {
    columns: 80,
    rows: 24,
    ...options,
    env: { NODE: process.execPath, DEMO: demo.path, ...options.env },
  });
  running.push(terminal);
  await terminal.waitFor("ready");
  await terminal.waitFor("1,234 new");
  return terminal;
}

/** The terminal is as a shell wants it: normal screen, cursor, wrapping, lines and echo, no mouse. */
async function expectRestored(terminal: LaunchedTerminal): Promise<void> {
  await terminal.waitFor("LISTED");
  expect(terminal.isAlternate()).toBe(false);
  expect(terminal.cursor().isVisible).toBe(true);
  expect(terminal.terminal.modes.wraparoundMode).toBe(true);
  expect(terminal.terminal.modes.mouseTrackingMode).toBe("none");
  expect(terminal.terminal.modes.bracketedPasteMode).toBe(false);
  expect(terminal.text()).toMatch(/^icanon$/m);
  expect(terminal.text()).toMatch(/^echo$/m);
}

/** The pid of the program in the shell. */
function pidOf(terminal: LaunchedTerminal): number {
  return Number(
    execFileSync("pgrep", ["-P", String(terminal.pid)], { encoding: "utf8" })
      .trim()
      .split("\n")[0],
  );
}

describe("terminal", () => {
  it("is full, raw and without its own cursor while the program runs, and shows no log text as it came", async () => {
    const terminal = await start();
    expect(terminal.isAlternate()).toBe(true);
    expect(terminal.cursor().isVisible).toBe(false);
    expect(terminal.terminal.modes.mouseTrackingMode).toBe("none");
    expect(terminal.line(6)).toContain("␛[31mred?␛[0m");
    expect(terminal.text()).toContain("right to left <202E> override, zero<200B>width");
    terminal.press("j", "j");
    await terminal.waitFor(() => terminal.cell(70, 9).background === "#24365c");
    terminal.press("q");
    await terminal.waitFor("ended 0");
    await expectRestored(terminal);
  });

  for (const [what, end, code] of [
    ["an exception in a key handler", "!", /ended 1/],
    ["an exception later", "@", /thrown later[^]*ended 1/],
    ["a rejection nobody handles", "#", /rejected and not handled[^]*ended 1/],
    ["an exit", "x", /ended 7/],
  ] as const) {
    it(`is given back after ${what}`, async () => {
      const terminal = await start();
      terminal.press("m", end);
      await terminal.waitFor(code);
      await expectRestored(terminal);
    });
  }

  for (const [signal, number] of [
    ["SIGTERM", 15],
    ["SIGINT", 2],
    ["SIGHUP", 1],
    ["SIGQUIT", 3],
  ] as const) {
    it(`is given back after ${signal}, which still ends the program`, async () => {
      const terminal = await start({
        script: `trap : INT QUIT; ${RUN_AND_LIST}`,
      });
      terminal.press("m");
      await terminal.waitFor(() => terminal.terminal.modes.mouseTrackingMode !== "none");
      process.kill(pidOf(terminal), signal);
      await terminal.waitFor(`ended ${128 + number}`);
      await expectRestored(terminal);
    });
  }

  it("stops and goes on as jobs do, drawn anew", async () => {
    const terminal = await start({
      script: `set -m; "$NODE" "$DEMO"; echo STOPPED; read line; fg; echo "ended $?"; read line`,
    });
    terminal.press("z");
    await terminal.waitFor("STOPPED");
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.cursor().isVisible).toBe(true);
    terminal.resize(100, 30);
    terminal.press("enter");
    await terminal.waitFor(() => terminal.isAlternate() && terminal.line(29).includes("quit"));
    terminal.press("k");
    await terminal.waitFor("ready+");
    terminal.press("q");
    await terminal.waitFor("ended 0");
  });

  it("is lent to another program and taken again", async () => {
    const terminal = await start();
    terminal.press("e");
    await terminal.waitFor("CHILD");
    expect(terminal.isAlternate()).toBe(false);
    terminal.type("words\r");
    await terminal.waitFor("back");
    expect(terminal.isAlternate()).toBe(true);
    terminal.press("k");
    await terminal.waitFor("back+");
  });

  it("reads keys from the terminal when a log comes through standard input", async () => {
    const terminal = await start({ script: `echo log | "$NODE" "$DEMO"; echo "ended $?"; read line` });
    terminal.press("k");
    await terminal.waitFor("ready+");
    terminal.press("q");
    await terminal.waitFor("ended 0");
  });

  it("says what to do when the output is no terminal", () => {
    const run = (): string =>
      execFileSync(process.execPath, [demo.path], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(run).toThrow(/the output is not a terminal\nstart it in a terminal, or use/);
  });

  it("tells the mouse and the background from keys", async () => {
    const terminal = await start();
    terminal.terminal.parser.registerOscHandler(11, () => {
      terminal.type("\u001b]11;rgb:ffff/ffff/ffff\u001b\\");
      return true;
    });
    terminal.press("b");
    await terminal.waitFor("background light");
    terminal.press("m");
    terminal.type("\u001b[<0;5;");
    terminal.type("11M");
    await terminal.waitFor(() => terminal.cell(70, 10).background === "#24365c");
    expect(terminal.line(0)).toContain("background light");
  });

  it("does not wait for answers a terminal does not give", async () => {
    const terminal = await start();
    terminal.press("b");
    await terminal.waitFor("background unknown");
  });

  it("drops frames while the terminal does not take them, then shows the newest", async () => {
    const folder = temporaryFolder();
    const told = join(folder.path, "dropped");
    const terminal = await start({ columns: 200, rows: 50, env: { DEMO_TELLS_DROPS: told } });
    terminal.press("f");
    await terminal.waitFor("flooding");
    terminal.pause();
    // The pty takes some tens of kilobytes before it is full.
    await terminal.waitFor(() => {
      terminal.press("k");
      return existsSync(told);
    });
    folder.remove();
    terminal.press("f");
    terminal.resume();
    await terminal.waitFor("calm");
    terminal.press("q");
    await terminal.waitFor(/dropped [1-9]\d*/);
  });

  it("follows a storm of sizes and ends on the last", async () => {
    const terminal = await start();
    for (let step = 0; step < 30; step++) terminal.resize(40 + ((step * 37) % 160), 10 + ((step * 13) % 40));
    terminal.resize(120, 40);
    const isDrawn = (): boolean => terminal.line(39).includes("quit") && /^╭─{118}╮$/.test(terminal.line(1));
    await terminal.waitFor(() => isDrawn() && terminal.line(38).startsWith("12:00:"));
  });
});
