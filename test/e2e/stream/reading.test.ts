import { appendFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openScreen } from "../../support/open-screen.js";
import { type Home, temporaryHome } from "../../support/program.js";
import type { LaunchedTerminal, LaunchOptions } from "../../support/terminal.js";

const COUNT = 3_000;
const NEEDLES = [400, 1_500, 2_600];
const time = (index: number): string => new Date(Date.UTC(2026, 10, 20) + index * 1_000).toISOString();

function lineOf(index: number): string {
  const head = `${time(index)} box app[7]: `;
  if (NEEDLES.includes(index)) return `${head}ERROR needle ${index} came\n    at frame one\n    at frame two`;
  return `${head}${index % 10 === 3 ? "WARNING slow" : "INFO"} request ${index} done`;
}

const textOf = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `${lineOf(from + index)}\n`).join("");

let home: Home;
let log = "";
/** How many entries the log has by now. */
let count = COUNT;
let screen: LaunchedTerminal;
let isOpen = false;
beforeAll(() => {
  home = temporaryHome();
  log = home.write("app.log", textOf(0, COUNT));
});
// One program is enough for all that is only read; after a failure the next begins with another.
afterEach(({ task }) => {
  if (task.result?.state === "fail") close();
});
afterAll(() => {
  close();
  home.remove();
});

function close(): void {
  if (isOpen) screen.kill();
  isOpen = false;
}

/** The log at its end, as it is when the program has just been started. */
async function open(): Promise<void> {
  if (isOpen) screen.type("G");
  else start();
  await shows(`request ${count - 1} done`, "following", count.toLocaleString("en"));
}

function start(options: LaunchOptions = {}): void {
  screen = openScreen(home, [log], options);
  isOpen = true;
}

function grow(by: number): void {
  appendFileSync(log, textOf(count, count + by));
  count += by;
}

async function shows(...expected: readonly (string | RegExp)[]): Promise<void> {
  for (const each of expected) await screen.waitFor(each);
}

async function hides(gone: string | RegExp): Promise<void> {
  await screen.waitFor(() => (typeof gone === "string" ? !screen.text().includes(gone) : !gone.test(screen.text())));
}

async function top(): Promise<void> {
  screen.type("gg");
  await shows("request 0 done", "paused");
  await hides(`request ${count - 1} done`);
}

/** A command as after `:`. */
function command(line: string): void {
  screen.type(`:${line}`);
  screen.press("enter");
}

describe("a person who reads a log", () => {
  it("starts in a terminal that is too small, and makes it larger", async () => {
    close();
    start({ columns: 30, rows: 6 });
    await shows(/60.{1,3}15/);
    screen.resize(100, 30);
    await shows(`request ${count - 1} done`);
  });

  it("searches while typing, and goes forth and back through the matches", async () => {
    await open();
    await top();
    screen.type("/needle");
    await shows("needle 400");
    screen.press("enter");
    for (const [key, index] of [
      ["n", 1_500],
      ["n", 2_600],
      ["N", 1_500],
      ["N", 400],
    ] as const) {
      screen.press(key);
      await shows(`needle ${index}`);
      await hides(new RegExp(`needle (?!${index})\\d+ came`));
    }
  });

  it("looks into an entry, all its lines and fields, and goes back to where it was", async () => {
    await open();
    command("search needle");
    screen.press("N");
    await shows("needle 2600");
    screen.press("enter");
    await shows("at frame two", "syslog-iso", /pid\s+7/, /host\s+box/, /level\s+error/);
    screen.press("J");
    await shows(/INFO request 2601 done/);
    screen.press("escape");
    await hides("syslog-iso");
    await shows("request 2601 done");
  });

  it("keeps only what is wanted and hides what is not, previewed before Enter", async () => {
    await open();
    await top();
    screen.type("&slow");
    await shows("300 of 3,000");
    screen.press("enter");
    await shows("slow request 3 done", "slow request 13 done");
    await hides("request 4 done");
    screen.type('&!"request 1"');
    await shows(/of 3,000 would stay/);
    screen.press("enter");
    await hides(/request 1\d* /);
    await shows("slow request 3 done", "slow request 23 done");
    screen.press("backspace", "backspace");
    await shows("request 4 done", "request 10 done");
  });

  it("is told why nothing is there, and which filter to drop", async () => {
    await open();
    await top();
    screen.type("&nothing-is-like-this");
    await shows("0 of 3,000");
    screen.press("enter");
    await hides("request 0 done");
    await shows(/nothing-is-like-this/);
    screen.press("backspace");
    await shows("request 0 done");
  });

  it("sees only what is severe enough", async () => {
    await open();
    await top();
    screen.press("L");
    await shows("emergency");
    screen.press("escape");
    await hides("emergency");
    command("level error");
    await shows("needle 400", "needle 1500", "needle 2600");
    await hides("request 0 done");
    command("level debug");
    await shows("needle 400", "request 401 done");
    screen.press("backspace");
    await hides("level>=");
  });

  it("finds out what keys and commands there are", async () => {
    await open();
    screen.press("?");
    await shows("Go down a page");
    screen.press("escape");
    await hides("Go down a page");
    screen.press("ctrl-k");
    screen.type("wrap");
    await shows(/[Ww]rap/);
    screen.press("escape");
    await hides("Commands");
    await shows(`request ${count - 1} done`);
  });

  it("changes the size of the terminal, down to where there is too little room", async () => {
    await open();
    const last = `request ${count - 1} done`;
    for (const [columns, rows] of [
      [60, 15],
      [200, 50],
      [80, 24],
    ] as const) {
      screen.resize(columns, rows);
      // The newest line stands at the bottom, just over the footer.
      await screen.waitFor(() =>
        screen
          .lines()
          .slice(rows - 3)
          .join("\n")
          .includes(last),
      );
    }
    screen.resize(40, 8);
    await shows(/60.{1,3}15/);
    await hides(last);
    screen.resize(100, 30);
    await shows(last);
  });

  it("opens it at its end, moves by lines, pages and to both ends, and sees what comes", async () => {
    await open();
    await shows("app.log");
    grow(1);
    await shows(`request ${count - 1} done`);
    await top();
    screen.press("page-down");
    await hides("request 0 done");
    command("goto 1500");
    await shows(/request 14[89]\d done/);
    command("50%");
    await shows(/request 1[45]\d\d done/);
    screen.press("G");
    await shows(`request ${count - 1} done`, "following");
  });

  it("is not moved by what comes while reading, but told how much that is", async () => {
    await open();
    await top();
    const rows = (): readonly string[] => screen.lines().filter((line) => / request \d+ done/.test(line));
    const before = rows().map((line) => line.slice(0, 60));
    grow(1_234);
    await shows("1,234 new");
    expect(rows().map((line) => line.slice(0, 60))).toEqual(before);
    screen.press("F");
    await shows(`request ${count - 1} done`, "following");
    await hides("1,234 new");
  });

  it("comes back later and finds everything as it was kept", async () => {
    await open();
    screen.press("q");
    expect(await screen.waitExit()).toEqual({ exitCode: 0, signal: undefined });
    isOpen = false;
    grow(5);
    await open();
    await top();
  });
});
