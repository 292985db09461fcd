import { appendFileSync } from "node:fs";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openScreen, openShell } from "../../support/open-screen.js";
import { ask } from "../../support/ask.js";
import { environmentOf, type Home, PROGRAM, temporaryHome } from "../../support/program.js";
import { type LaunchedTerminal, launch } from "../../support/terminal.js";

let home: Home;
let log = "";
let screen: LaunchedTerminal;
beforeEach(() => {
  home = temporaryHome();
  log = home.write("app.log", Array.from({ length: 100 }, (_, index) => `line ${index}.\n`).join(""));
});
afterEach(() => {
  screen.kill();
  home.remove();
});

/** Nothing of ours is left: the normal screen, a cursor, lines that wrap, no mouse and no bracketed paste. */
async function expectGivenBack(): Promise<void> {
  await screen.waitFor(() => !screen.isAlternate());
  await screen.waitFor(() => screen.cursor().isVisible);
  const raw = screen.raw();
  const modes = new Map([...raw.matchAll(/\u001b\[\?(\d+)([hl])/g)].map(([, mode, state]) => [mode, state]));
  for (const [mode, state] of modes) expect(state, `mode ${mode}`).toBe(mode === "7" || mode === "25" ? "h" : "l");
  expect([...raw.matchAll(/\u001b\[>\d+u/g)].length).toBe([...raw.matchAll(/\u001b\[<u/g)].length);
}

describe("the terminal", () => {
  it.each<readonly [string, () => void, { readonly exitCode: number; readonly signal?: number }]>([
    ["q", () => screen.press("q"), { exitCode: 0 }],
    ["Ctrl-C", () => screen.press("ctrl-c"), { exitCode: 0 }],
    ["SIGINT", () => screen.signal("SIGINT"), { exitCode: 130 }],
    ["SIGTERM", () => screen.signal("SIGTERM"), { exitCode: 130 }],
    ["SIGHUP", () => screen.signal("SIGHUP"), { exitCode: 130 }],
  ])("is given back after %s, and what came is kept", async (_name, end, { exitCode }) => {
    screen = openScreen(home, [log]);
    await screen.waitFor("line 99.");
    appendFileSync(log, "the last one\n");
    await screen.waitFor("the last one");
    end();
    expect((await screen.waitExit()).exitCode).toBe(exitCode);
    await expectGivenBack();
    expect((await ask(home, ["query", "-c", ""])).stdout).toBe("101\n");
  });

  it("has the settings it had, for the shell that it was started from", async () => {
    screen = openShell(home);
    await screen.waitFor("$ ");
    screen.type("stty -a | md5sum > before; logstream --no-store app.log; echo code $?; stty -a | md5sum > after\r");
    await screen.waitFor(() => screen.isAlternate() && screen.text().includes("line 99."));
    screen.press("q");
    await screen.waitFor("code 0");
    await expectGivenBack();
    screen.type("cmp before after && echo same\r");
    await screen.waitFor(/^same/m);
  });

  it("is lent to the shell with Ctrl-Z and taken again with fg", async () => {
    screen = openShell(home);
    await screen.waitFor("$ ");
    screen.type("logstream --no-store app.log\r");
    await screen.waitFor(() => screen.isAlternate() && screen.text().includes("line 99."));
    for (let round = 0; round < 2; round += 1) {
      screen.press("ctrl-z");
      await screen.waitFor(() => !screen.isAlternate() && /Stopped/.test(screen.text()));
      expect(screen.cursor().isVisible).toBe(true);
      screen.type(`echo meanwhile ${round}\r`);
      await screen.waitFor(new RegExp(`^meanwhile ${round}`, "m"));
      appendFileSync(log, `while stopped ${round}\n`);
      screen.type("fg\r");
      await screen.waitFor(() => screen.isAlternate() && screen.text().includes(`while stopped ${round}`));
    }
    screen.press("q");
    // What is typed while the program is still ending is nobody's.
    await screen.waitFor(() => !screen.isAlternate() && /\$ *$/.test(screen.text().trimEnd()));
    screen.type("echo back\r");
    await screen.waitFor(/^back/m);
  });

  it("gives the keys while the log comes through standard input", async () => {
    screen = openShell(home);
    await screen.waitFor("$ ");
    screen.type("cat app.log | logstream; echo code $?\r");
    await screen.waitFor(() => screen.isAlternate() && screen.text().includes("line 99."));
    screen.type("gg");
    await screen.waitFor("line 0.");
    screen.type("/line 50.");
    screen.press("enter");
    await screen.waitFor("line 50.");
    screen.press("q");
    await screen.waitFor("code 0");
    await expectGivenBack();
  });

  it("stays with the last lines when the command that gave them has ended", async () => {
    screen = openShell(home);
    await screen.waitFor("$ ");
    screen.type("(echo first; echo second) | logstream --no-store\r");
    await screen.waitFor(() => screen.isAlternate() && screen.text().includes("second"));
    screen.press("q");
    await screen.waitFor(() => !screen.isAlternate());
  });

  it("obeys nothing that a log says", async () => {
    const evil = home.write(
      "evil.log",
      "\u001b]0;stolen title\u0007\u001b[2J\u001b[31mred\u001b[?1049l\n\u009b?25h\u202enext\nlast of all\n",
    );
    screen = openScreen(home, ["--no-store", evil]);
    await screen.waitFor("last of all");
    expect(screen.isAlternate()).toBe(true);
    expect(screen.text()).toMatch(/␛\[2J␛\[31mred/);
    expect(screen.raw()).not.toContain("stolen title\u0007");
    screen.press("enter");
    await screen.waitFor("plain");
    screen.press("escape");
    await screen.waitFor(() => !screen.text().includes("plain"));
    screen.press("q");
    await screen.waitExit();
    await expectGivenBack();
    expect(screen.raw()).not.toMatch(/\u009b|\u202e|\u001b\[31mred/);
  });

  it("is not needed for plain lines, and missed in two lines by a screen without keys", async () => {
    // A session of its own has no terminal to open: keys could come from nowhere.
    const program = `'${process.execPath}' '${PROGRAM}' --no-store`;
    const script = `echo line | ${program} | cat; ${program} app.log </dev/null; echo code $?`;
    screen = launch("setsid", ["-w", "sh", "-c", script], { cwd: home.path, env: environmentOf(home) });
    await screen.waitExit();
    await screen.waitFor("code 2");
    expect(screen.text()).toMatch(/^line\nlogstream: there is no terminal to read keys from\n {2}\S.*\ncode 2/);
    expect(screen.raw()).not.toContain("\u001b[?1049h");
  });
});
