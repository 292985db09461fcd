import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openScreen } from "../../support/open-screen.js";
import { ask } from "../../support/ask.js";
import { type Home, type Running, start, temporaryHome } from "../../support/program.js";
import { missingForJournald, type RealJournald, startRealJournald } from "../../support/real-journald.js";
import type { LaunchedTerminal } from "../../support/terminal.js";

const COUNT = 5_000;
const messages = Array.from({ length: COUNT }, (_, index) => `entry ${index}.`);
const missing = await missingForJournald();

describe.skipIf(missing !== undefined)("a real journald that 5,000 entries are written to", () => {
  let home: Home;
  let journald: RealJournald;
  const screens: LaunchedTerminal[] = [];
  const programs: Running[] = [];
  beforeEach(async () => {
    home = temporaryHome();
    journald = await startRealJournald();
  });
  afterEach(async () => {
    for (const screen of screens.splice(0)) screen.kill();
    for (const program of programs.splice(0)) program.kill("SIGKILL");
    await journald.stop();
    home.remove();
  });

  const source = (): string => `journal:dir=${journald.directory}`;

  /** Ours among what is there: a journald has a few words of its own. */
  const ours = (output: string): readonly string[] =>
    [...output.matchAll(/"message":"(entry \d+\.)"/g)].map(([, message]) => message ?? "");

  async function say(from: number, to: number): Promise<void> {
    for (let first = from; first < to; first += 100) {
      await journald.say(...messages.slice(first, Math.min(to, first + 100)));
    }
  }

  function tail(): Running {
    const program = start(home, ["tail", source(), "-o", "json"]);
    programs.push(program);
    return program;
  }

  function open(): LaunchedTerminal {
    const screen = openScreen(home, ["tui", source()]);
    screens.push(screen);
    return screen;
  }

  it("has each of them printed once by tail, across a kill and a restart", async () => {
    const first = tail();
    await journald.say("ready");
    await first.waitFor('"message":"ready"');
    await say(0, 2_000);
    await first.waitFor("entry 1999.");
    first.kill("SIGKILL");
    await first.ended;
    await say(2_000, 3_000);
    const second = tail();
    await second.waitFor("entry 2999.");
    await say(3_000, COUNT);
    await second.waitFor(`entry ${COUNT - 1}.`);
    second.kill("SIGINT");
    expect((await second.ended).code).toBe(130);
    expect([...ours(first.stdout()), ...ours(second.stdout())]).toEqual(messages);
    // An array without an end would never be JSON: each line is an object of its own.
    const lines = second.stdout().trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line)).length).toBeGreaterThan(2_000);
  });

  it("has each of them kept once and shown by the screen, across a kill in the middle of the flow", async () => {
    const first = open();
    await journald.say("ready");
    await first.waitFor("ready");
    const writing = say(0, COUNT);
    await first.waitFor(/entry [1-4]\d\d\d\./);
    first.kill();
    await first.waitExit();
    const second = open();
    await writing;
    await second.waitFor(`entry ${COUNT - 1}.`);
    second.type("&entry");
    await second.waitFor(/5,000 of /);
    second.press("enter");
    second.type("gg");
    await second.waitFor("entry 0.");
    second.press("ctrl-c");
    expect((await second.waitExit()).exitCode).toBe(0);
    const { stdout } = await ask(home, ["query", "", "-o", "ndjson"]);
    expect(ours(stdout)).toEqual(messages);
  });
});
