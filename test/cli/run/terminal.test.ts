import process from "node:process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../../support/ask.js";
import { environmentOf, type Home, PROGRAM, temporaryHome } from "../../support/program.js";
import { launch, type LaunchedTerminal } from "../../support/terminal.js";

/** Real programs, many of them; on a busy machine each start takes seconds. */
let home: Home;
let terminal: LaunchedTerminal | undefined;
beforeAll(() => {
  home = temporaryHome();
});
afterEach(() => terminal?.kill());
afterAll(() => home.remove());

function inTerminal(...args: readonly string[]): LaunchedTerminal {
  terminal = launch(process.execPath, [PROGRAM, "run", ...args], { env: environmentOf(home), cwd: home.path });
  return terminal;
}

describe("logstream run on a terminal", () => {
  it("lets a command ask for a password on the terminal itself, with its outputs piped", async () => {
    const prompt = "stty -echo < /dev/tty; printf 'password: ' > /dev/tty; read p < /dev/tty; stty echo < /dev/tty";
    const shown = inTerminal("--", "sh", "-c", `echo before; ${prompt}; echo "got $p"`);
    await shown.waitFor("password: ");
    shown.type("secret\r");
    await shown.waitFor("got secret");
    expect((await shown.waitExit()).exitCode).toBe(0);
    expect(shown.raw().match(/secret/g)).toHaveLength(1);
    expect((await ask(home, ["query", "session:@1", "-o", "cat"])).stdout).toBe("before\ngot secret\n");
  });

  it("leaves Ctrl-C to the command, the first and the second", async () => {
    const script = "trap 'echo first; trap \"echo second; exit 9\" INT' INT; echo ready; while :; do sleep 0.01; done";
    const shown = inTerminal("--", "bash", "-c", script);
    await shown.waitFor("ready");
    shown.press("ctrl-c");
    await shown.waitFor("first");
    shown.press("ctrl-c");
    await shown.waitFor("second");
    expect((await shown.waitExit()).exitCode).toBe(9);
    expect(shown.raw().match(/first/g)).toHaveLength(1);
  });

  it("stops with Ctrl-Z and goes on with fg, as the command alone would", async () => {
    terminal = launch("bash", ["--noprofile", "--norc", "-i"], {
      env: { ...environmentOf(home), PS1: "$ ", P: `${process.execPath} ${PROGRAM}` },
      cwd: home.path,
    });
    const shown = terminal;
    await shown.waitFor("$ ");
    shown.type(`$P run -- bash -c 'echo rea""dy; read x; echo "read $x"; exit 8'\r`);
    await shown.waitFor("ready");
    shown.press("ctrl-z");
    await shown.waitFor(/Stopped/);
    shown.type("fg\r");
    await shown.waitFor(/fg\s+\$P run/);
    shown.type("word\r");
    await shown.waitFor("read word");
    shown.type('echo "code $?"\r');
    await shown.waitFor("code 8");
  });

  it("is ended by a SIGTERM of its own, which reaches the command too", async () => {
    const shown = inTerminal("--", "sh", "-c", "echo ready; sleep 60");
    await shown.waitFor("ready");
    process.kill(shown.pid, "SIGTERM");
    expect((await shown.waitExit()).exitCode).toBe(143);
  });
});
