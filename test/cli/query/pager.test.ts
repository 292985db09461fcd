import { existsSync } from "node:fs";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { pagerCommand } from "../../../src/cli/query/pager.js";
import { environmentOf, PROGRAM, ROOT, temporaryHome } from "../../support/program.js";
import { type LaunchedTerminal, launch } from "../../support/terminal.js";

const hasLess = ["/usr/bin/less", "/bin/less", "/run/current-system/sw/bin/less"].some((path) => existsSync(path));
if (!hasLess) console.warn("NOT TESTED: the pager on a terminal, for want of less");

const home = temporaryHome();
const long = home.write(
  "long.log",
  Array.from({ length: 5_000 }, (_, index) => `Nov 21 05:00:00 box app[1]: error: number ${index}.\n`).join(""),
);
const brief = home.write("brief.log", "only this error\n");
const terminals: LaunchedTerminal[] = [];
afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.kill();
});
afterAll(() => home.remove());

function ask(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): LaunchedTerminal {
  const terminal = launch(process.execPath, [PROGRAM, "query", ...args], {
    cwd: ROOT,
    env: { ...environmentOf(home), PAGER: undefined, LOGSTREAM_PAGER: undefined, LESS: undefined, ...env },
  });
  terminals.push(terminal);
  return terminal;
}

describe.skipIf(!hasLess)("logstream query on a terminal", () => {
  it("shows the answer in less, in colour, and ends with 0 when that is left", async () => {
    const terminal = ask(["", long]);
    await terminal.waitFor(/lines 1-\d+/);
    expect(terminal.raw()).toMatch(/\u001b\[38;2;[\d;]+m[^\n]*number 3\./);
    expect(terminal.text()).not.toContain("number 100.");
    terminal.type("G");
    await terminal.waitFor("number 4999.");
    terminal.type("q");
    expect(await terminal.waitExit()).toEqual({ exitCode: 0, signal: undefined });
  });

  it("shows at once what is there of an answer without an end, and looks no further when it is left", async () => {
    const terminal = ask(["", "exec:seq -f 'line %.0f' 1000000000"]);
    await terminal.waitFor("line 7\r\n".trim());
    terminal.type("q");
    expect(await terminal.waitExit()).toEqual({ exitCode: 0, signal: undefined });
  });

  it("begins at the end with -e", async () => {
    const terminal = ask(["", "-e", long]);
    await terminal.waitFor("number 4999.");
    terminal.type("q");
    await terminal.waitExit();
  });

  it("does not wait for a key where all fits on the screen, and keeps the exit code", async () => {
    const terminal = ask(["", brief]);
    expect(await terminal.waitExit()).toEqual({ exitCode: 0, signal: undefined });
    await terminal.waitFor("only this error");
    expect(await ask(["nothing-like-it", brief]).waitExit()).toMatchObject({ exitCode: 1 });
  });

  it("writes without one where none is wanted or there", async () => {
    const plain = [
      ask(["", long, "--no-pager"]),
      ask(["", long], { PATH: "/nowhere" }),
      ask(["", long], { PAGER: "" }),
    ];
    for (const terminal of plain) {
      expect(await terminal.waitExit()).toMatchObject({ exitCode: 0 });
      await terminal.waitFor("number 4999.");
      expect(terminal.raw()).toContain("number 0.");
    }
  });
});

describe("the pager", () => {
  it.each<readonly [Readonly<Record<string, string>>, string | undefined]>([
    [{ PAGER: "sh -c cat" }, "sh -c cat"],
    [{ PAGER: "cat", LOGSTREAM_PAGER: "sh" }, "sh"],
    [{ LOGSTREAM_PAGER: "" }, undefined],
    [{ PAGER: "cat" }, undefined],
    [{ TERM: "dumb" }, undefined],
    [{ PATH: "/nowhere" }, undefined],
  ])("is what the environment names: %j", async (environment, command) => {
    expect(await pagerCommand({ PATH: process.env["PATH"], ...environment })).toBe(command);
  });

  it.skipIf(process.geteuid?.() !== 0 || !hasLess)("is less and nothing else for who became root by sudo", async () => {
    const { PATH } = process.env;
    expect(await pagerCommand({ PATH, SUDO_UID: "1000", PAGER: "sh" })).toBe("less");
  });
});
