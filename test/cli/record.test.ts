import { statSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { type Home, run, start, temporaryHome } from "../support/program.js";

let home: Home;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

describe("logstream record", () => {
  it("--once keeps what is there, once, for the owner's eyes only", async () => {
    const log = home.write("app.log", "a\nb\n");
    expect(await ask(home, ["record", "--once", log])).toEqual({
      code: 0,
      stdout: "",
      stderr: `logstream: kept 2 entries in ${home.store}\n`,
    });
    expect((await ask(home, ["record", "--once", log])).stderr).toContain("kept 0 entries");
    expect((await ask(home, ["query", "", "-o", "cat"])).stdout).toBe("a\nb\n");
    expect(statSync(home.store).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(home.store)).mode & 0o777).toBe(0o700);
  });

  it("keeps it where it is told to: by the flag, the environment, the config file", async () => {
    const log = home.write("app.log", "a\n");
    home.write(".config/logstream/config.json", JSON.stringify({ store: `${home.path}/from-file.db` }));
    const [file, variable, flag] = [
      await ask(home, ["record", "--once", log]),
      await ask(home, ["record", "--once", log], { env: { LOGSTREAM_STORE: `${home.path}/from-environment.db` } }),
      await ask(home, ["record", "--once", log, "--store", "from-flag.db"], { env: { LOGSTREAM_STORE: "/nowhere/x" } }),
    ];
    expect(file.stderr).toContain("kept 1 entry in");
    expect(file.stderr).toContain("from-file.db");
    expect(variable.stderr).toContain("from-environment.db");
    expect(flag.stderr).toContain("from-flag.db");
  });

  it("keeps what a command says, and tells that it failed", async () => {
    const { code, stderr } = await run(home, ["record", "--once", "exec:echo one; echo two >&2; exit 3"]);
    expect((await ask(home, ["query", "", "-o", "cat"])).stdout.split("\n").toSorted()).toEqual(["", "one", "two"]);
    expect(stderr).toMatch(/kept 2 entries/);
    expect(stderr).toMatch(/exit|status|ended/i);
    expect(code).toBe(2);
  });

  it("keeps the rest when one source cannot be read, and says which", async () => {
    const log = home.write("app.log", "a\n");
    const { code, stderr } = await ask(home, ["record", "--once", log, "nowhere.log"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/nowhere\.log.*there is no file/);
    expect(stderr).toContain("kept 1 entry");
  });

  it("commits the line that may still go on when it is told to end", async () => {
    const log = home.write("app.log", "Nov 21 05:00:00 box app[1]: Traceback (most recent call last):\n");
    const record = start(home, ["record", log]);
    const kept = async (): Promise<string> => (await ask(home, ["query", "", "-o", "cat"])).stdout;
    while (!(await kept()).includes("Traceback")) continue;
    record.kill("SIGTERM");
    const { code, stderr } = await record.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: `logstream: kept 1 entry in ${home.store}\n` });
  });
});
