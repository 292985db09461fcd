import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine, EngineNews } from "../../src/core/ports.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { startInProcess } from "../../src/engine/in-process.js";
import { driverOn } from "../support/tui-driver.js";
import { ask } from "../support/ask.js";
import { start, temporaryHome, type Home } from "../support/program.js";
import { missingForJournald, type RealJournald, startRealJournald } from "../support/real-journald.js";

const missing = await missingForJournald();
const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
const numbered = (from: number, count: number) => Array.from({ length: count }, (_, index) => `entry ${from + index}`);

let home: Home;
beforeAll(() => {
  home = temporaryHome();
});
afterAll(() => home.remove());

describe("logstream query --explain", () => {
  it("says on stderr what the flags became and what was read, and nothing else on stdout", async () => {
    const log = home.write(
      "app.log",
      "2026-11-21T05:00:00Z box app[1]: error: a\n2026-11-21T05:00:01Z box app[1]: b\n",
    );
    const asked = ["-p", "err", "-g", "a$", "-S", "2026-11-21 00:00", ""];
    const plain = await ask(home, ["query", ...asked, log], { env: { TZ: "UTC" } });
    const explained = await ask(home, ["query", "--explain", ...asked, log], { env: { TZ: "UTC" } });
    expect([plain.stderr, explained.stdout, explained.code]).toEqual(["", plain.stdout, plain.code]);
    expect(explained.stderr).toContain("level>=error");
    expect(explained.stderr).toContain("since:2026-11-21T00:00:00Z");
    expect(explained.stderr).toMatch(/explain: \S*app\.log: 2 records read in \d+ bytes/);
    expect(explained.stderr).toContain("app.log: nothing is known to be missing in what was read");
    await ask(home, ["record", "--once", log]);
    const { stderr } = await ask(home, ["query", "--explain", "since:2026-11-20"], { env: { TZ: "UTC" } });
    expect(stderr).toContain("explain: read: 1 of 1 blocks (2 of 2 entries)");
    expect(stderr).toContain("nothing from before 2026-11-21T05:00:00.000000+00:00 was collected");
    const other = home.write("other.log", "2026-11-21T05:00:00Z box app[1]: c\n");
    await ask(home, ["record", "--once", other, "--store", "two.db"]);
    await ask(home, ["record", "--once", log, "--store", "two.db"]);
    const one = await ask(home, ["query", "--explain", "source:*other.log", "--store", "two.db"]);
    expect(one.stderr).toContain("explain: store: 1 more source holds nothing that can match");
    expect(one.stderr).not.toContain("app.log: ");
    const none = await ask(home, ["query", "--explain", "level>=alert"]);
    expect(none.stderr).toContain(
      "explain: read: 0 of 1 blocks (0 of 2 entries); 1 ruled out by time, level or source",
    );
  });
});

describe.skipIf(missing !== undefined)("a real journald that holds messages back", () => {
  let journald: RealJournald;
  let own: Home;
  beforeAll(async () => {
    own = temporaryHome();
    journald = await startRealJournald({ limited: { unit: "noisy.service", burst: 10 } });
  });
  afterAll(async () => {
    await journald.stop();
    own.remove();
  });
  const spec = () => `journal:dir=${journald.directory}`;
  const cat = async (...asked: readonly string[]) => (await ask(own, ["query", ...asked, "-o", "cat"])).stdout;

  it("is told of by doctor, --explain and the status lines, once, also after a kill", async () => {
    await journald.say(...numbered(0, 400));
    const record = start(own, ["record", spec()]);
    // Only the first message after a second makes journald say what it suppressed.
    const suppressed = async (): Promise<string> => cat("MESSAGE_ID:a596d6fe*");
    for (let number = 1_000; (await suppressed()) === ""; number += 1) await journald.say(`entry ${number}`);
    record.kill("SIGKILL");
    await record.ended;
    await journald.say("entry 2000");
    const again = await ask(own, ["record", "--once", spec()]);
    const count = /Suppressed (\d+)/.exec(await suppressed())?.[1] ?? expect.fail("nothing was suppressed");
    const words = `${Number(count).toLocaleString("en")} entries suppressed by journald`;
    expect(again.stderr).toContain(`missing: ${words}`);
    const doctor = await ask(own, ["doctor"]);
    expect(doctor.stdout).toMatch(new RegExp(`journal [^\\n]*missing: ${words}\\n`));
    expect(doctor.stdout).toContain("raise RateLimitBurst=");
    const { stderr } = await ask(own, ["query", "--explain", "-c", "entry"]);
    expect(stderr).toMatch(new RegExp(`explain: journal [^\\n]*: missing: ${words}, `));
    const direct = await ask(own, ["query", "--explain", "-c", "", spec()]);
    expect(direct.stderr).toContain(words);
  });
});

