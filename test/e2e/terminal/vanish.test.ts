import { readFileSync } from "node:fs";
import process from "node:process";
import { afterAll, describe, expect, it } from "vitest";
import { launch } from "../../support/terminal.js";
import { environmentOf, PROGRAM, temporaryHome } from "../../support/program.js";
import { waitForContent } from "../../support/wait-for.js";

const home = temporaryHome();
afterAll(() => home.remove());

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a terminal that vanishes", () => {
  it("ends the screen without a word of a mistake, also when it is asked for its size then", async () => {
    const log = home.write("app.log", "one\ntwo\n");
    const trouble = `${home.path}/trouble`;
    const screen = launch("/bin/sh", ["-c", 'exec "$0" "$1" "$2" 2>"$3"', process.execPath, PROGRAM, log, trouble], {
      cwd: home.path,
      env: environmentOf(home),
    });
    await screen.waitFor("two");
    // All at once, as when a machine wakes up after its window was closed.
    process.kill(screen.pid, "SIGSTOP");
    screen.vanish();
    for (const signal of ["SIGWINCH", "SIGCONT"] as const) process.kill(screen.pid, signal);
    await waitForContent(() => !isAlive(screen.pid), { text: () => readFileSync(trouble, "utf8"), settle: pause });
    expect(readFileSync(trouble, "utf8")).toBe("");
  });
});

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
