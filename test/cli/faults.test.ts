import { chmodSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { AS_NOBODY, type Ended, homeOfNobody, missingForNobody, run, temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());
const log = home.write("app.log", "one error\ntwo\n");
home.write("folder/x.log", "");

/** What goes wrong is said in two lines on stderr: what, and what to do; stdout stays clean. */
function expectFault(ended: Ended, what: string | RegExp, hint: string | RegExp): void {
  expect(ended.stdout).toBe("");
  const [first, second, ...rest] = ended.stderr.split("\n");
  expect(rest, ended.stderr).toEqual([""]);
  expect(first).toMatch(/^logstream: /);
  expect(first).toMatch(what);
  expect(second).toMatch(/^ {2}\S/);
  expect(second).toMatch(hint);
  expect(ended.code).toBe(2);
}

describe("what the user can mend", () => {
  const cases: readonly (readonly [readonly string[], string | RegExp, string | RegExp])[] = [
    [["--bogus"], "unknown option '--bogus'", "--help"],
    [["tail", "--onec"], "unknown option '--onec'", "--once"],
    [["query", "--unitt", "x"], "unknown option '--unitt'", "--unit"],
    [["quer"], "no command and no file called 'quer'", "logstream query"],
    [["tial", log], "no command and no file called 'tial'", "logstream tail"],
    [["help", "nothing"], "no command called 'nothing'", "--help"],
    [["query", "-o", "xml"], "'xml'", /./],
    [["tail", "--color", "pink"], "'pink'", /./],
    [["tail", "-n", "many", log], "--lines cannot be 'many'", "a number, or all"],
    [["tail", "-p", "loud", log], "--priority cannot be 'loud'", "emergency"],
    [["tail", "-S", "soon", log], "--since cannot be 'soon'", "a time"],
    [["query", "x", "-U", "soon"], "--until cannot be 'soon'", "a time"],
    [["query", "-g", "("], "--grep cannot be '('", /./],
    [["completion"], "shell", /./],
    [["completion", "tcsh"], "no completion for 'tcsh'", "bash"],
    [["keys", "extra"], "too many arguments", /./],
    [["tail", "--once", "nowhere.log"], "there is no file", "spelling"],
    [["query", "x", "nowhere.log"], "there is no file", "spelling"],
    [["query", "x", "nowhere-*.log"], "no file matches", "pattern"],
    [["query", "x", "journl:"], "no kind of source", "journal:"],
    [["query", "x", "--no-store"], "--no-store", "name a file"],
    [["query", "x", "--store", "none.db"], "no log is kept yet", "logstream record"],
    [["record", "--no-store", log], "--no-store", "logstream tail"],
    [["record", "--theme", "dark"], "unknown option '--theme'", /./],
    [["tail", "--filter", "(a", log], "bracket is not closed", /./],
  ];

  it.each(cases)("logstream %j", async (args, what, hint) => {
    expectFault(await ask(home, args), what, hint);
  });

  it("is pointed at in a query that cannot be read", async () => {
    const { code, stdout, stderr } = await ask(home, ["query", "unit:x (error"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const lines = stderr.split("\n");
    expect(lines[0]).toBe("logstream: this query cannot be read");
    expect(lines[1]).toBe("  unit:x (error");
    expect(lines[2]).toMatch(/^ {2} {7}\^/);
    expect(stderr).toContain("did you mean");
  });

  it("is said of the config file, by its path", async () => {
    const own = temporaryHome();
    const path = own.write(".config/logstream/config.json", '{ "thme": "dark" }');
    const unknown = await ask(own, ["config"]);
    own.write(".config/logstream/config.json", "{");
    const broken = await ask(own, ["tail", log]);
    own.write(".config/logstream/config.json", '{ "keys": { "nonsense": ["x"] } }');
    const keys = await ask(own, ["keys"]);
    own.remove();
    expectFault(unknown, `logstream: ${path}:1:3: there is no setting 'thme'`, "theme");
    expectFault(broken, `logstream: ${path}:1:2: this is not JSON`, /./);
    expect(keys.code).toBe(2);
    expect(keys.stderr).toMatch(/nonsense/);
  });

  it("is said without control characters of what was typed", async () => {
    const { stderr } = await ask(home, ["query", "x", "no\u001b[31mwhere\u0007.log"]);
    expect(stderr).toContain("where");
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe("without journalctl", () => {
  const env = { PATH: "/nonexistent" };

  it("a journal is refused with the reason, and the rest goes on", async () => {
    const [alone, beside] = await Promise.all([
      ask(home, ["query", "x", "journal:"], { env }),
      ask(home, ["tail", "--once", "--no-store", "journal:", log], { env }),
    ]);
    expectFault(alone, "no journalctl", "install systemd");
    expect(beside.code).toBe(0);
    expect(beside.stdout).toMatch(/one error\n.*two\n/);
    expect(beside.stderr).toMatch(/^logstream: .*no journalctl.*\n {2}.*install systemd.*\n$/);
  });

  it("the doctor says so, and what else there is", async () => {
    const { code, stdout, stderr } = await ask(home, ["doctor"], { env });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/^no +journal: .*journalctl/m);
    expect(stdout).toMatch(/^ok +logstream /m);
  });
});

describe.skipIf(missingForNobody() !== undefined)("a file that may not be read", () => {
  it("is said with the reason, and the other files are answered", async () => {
    const own = homeOfNobody();
    const secret = own.write("secret.log", "error\n");
    const open = own.write("open.log", "one error\n");
    chmodSync(secret, 0);
    const [query, tail, alone] = await Promise.all([
      run(own, ["query", "error", secret, open, "-o", "cat"], AS_NOBODY),
      run(own, ["tail", "--once", "--no-store", secret, open, "-o", "cat"], AS_NOBODY),
      run(own, ["tail", "--once", "--no-store", secret], AS_NOBODY),
    ]);
    own.remove();
    expect(query).toMatchObject({ code: 2, stdout: "one error\n" });
    expect(query.stderr).toMatch(/may not be read\n {2}\S/);
    expect(tail).toMatchObject({ code: 0, stdout: "one error\n" });
    expect(tail.stderr).toMatch(/may not be read\n {2}\S/);
    expectFault(alone, "may not be read", /./);
  });
});
