import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { temporaryHome } from "../support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

const USERS = ["root", "guest", "admin", "www-data", "git"];
const LINES = Array.from({ length: 200 }, (_, index) => {
  const time = new Date(Date.UTC(2026, 10, 24, 10, 0, index)).toISOString().slice(0, 19);
  const user = USERS[index % USERS.length] ?? "";
  const [name, message] = (
    [
      ["sshd", `Failed password for ${user} from 10.0.0.${index} port ${40_000 + index} ssh2`],
      ["sshd", `session opened for user ${user} by (uid=0)`],
      ["app", `session opened for user ${user} by (uid=0)`],
      ["app", index % 8 === 3 ? "error: disk 3 is full" : `took ${index} ms`],
    ] as const
  )[index % 4] ?? ["app", ""];
  return `${time}+00:00 box ${name}[${(index % 5) + 1}]: ${message}\n`;
});
const file = home.write("app.log", LINES.join(""));
const store = home.write("empty", "").replace(/empty$/, "log.db");

type Row = { readonly id: string; readonly template: string; readonly count: number; readonly of: string | null };

beforeAll(async () => {
  expect((await ask(home, ["record", "--once", "--store", store, file])).code).toBe(0);
});

const rowsOf = (ndjson: string): readonly Row[] =>
  ndjson
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
const countOf = async (expression: string, ...words: readonly string[]): Promise<number> =>
  Number((await ask(home, ["query", "-c", "--store", store, "--", expression, ...words])).stdout);

describe("logstream patterns", () => {
  it("lists each message once with its count, the same from a file and from a store", async () => {
    const [read, kept] = [
      await ask(home, ["patterns", "-o", "ndjson", "--", file]),
      await ask(home, ["patterns", "-o", "ndjson", "--store", store]),
    ];
    expect(kept.stdout).toBe(read.stdout);
    expect(rowsOf(read.stdout).map(({ of, template, count }) => [of, template, count])).toEqual([
      ["sshd", "Failed password for <*> from <*> port <*> ssh2", 50],
      ["sshd", "session opened for user <*> by (uid=<*>)", 50],
      ["app", "session opened for user <*> by (uid=<*>)", 50],
      ["app", "error: disk <*> is full", 25],
      ["app", "took <*> ms", 25],
    ]);
    expect(rowsOf(read.stdout)[0]).toMatchObject({
      share: 0.25,
      level: "error",
      first: "2026-11-24T10:00:00.000000Z",
      last: "2026-11-24T10:03:16.000000Z",
      values: "word ip number",
      example: "Failed password for root from 10.0.0.0 port 40000 ssh2",
    });
  });

  it("counts what a query and flags find", async () => {
    const { stdout } = await ask(home, ["patterns", "-t", "app", "--store", store, "-o", "ndjson", "--", "-error"]);
    expect(rowsOf(stdout).map(({ count }) => count)).toEqual([50, 25]);
    expect((await ask(home, ["patterns", "--store", store, "--", "nothinglikethis"])).code).toBe(1);
  });

  it("writes lines for people, whole templates behind their figures, and says how to go on", async () => {
    const { stdout, stderr } = await ask(home, ["patterns", "--utc", "--store", store]);
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^id +count +share +level +first +last +template$/);
    expect(lines[1]).toMatch(
      /^t\w{9} +50 +25\.0 % +error +2026-11-24 10:00:00 +2026-11-24 10:03:16 +sshd: Failed password for <\*> from/,
    );
    expect(stderr).toContain("logstream query template:ID");
  });

  it("leads to the entries of a template by its id, and by its text", async () => {
    const { stdout } = await ask(home, ["patterns", "--store", store, "-o", "ndjson"]);
    for (const { id, count } of rowsOf(stdout)) {
      expect(await countOf(`template:${id}`)).toBe(count);
      expect(await countOf(`template:${id} since:2026-11-24T10:01:00Z until:2026-11-24T10:01:20Z`)).toBeLessThan(count);
      expect(await countOf(`template:${id}`, file)).toBe(count);
      expect(await countOf(`-template:${id}`)).toBe(200 - count);
    }
    expect(await countOf('template:"session opened for user <*> by (uid=<*>)"')).toBe(100);
    expect(await countOf('template:"session opened for user <*>"')).toBe(0);
  });

  it("is also what a table may count by, as each message is masked by itself", async () => {
    const asked = ["-o", "csv", "--", "identifier:app | top 1 template"];
    const kept = await ask(home, ["query", "--store", store, ...asked]);
    expect(kept.stdout).toMatch(/^template,count,share\r\ntook <\*> ms,25,0\.25|error: disk <\*> is full,25,0\.25/);
    expect((await ask(home, ["query", ...asked, file])).stdout).toBe(kept.stdout);
  });

  it("knows the ids of before a place became that of a value", async () => {
    const rows = async (...words: readonly string[]) =>
      rowsOf((await ask(home, ["patterns", "--store", store, "-o", "ndjson", ...words])).stdout);
    const early = await rows("-t", "sshd", "--until", "2026-11-24T10:00:04Z");
    expect(early.map(({ template }) => template)).toContain("session opened for user guest by (uid=<*>)");
    const id = early.find(({ template }) => template.startsWith("session"))?.id;
    expect(await countOf(`template:${id} until:2026-11-24T10:00:04Z`)).toBe(1);
    expect(await countOf(`template:${id} until:2026-11-24T10:10:00Z`)).toBe(50);
  });

  it("gives each entry its template, as it is in the end", async () => {
    const { stdout } = await ask(home, ["patterns", "--assign", "-o", "ndjson", "--", file]);
    const assigned = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row & { readonly line: number });
    expect(assigned.map(({ line }) => line)).toEqual(LINES.map((_, index) => index + 1));
    expect(assigned[0]?.template).toBe("Failed password for <*> from <*> port <*> ssh2");
    expect(new Set(assigned.map(({ id }) => id)).size).toBe(5);
  });

  it("takes lines for bare messages where it is told to", async () => {
    const bare = home.write("bare.log", "10.0.0.1 said 5\n  10.0.0.2 said 6\n\nTraceback:\n  at x\n");
    const { stdout } = await ask(home, ["patterns", "--content", "--assign", "-o", "ndjson", "--", bare]);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as Row).template),
    ).toEqual(["<*> said <*>", "<*> said <*>", "", "Traceback:", "at x"]);
    const listed = await ask(home, ["patterns", "--content", "-o", "ndjson", "--", bare]);
    expect(rowsOf(listed.stdout)[0]).toMatchObject({ template: "<*> said <*>", count: 2, first: null, level: null });
  });

  it("lets no control character of a message out", async () => {
    const evil = home.write("evil.log", "one \u001b]0;x\u0007 two\nthree\u0008 \u009b31m four\n");
    for (const output of ["short", "csv", "json"]) {
      const { stdout } = await ask(home, ["patterns", "--content", "-o", output, "--", evil]);
      // oxlint-disable-next-line no-control-regex -- what must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
    }
  });

  it.each([
    [["patterns", "--", "| count"], "without stages"],
    [["patterns", "--content"], "name a file"],
    [["query", "--store", store, "--", "template:t000000000"], "no entry has the template t000000000"],
  ])("says what is wrong with %j", async (words, said) => {
    const { code, stderr } = await ask(home, words);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
