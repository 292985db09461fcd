import { appendFileSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OUTPUT_FORMATS } from "../../src/config/options.js";
import { ask } from "../support/ask.js";
import { type Home, run, start, temporaryHome } from "../support/program.js";

const SYSLOG = [
  "Nov 21 05:00:00 box nginx[10]: error: upstream timed out",
  "Nov 21 05:00:01 box nginx[10]: error: client disconnected foo",
  "Nov 21 05:00:02 box sshd[20]: Failed password for root",
  "Nov 21 05:00:03 box app[30]: Error: boom",
  "    at handler (/srv/app.js:3:7)",
  "    at main (/srv/app.js:9:1)",
  "Nov 21 05:00:04 box cron[40]: all is well",
];
let home: Home;
let log = "";
beforeAll(() => {
  home = temporaryHome();
  log = home.write("system.log", `${SYSLOG.join("\n")}\n`);
});
afterAll(() => home.remove());

const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
const objectsOf = (text: string): readonly Readonly<Record<string, unknown>>[] =>
  linesOf(text).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

describe("logstream query of files", () => {
  it("takes a source for a source where the expression is left out", async () => {
    expect((await ask(home, ["query", log, "-n", "1", "-o", "cat"])).stdout).toContain("all is well");
    expect((await ask(home, ["query", `file:${log}`, "-c"])).stdout).toBe("5\n");
    const boots = await ask(home, ["query", "--list-boots", log]);
    expect(boots).toMatchObject({ code: 2, stdout: "" });
    expect(boots.stderr).toContain("journalctl --list-boots");
  });

  it("prints one JSON object a hit, with time, level, unit, message, source and line", async () => {
    const { code, stdout, stderr } = await ask(home, ["query", "error -foo", log, "-o", "ndjson"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const hits = objectsOf(stdout);
    expect(hits.map(({ line }) => line)).toEqual([1, 4]);
    expect(hits[0]).toMatchObject({
      time: expect.stringMatching(/^\d{4}-11-21T05:00:00\.000000Z$/),
      level: "error",
      unit: null,
      message: "error: upstream timed out",
      source: `file:${log}`,
      identifier: "nginx",
      pid: 10,
    });
    expect(hits[1]?.["message"]).toContain("at main (/srv/app.js:9:1)");
  });

  it("exits with 0 for a match, 1 for none, 2 for a fault", async () => {
    const codes = await Promise.all(
      [["timed"], ["nothing-like-it"], ["(("]].map(async (words) => (await run(home, ["query", ...words, log])).code),
    );
    expect(codes).toEqual([0, 1, 2]);
    expect((await run(home, ["query", "timed", log, "nowhere.log"])).code).toBe(2);
  });

  it("counts as it prints, whatever the query", async () => {
    for (const words of [["error"], [""], ["-p", "err", ""], ["-g", "^Failed", ""], ["nothing-like-it"]]) {
      const [counted, printed] = await Promise.all([
        ask(home, ["query", "-c", ...words, log]),
        ask(home, ["query", "-o", "ndjson", ...words, log]),
      ]);
      expect(counted.stdout, words.join(" ")).toBe(`${linesOf(printed.stdout).length}\n`);
      expect(counted.code).toBe(printed.code);
    }
  });

  it("gives the newest so many, or the newest first", async () => {
    const [newest, reversed, both, none] = await Promise.all(
      [["-n", "2"], ["-r"], ["-r", "-n", "1"], ["-n", "0"]].map((flags) =>
        ask(home, ["query", "", log, "-o", "ndjson", ...flags]),
      ),
    );
    const messages = (text = "") => objectsOf(text).map(({ line }) => line);
    expect(messages(newest?.stdout)).toEqual([4, 7]);
    expect(messages(reversed?.stdout)).toEqual([7, 4, 3, 2, 1]);
    expect(messages(both?.stdout)).toEqual([7]);
    expect(none).toEqual({ code: 1, stdout: "", stderr: "" });
  });

  it("merges files by time, says whose a line is, and reads compressed ones as they are", async () => {
    const line = (second: number, text: string) => `2026-11-21T05:00:0${second}Z ${text}\n`;
    home.write("a.log.gz", gzipSync(line(1, "one") + line(3, "three")));
    home.write("b.log.zst", zstdCompressSync(line(2, "two") + line(4, "four")));
    const { stdout } = await ask(home, ["query", "", "a.log.gz", "b.log.zst"]);
    expect(linesOf(stdout).map((text) => text.replace(/^file:.*\/(\w).*Z /, "$1 "))).toEqual([
      "a one",
      "b two",
      "a three",
      "b four",
    ]);
  });

  it("reads standard input as -, and a pattern of its own", async () => {
    const piped = await run(home, ["query", "two", "-"], { stdin: { text: "one\ntwo\nthree\n" } });
    expect(piped).toEqual({ code: 0, stdout: "two\n", stderr: "" });
    const globbed = await ask(home, ["query", "-c", "timed", `${home.path}/sys*.log`]);
    expect(globbed.stdout).toBe("1\n");
  });

  it("goes on with --follow, until interrupted", async () => {
    const growing = home.write("growing.log", "first error\n");
    const query = start(home, ["query", "-f", "error", growing]);
    await query.waitFor("first error\n");
    appendFileSync(growing, "nothing\nsecond error\n");
    await query.waitFor("second error\n");
    query.kill("SIGINT");
    expect(await query.ended).toEqual({ code: 130, stdout: "first error\nsecond error\n", stderr: "" });
  });

  it("is interrupted in the middle of much", async () => {
    const query = start(home, ["query", "line 9 or never", "exec:seq -f 'line %.0f' 1000000000"]);
    await query.waitFor("line 9\n");
    query.kill("SIGINT");
    expect((await query.ended).code).toBe(130);
  });
});

describe("logstream query of what is kept", () => {
  const kept = temporaryHome();
  beforeAll(async () => {
    const { code, stderr } = await ask(kept, ["record", "--once", log]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `logstream: kept 5 entries in ${kept.store}\n` });
  });
  afterAll(() => kept.remove());

  it("gives the same as the file itself, in every format and for every question", async () => {
    const questions = [["error"], [""], ["-p", "err", ""], ["-n", "2", ""], ["-r", ""], ["t:nothing"]];
    const formats = OUTPUT_FORMATS.map((format) => ["-o", format, "app"]);
    for (const words of [...questions.map((each) => ["-o", "ndjson", "--fields", "all", ...each]), ...formats]) {
      const fromFile = await ask(home, ["query", ...words, log]);
      expect(await ask(kept, ["query", ...words])).toEqual(fromFile);
    }
  });

  it("answers '' with everything, and --count with one number", async () => {
    expect((await ask(kept, ["query", "--count", ""])).stdout).toBe("5\n");
    expect((await ask(kept, ["query", "-c", "-n", "2", ""])).stdout).toBe("2\n");
    expect(linesOf((await ask(kept, ["query", ""])).stdout)).toEqual(SYSLOG);
  });

  it("follows what another program collects, each entry once", async () => {
    const growing = kept.write("growing.log", "");
    const record = start(kept, ["record", growing]);
    const query = start(kept, ["query", "-f", "tick or upstream", "-o", "cat"]);
    await query.waitFor("upstream");
    for (let round = 0; round < 5; round += 1) {
      appendFileSync(growing, `tick ${round}\ntock\n`);
      await query.waitFor(`tick ${round}\n`);
    }
    query.kill("SIGINT");
    record.kill("SIGINT");
    const { code, stdout } = await query.ended;
    expect(code).toBe(130);
    expect(linesOf(stdout)).toEqual(["error: upstream timed out", ...[0, 1, 2, 3, 4].map((round) => `tick ${round}`)]);
    expect((await record.ended).stderr).toContain("kept 10 entries");
  });
});

describe("output formats", () => {
  it("json is one array, also of nothing", async () => {
    const [some, none] = await Promise.all([
      ask(home, ["query", "error", log, "-o", "json"]),
      ask(home, ["query", "nothing-like-it", log, "-o", "json"]),
    ]);
    expect(JSON.parse(some.stdout)).toHaveLength(3);
    expect(JSON.parse(none.stdout)).toEqual([]);
  });

  it("csv has a head line and one row for an entry", async () => {
    const { stdout } = await ask(home, ["query", "timed", log, "-o", "csv"]);
    expect(stdout).toMatch(/^time,level,unit,.*\r\n.*,error,.*timed out\r\n$/);
  });

  it("every record has its fields with --fields", async () => {
    const json = home.write("json.log", '{"level":"warn","msg":"slow","took_ms":12,"user":{"id":7}}\n');
    const { stdout } = await ask(home, ["query", "", json, "-o", "ndjson", "--fields", "all"]);
    expect(objectsOf(stdout)[0]).toMatchObject({ level: "warning", message: "slow", fields: { took_ms: 12 } });
  });

  it("times are those of the zone the person is in", async () => {
    const iso = home.write("iso.log", "2026-07-01T12:00:00Z summer\n");
    const { stdout } = await ask(home, ["query", "since:2026-07-01", "-U", "2026-07-01 14:00:01", iso], {
      env: { TZ: "Europe/Berlin" },
    });
    expect(stdout).toBe("2026-07-01T12:00:00Z summer\n");
    const { code } = await ask(home, ["query", "until:'2026-07-01 14:00:00'", iso], { env: { TZ: "Europe/Berlin" } });
    expect(code).toBe(1);
  });
});
