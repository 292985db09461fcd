import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openScreen } from "../../support/open-screen.js";
import { environmentOf, type Home, PROGRAM, temporaryHome } from "../../support/program.js";
import type { LaunchedTerminal } from "../../support/terminal.js";

let home: Home;
let screen: LaunchedTerminal;
beforeEach(async () => {
  home = temporaryHome();
  const log = home.write(
    "it's a $(log).txt",
    Array.from({ length: 500 }, (_, index) => `line ${index}; $(id) .\n`).join(""),
  );
  screen = openScreen(home, [log], { env: { TMUX: "", DISPLAY: "", WAYLAND_DISPLAY: "" } });
  await screen.waitFor("line 499;");
});
afterEach(() => {
  screen.kill();
  home.remove();
});

/** The text that the terminal was told last to put on its clipboard. */
async function copied(is: (text: string) => boolean): Promise<string> {
  const last = (): string => {
    const found = [...screen.raw().matchAll(/\u001b\]52;c;([\w+/=]*)\u0007/g)].at(-1);
    return Buffer.from(found?.[1] ?? "", "base64").toString();
  };
  await screen.waitFor(() => is(last()));
  return last();
}

describe("lines that leave the screen", () => {
  it("are given again by the command that Y copies, and nothing in them or around them is run", async () => {
    screen.press("k", "v", "k", "k", "k", "y");
    const lines = await copied((text) => text.includes("line 495;"));
    expect(lines.split("\n")).toEqual([495, 496, 497, 498].map((index) => `line ${index}; $(id) .`));
    screen.press("v", "j", "j", "j", "Y");
    const command = await copied((text) => text.startsWith("logstream query"));
    const script = `logstream() { "${process.execPath}" "${PROGRAM}" "$@"; }\n${command}`;
    const again = execFileSync("/bin/sh", ["-c", script], { env: environmentOf(home), encoding: "utf8" });
    // Going up began above them, coming down ends one below: the same four lines and no other.
    expect(again).toBe(`${lines}\n`);
  });

  it("are the input of a command, which has the terminal until Enter, and Ctrl-C for itself", async () => {
    screen.press("v", "k", "|");
    await screen.waitFor("pipe to");
    screen.type('tee piped; echo "is it $((6*7))?"; read answer </dev/tty; echo "said $answer"; sleep 9\r');
    // Only the shell can say this: it has the terminal now.
    await screen.waitFor("is it 42?");
    expect(screen.isAlternate()).toBe(false);
    screen.type("hello\r");
    await screen.waitFor("said hello");
    screen.press("ctrl-c");
    await screen.waitFor("SIGINT");
    expect(readFileSync(`${home.path}/piped`, "utf8")).toBe("line 498; $(id) .\nline 499; $(id) .\n");
    screen.type("\r");
    await screen.waitFor(() => screen.isAlternate() && screen.text().includes("SIGINT"));
    screen.press("q");
    expect((await screen.waitExit()).exitCode).toBe(0);
  });
});
