import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask as askProgram } from "../support/ask.js";
import { start, temporaryHome } from "../support/program.js";

const home = temporaryHome();
beforeAll(async () => {
  const log = home.write(
    "app.log",
    "2026-11-21T05:00:00Z box app[1]: error: one, \u001b[31mred\u202e\n2026-11-21T05:00:01Z box app[1]: =two\n",
  );
  await askProgram(home, ["record", "--once", log]);
});
afterAll(() => home.remove());

const ask = (...args: readonly string[]) => askProgram(home, ["sql", ...args]);
const CONTROL = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202e]/;

describe("logstream sql", () => {
  it("writes an aligned table, numbers to the right", async () => {
    const { stdout, code } = await ask(
      "SELECT identifier, level, count(*) * 1000 AS n FROM log GROUP BY level ORDER BY 3, 2",
    );
    expect({ stdout, code }).toEqual({
      code: 0,
      stdout: "identifier  level     n\n----------  -----  ----\napp                1000\napp         error  1000\n",
    });
  });

  it.each([[], ["-o", "csv"], ["-o", "json"], ["-o", "ndjson"]])(
    "lets nothing out that steers the terminal: %s %s",
    async (...flags) => {
      const { stdout, code } = await ask("SELECT message, text FROM log ORDER BY time", ...flags);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(CONTROL);
      expect(stdout).toContain("error: one");
    },
  );

  it("writes numbers, nothing and texts as JSON has them", async () => {
    const { stdout } = await ask("SELECT pid, unit, 1.5 AS r, 9007199254740993 AS big FROM log LIMIT 1", "-o", "json");
    expect(JSON.parse(stdout)).toEqual([{ pid: 1, unit: null, r: 1.5, big: "9007199254740993" }]);
    expect((await ask("SELECT message FROM log WHERE pid = 9", "-o", "json")).stdout).toBe("[\n\n]\n");
    expect((await ask("SELECT message FROM log WHERE time > '2026-11-21 05:00:00.5'", "-o", "csv")).stdout).toBe(
      "message\r\n'=two\r\n",
    );
  });

  it("exits with 1 where there is no row, with 2 and a hint where there is a fault", async () => {
    expect((await ask("SELECT 1 FROM log WHERE pid = 9")).code).toBe(1);
    expect(await ask("SELECT massage FROM log")).toMatchObject({ code: 2, stderr: expect.stringContaining("message") });
    expect((await ask()).code).toBe(2);
    expect((await ask("SELECT 1", "-o", "verbose")).code).toBe(2);
    expect((await ask("SELECT 1", "--no-store")).code).toBe(2);
  });

  it("takes a time limit in seconds alone", async () => {
    expect((await ask("SELECT 1", "--time-limit", "soon")).code).toBe(2);
    expect((await ask("SELECT count(*) FROM log", "--time-limit", "60")).code).toBe(0);
  });

  it("is ended by Ctrl-C in the middle of a statement that never comes back", async () => {
    const forever =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i = 7 OR i < 0";
    const running = start(home, ["sql", forever, "-o", "csv"]);
    await running.waitFor("i\r\n");
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  it("lists its tables", async () => {
    const { stdout } = await ask("--schema");
    for (const name of ["log:", "source:", "session:", "boot:", "moment("]) expect(stdout).toContain(name);
  });
});
