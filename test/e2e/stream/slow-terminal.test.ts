import { appendFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openScreen } from "../../support/open-screen.js";
import { type Home, temporaryHome } from "../../support/program.js";
import type { LaunchedTerminal } from "../../support/terminal.js";

let home: Home;
let screen: LaunchedTerminal | undefined;
let feeding: NodeJS.Timeout | undefined;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => {
  clearInterval(feeding);
  screen?.kill();
  home.remove();
});

const PIECE_BYTES = 2_000;
const PAUSE_MS = 100;
/** Some pictures of 100×30, of 8 kB each: one that is drawn, and what the terminal's own buffer holds. */
const FEW_PICTURES_BYTES = 50_000;

/** Reads some 20 kB a second, as a bad line would, until the picture is there. */
async function readSlowly(terminal: LaunchedTerminal, until: () => boolean): Promise<void> {
  while (!until()) {
    const before = terminal.raw().length;
    terminal.resume();
    while (terminal.raw().length - before < PIECE_BYTES && !until()) {
      const had = terminal.raw().length;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS / 10));
      if (terminal.raw().length === had) break;
    }
    terminal.pause();
    await terminal.settle();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  terminal.resume();
}

describe("a terminal that cannot keep up", () => {
  it("is shown the newest state and no backlog: a key is answered within a few pictures", async () => {
    const log = home.write("app.log", "line 0 of the log\n");
    screen = openScreen(home, ["--no-store", log]);
    await screen.waitFor("line 0 of the log");
    let lines = 0;
    const write = (): void => {
      const from = lines;
      lines += 100;
      appendFileSync(
        log,
        Array.from({ length: 100 }, (_, index) => `line ${from + index} ${"x".repeat(60)}\n`).join(""),
      );
    };
    feeding = setInterval(write, 20);
    const { raw, text } = screen;
    await readSlowly(screen, () => raw().length > 4 * FEW_PICTURES_BYTES);
    for (const [key, answer] of [
      ["?", "Go down a line"],
      ["escape", "following"],
    ] as const) {
      const before = raw().length;
      screen.press(key);
      await readSlowly(screen, () => text().includes(answer));
      expect(raw().length - before).toBeLessThan(FEW_PICTURES_BYTES);
    }
    clearInterval(feeding);
    await screen.waitFor(`line ${lines - 1} x`);
  });

  it("is left without garbage by a storm of resizes", async () => {
    const log = home.write(
      "app.log",
      Array.from({ length: 200 }, (_, index) => `größe ${index} 日本 🚀 e\u0301\n`).join(""),
    );
    screen = openScreen(home, ["--no-store", log]);
    await screen.waitFor("größe 199");
    screen.press("k", "k");
    for (let turn = 0; turn < 60; turn++) {
      screen.resize(62 + ((turn * 37) % 120), 16 + ((turn * 11) % 34));
      if (turn % 3 === 0) await screen.settle();
      if (turn % 7 === 0) screen.press("?");
      if (turn % 7 === 3) screen.press("escape");
    }
    screen.resize(90, 28);
    screen.press("f1");
    await screen.waitFor("Go down a line");
    screen.press("escape");
    await screen.waitFor(() => !screen?.text().includes("Go down a line") && /größe 197/.test(screen?.text() ?? ""));
    const left = screen.text();
    screen.terminal.write("\u001b[2Jgarbage");
    screen.press("ctrl-l");
    await screen.waitFor(() => screen?.text() === left);
  });
});
