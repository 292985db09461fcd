import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { type Ended, type Home, run, temporaryHome } from "../support/program.js";

let home: Home;
const sessions = (...args: readonly string[]): Promise<Ended> => ask(home, ["sessions", ...args]);
beforeAll(async () => {
  home = temporaryHome();
});
afterAll(() => home.remove());

describe("logstream sessions", () => {
  it("explains an empty list, and says what to do where one is asked for that is not there", async () => {
    const none = await sessions();
    expect(none).toMatchObject({ code: 0, stdout: "" });
    expect(none.stderr).toMatch(/no session is recorded yet in .*\n {2}record one with: logstream run -- COMMAND/);
    expect((await sessions("--json")).stdout).toBe('{"v":1,"sessions":[]}\n');
    await run(home, ["run", "--name", "first", "--", "sh", "-c", "echo '\u001b[31mred'; exit 3"]);
    await run(home, ["run", "--", "echo", "second"]);
    expect(await sessions("show", "@9")).toMatchObject({
      code: 2,
      stderr: "logstream: there is no session '@9'\n  there are @1 to @2; `logstream sessions` lists them\n",
    });
    expect((await sessions("show")).stderr).toContain("no session is named");
    expect((await sessions("shwo", "@1")).stderr).toContain("use one of show, rename, tag, note, delete, export");
  });

  it("lists them, the newest first, for people and for programs", async () => {
    const { stdout } = await sessions();
    expect(stdout.split("\n")[0]).toMatch(/^ +id +kind +began +took +result +exit +builds +units +name or command$/);
    expect(stdout.split("\n")[1]).toMatch(/^@1 +2 +run +\S+ \S+ +\S+ s +succeeded +0 +- +\S+ +echo second$/);
    expect(stdout.split("\n")[2]).toMatch(/^@2 +1 +run .* failed +3 +- +\S+ +first$/);
    const listed = JSON.parse((await sessions("--json")).stdout) as { sessions: Record<string, unknown>[] };
    expect(listed.sessions.map(({ place, id, name }) => [place, id, name])).toEqual([
      [1, 2, null],
      [2, 1, "first"],
    ]);
  });

  it("shows one, by place, number and name alike", async () => {
    const shown = (await sessions("show", "first")).stdout;
    expect(shown).toContain("session 1 (@2), a run: first\n");
    expect(shown).toContain("result     failed, exit code 3\n");
    expect(shown).toContain("logstream query session:1\n");
    expect((await sessions("show", "@2")).stdout).toBe(shown);
    expect((await sessions("show", "1")).stdout).toBe(shown);
    // What a command line holds is not obeyed by the terminal either.
    expect(shown).not.toContain("\u001b");
  });

  it("renames, tags and notes one, in the words that were given", async () => {
    expect((await sessions("rename", "@1", "last words")).stdout).toBe("session 2 is called last words\n");
    expect((await sessions("tag", "last words", "good", "kept")).stdout).toBe("session 2 is tagged good kept\n");
    expect((await sessions("tag", "2", "!good")).stdout).toBe("session 2 is tagged kept\n");
    expect((await sessions("note", "2", "all", "well")).code).toBe(0);
    const shown = (await sessions("show", "2")).stdout;
    expect(shown).toContain("session 2 (@1), a run: last words\n");
    expect(shown).toContain("tags       kept\n  note       all well\n");
    expect((await ask(home, ["query", 'session:"last words"'])).stdout).toContain("second");
    expect((await sessions("rename", "@1", "7")).stderr).toContain("a session cannot be called '7'");
    expect((await sessions("rename", "@1")).code).toBe(2);
  });

  it("exports one as one document, and deletes its record only", async () => {
    const document = JSON.parse((await sessions("export", "first")).stdout) as {
      readonly v: number;
      readonly session: Record<string, unknown>;
      readonly entries: readonly Record<string, unknown>[];
    };
    expect(document).toMatchObject({ v: 1, session: { id: 1, exitCode: 3 }, entries: [{ source: "run:1" }] });
    expect((await sessions("delete", "first")).stdout).toBe("session 1 is deleted; its entries stay\n");
    expect((await sessions("show", "first")).code).toBe(2);
    expect((await ask(home, ["query", "-c", "source:run:1"])).stdout).toBe("1\n");
    expect((await ask(home, ["query", "-c", "session:first"])).stdout).toBe("0\n");
  });

  it("give @rebuild its moment, and no such moment where there was no rebuild", async () => {
    const before = await ask(home, ["query", "since:@rebuild"]);
    expect(before.stderr).toContain("there is no moment of this name");
    await run(home, ["rebuild", "--program", "/bin/echo", "test"]);
    await run(home, ["run", "--", "echo", "afterwards"]);
    const since = await ask(home, ["query", "since:@rebuild", "-o", "cat"]);
    expect(since.stdout).toBe("test --log-format internal-json -v\nafterwards\n");
  });
});

describe("a question that names a session", () => {
  it("says which there are when there is none of that name", async () => {
    const own = temporaryHome();
    await run(own, ["run", "--", "echo", "hello"]);
    const asked = await ask(own, ["query", "session:nope"]);
    own.remove();
    expect(asked).toMatchObject({ code: 2, stdout: "" });
    expect(asked.stderr).toMatch(/^logstream: there is no session 'nope'\n {2}there are @1 to @1;/);
  });
});