describe.skipIf(missing !== undefined)("a journal that is older than what was collected of it", () => {
  let journald: RealJournald;
  let own: Home;
  const all = numbered(0, 300);
  beforeAll(async () => {
    own = temporaryHome();
    journald = await startRealJournald();
    await journald.say(...all);
    // What journald has in its socket is in the file when a later message can be read.
    for (let seen = ""; !seen.includes("entry 299");) {
      seen = (await ask(own, ["query", "", `journal:dir=${journald.directory}`, "-n", "1", "-o", "cat"])).stdout;
    }
  });
  afterAll(async () => {
    await journald.stop();
    own.remove();
  });
  const spec = () => `journal:dir=${journald.directory}`;
  const entries = async (...asked: readonly string[]) =>
    linesOf((await ask(own, ["query", "message:entry", ...asked, "-o", "cat"])).stdout);
  const entriesOf = async (source: string) =>
    linesOf((await ask(own, ["query", `message:entry source:"${source}"`, "-o", "cat"])).stdout);

  it("is read beyond the store's beginning by a question that asks for it, each entry once", async () => {
    await ask(own, ["record", "--once", "--lines", "50", spec()]);
    expect(await entries()).toEqual(all.slice(250));
    expect(await entries("-S", "-1h")).toEqual(all);
    expect(await entries("-S", "-1h", "-n", "70")).toEqual(all.slice(230));
    expect(await entries("-S", "-1h", "-r")).toEqual(all.toReversed());
    const counted = await ask(own, ["query", "--explain", "-c", "message:entry", "-S", "-1h"]);
    expect(counted.stdout).toBe("300\n");
    expect(counted.stderr).toMatch(
      /logstream: journal [^\n]*the store begins at [^\n]* what is older is read from the journal/,
    );
    expect(counted.stderr).toMatch(/explain: journal [^\n]*\(older\): \d+ records read/);
  });

  it("is fetched as far back as asked, step by step, and never twice", async () => {
    for (const [lines, kept] of [
      ["80", 80],
      ["all", 300],
    ] as const) {
      await ask(own, ["record", "--once", "--lines", lines, spec()]);
      expect(await entries(), lines).toEqual(all.slice(300 - kept));
    }
    expect(await entriesOf(spec())).toEqual(all);
    const again = await ask(own, ["record", "--once", "--since", "-1h", spec()]);
    expect(again.stderr).toContain("kept 0 entries");
  });

  it("is fetched from the screen, to above what is seen, and what was fetched is there the next time", async () => {
    const path = `${own.path}/screen.db`;
    const config = {
      storePath: path,
      specs: [spec()],
      follow: true,
      history: 50,
      since: undefined,
      collector: { kind: "test", command: "test" },
    };
    const open = async (): Promise<Engine> => {
      const started = await startInProcess(config);
      return started.ok ? started.value.engine : expect.fail(started.fault.message);
    };
    let engine = await open();
    const sources = (wanted: (news: EngineNews) => boolean) =>
      new Promise<void>((resolve) => {
        const stop = engine.onNews((news) => {
          if (wanted(news)) setImmediate(() => (stop(), resolve()));
        });
      });
    await sources(({ entries }) => entries === 50);
    const tui = await driverOn(engine, { follow: false });
    await tui.press("g g");
    expect(tui.screen()[0]).toBe("entry 250");
    await tui.command("older");
    expect(tui.state().notices.at(-1)?.text).toContain("fetching up to 50,000 older entries");
    await sources((news) => news.sources.some(({ label, state }) => label.endsWith("(older)") && state === "ended"));
    await tui.idle();
    expect(tui.cursor()).toBe("entry 250");
    await tui.press("g g");
    expect(await engine.count(EVERYTHING, tui.state().scope)).toBeGreaterThanOrEqual(300);
    expect(tui.screen()).toContain("entry 0");
    await engine.close();
    engine = await open();
    expect(await engine.count(EVERYTHING, engine.scope)).toBeGreaterThanOrEqual(300);
    await engine.close();
  });
});
