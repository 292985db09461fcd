import { afterAll, describe, expect, it } from "vitest";
import { type LaunchedTerminal, launch } from "../support/terminal.js";
import { ask } from "../support/ask.js";
import { environmentOf, PROGRAM, ROOT, temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());
const log = home.write("app.log", "Nov 21 05:00:00 box app[1]: error: bad\n");
const QUERY = ["query", "--no-pager", "", log];
const SGR = /\u001b\[[\d;]*m/;

describe("colour where stdout is no terminal", () => {
  it.each<readonly [Readonly<Record<string, string>>, readonly string[], boolean]>([
    [{}, [], false],
    [{ FORCE_COLOR: "1" }, [], true],
    [{ FORCE_COLOR: "3" }, [], true],
    [{ FORCE_COLOR: "0" }, [], false],
    [{ CLICOLOR_FORCE: "1" }, [], true],
    [{ CLICOLOR_FORCE: "0" }, [], false],
    [{}, ["--color", "always"], true],
    [{ NO_COLOR: "1" }, ["--color", "always"], true],
    [{ FORCE_COLOR: "1" }, ["--color", "never"], false],
    [{ NO_COLOR: "1", CLICOLOR_FORCE: "1" }, [], false],
  ])("%j %j", async (env, flags, isColoured) => {
    const { stdout } = await ask(home, [...QUERY, ...flags], { env: { TERM: "xterm-256color", ...env } });
    expect(stdout.replaceAll(new RegExp(SGR, "g"), "")).toBe("Nov 21 05:00:00 box app[1]: error: bad\n");
    expect(SGR.test(stdout)).toBe(isColoured);
  });
});

describe("colour on a terminal", () => {
  const shown = async (env: Readonly<Record<string, string>>): Promise<string> => {
    // Through env, for the terminal sets TERM itself.
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const terminal: LaunchedTerminal = launch("env", [...variables, process.execPath, PROGRAM, ...QUERY], {
      cwd: ROOT,
      env: environmentOf(home),
    });
    await terminal.waitExit();
    await terminal.waitFor("error: bad");
    return terminal.raw();
  };

  it("comes by itself, and not where the user does without it", async () => {
    const [usual, none, cli, dumb] = await Promise.all([
      shown({}),
      shown({ NO_COLOR: "1" }),
      shown({ CLICOLOR: "0" }),
      shown({ TERM: "dumb" }),
    ]);
    expect(usual).toMatch(/\u001b\[38;2;/);
    for (const plain of [none, cli, dumb]) expect(plain).not.toMatch(SGR);
  });
});
