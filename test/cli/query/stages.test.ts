import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryHome } from "../../support/program.js";
import { ask } from "../../support/ask.js";

const home = temporaryHome();
afterAll(() => home.remove());

const NAMES = ["sshd", "nginx", "cron"];
const LINES = Array.from({ length: 300 }, (_, index) => {
  const time = new Date(Date.UTC(2026, 10, 24, 10, 0, index * 7)).toISOString().slice(0, 19);
  const message = index % 10 === 0 ? "error: timeout" : `ok after ${Math.floor(index / 3)} ms`;
  return `${time}+00:00 box ${NAMES[index % 3]}[${(index % 5) + 1}]: ${message}\n`;
});
const file = home.write("app.log", LINES.join(""));
const store = home.write("empty", "").replace(/empty$/, "log.db");

beforeAll(async () => {
  const recorded = await ask(home, ["record", "--once", "--store", store, file]);
  expect(recorded.code).toBe(0);
});

const ofFile = (expression: string, ...flags: readonly string[]) =>
  ask(home, ["query", "--utc", ...flags, "--", expression, file]);
const ofStore = (expression: string, ...flags: readonly string[]) =>
  ask(home, ["query", "--utc", "--store", store, ...flags, "--", expression]);

describe("a statement", () => {
  it.each([
    "| count",
    "| count by identifier, level",
    "error | top 2 identifier",
    "| timeslice 10m count by level",
    "| timeslice auto count",
    "| stats(count, sum, min, avg, p90, max) of pid by identifier",
    "| distinct pid, level | sort pid desc | last 4",
    "| last 20 | count by identifier",
    "| first 30 | dedup by level | count by level",
    "| dedup by level | first 4",
    "timeout | context 1",
    "timeout | last 2 | context before 2 after 1",
    "timeout | first 2 | context 12",
    "pid:2 | sort message | first 3 | fields time, message",
  ])("%s has the same answer from a file and from a store", async (expression) => {
    for (const output of ["short", "json"]) {
      const [read, kept] = [await ofFile(expression, "-o", output), await ofStore(expression, "-o", output)];
      expect(kept.stdout).toBe(read.stdout);
      expect([read.code, kept.code]).toEqual([0, 0]);
      expect(read.stdout).not.toBe("");
    }
  });

  it("makes an aligned table with bars, and says what is left out", async () => {
    expect((await ofFile("| count by level")).stdout).toBe(
      `level  count\n-        270  ${"█".repeat(40)}\nerror     30  ████▌\n`,
    );
    expect((await ofFile("| timeslice 10m count | first 2")).stdout).toMatch(
      /^time {14}count\n2026-11-24 10:00 {5}86 {2}█+\n2026-11-24 10:10 {5}86 {2}█+\n$/,
    );
    expect((await ofFile("pid:1 | top 1 level")).stdout).toBe(
      ["level     count   share", "error        30  50.0 %", "(others)     30  50.0 %", ""].join("\n"),
    );
  });

  it("writes tables as JSON, CSV and plain values", async () => {
    expect(JSON.parse((await ofFile("error | timeslice 1h count by level", "-o", "json")).stdout)).toEqual([
      { time: "2026-11-24T10:00:00.000000Z", level: "error", count: 30 },
    ]);
    expect((await ofFile("| top 1 identifier", "-o", "ndjson")).stdout).toBe(
      '{"identifier":"cron","count":100,"share":0.3333333333333333}\n{"identifier":null,"count":200,"share":0.6666666666666666,"others":true}\n',
    );
    expect((await ofFile("| count by identifier", "-o", "csv")).stdout).toBe(
      "identifier,count\r\ncron,100\r\nnginx,100\r\nsshd,100\r\n",
    );
    expect((await ofFile("| count by identifier", "-o", "cat")).stdout).toBe("cron\t100\nnginx\t100\nsshd\t100\n");
  });

  it("marks neighbours and repeats", async () => {
    const lines = (await ofFile("timeout | first 2 | context 1", "-o", "cat")).stdout.split("\n");
    expect(lines).toEqual([
      "> error: timeout",
      "  ok after 0 ms",
      "--",
      "  ok after 3 ms",
      "> error: timeout",
      "  ok after 3 ms",
      "",
    ]);
    expect((await ofFile("-error | dedup | first 2", "-o", "cat")).stdout).toBe(
      "ok after 0 ms (×2)\nok after 1 ms (×3)\n",
    );
    const json = (await ofFile("-error | dedup | first 1", "-o", "ndjson")).stdout;
    expect(JSON.parse(json)).toMatchObject({ message: "ok after 0 ms", repeats: 2 });
  });

  it("matches nothing where nothing is, and says so by its exit code", async () => {
    expect(await ofFile("nowhere | count")).toMatchObject({ code: 1, stdout: "count\n    0\n" });
    expect(await ofFile("nowhere | count by unit")).toMatchObject({ code: 1, stdout: "" });
    expect(await ofFile("nowhere | context 2")).toMatchObject({ code: 1, stdout: "" });
  });

  it("shows how it was understood and which columns it reads", async () => {
    const { stderr } = await ofStore("level>=error | timeslice 60s | count by severity", "--explain");
    expect(stderr).toContain("explain: query: level>=error | timeslice 1m count by level\n");
    expect(stderr).toContain("explain: columns: headers, levels, times\n");
    expect((await ofFile("| count by nope")).stderr).toContain("no entry has a value in nope");
  });

  it.each([
    [["query", "error | cuont", file], "did you mean: error | count"],
    [["query", "-c", "| count", file], "--count does not go with stages"],
    [["query", "-n", "5", "| count", file], "--lines does not go with stages"],
    [["query", "-f", "| count", file], "stages need an end"],
    [["query", "-o", "csv", "x | context 1", file], "context and dedup do not go with -o csv"],
    [["tail", "--filter", "error | count", file], "a filter has no stages"],
  ])("refuses %j and says why", async (args, words) => {
    const { code, stderr } = await ask(home, args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});
