import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asText, numberedLines } from "../support/numbered-lines.js";
import { ask } from "../support/ask.js";
import { AS_NOBODY, type Home, homeOfNobody, missingForNobody, run, temporaryHome } from "../support/program.js";

let home: Home;
let log = "";
beforeEach(async () => {
  home = temporaryHome();
  log = home.write("app.log", asText(numberedLines(5_000)));
  expect((await ask(home, ["record", "--once", log])).code).toBe(0);
});
afterEach(() => home.remove());

/** The files beside the store that were set aside. */
const aside = (): readonly string[] => readdirSync(dirname(home.store)).filter((name) => name.includes(".corrupt-"));

describe("a store that is damaged", () => {
  const damages: readonly (readonly [string, () => void])[] = [
    ["is no database", () => writeFileSync(home.store, "this was a store once\n")],
    ["was cut short", () => truncateSync(home.store, Math.floor(statSync(home.store).size / 2))],
    [
      "was written over",
      () => writeFileSync(home.store, Buffer.alloc(statSync(home.store).size - 100, 0xaa), { flag: "r+" }),
    ],
  ];

  it.each(damages)(
    "because it %s is kept aside, said, and begun anew; nobody else touches it",
    async (_why, damage) => {
      damage();
      const before = readFileSync(home.store);
      const [query, doctor] = await Promise.all([ask(home, ["query", ""]), ask(home, ["doctor"])]);
      expect(query).toMatchObject({ code: 2, stdout: "" });
      expect(query.stderr).toMatch(/^logstream: the store .* is damaged\n {2}\S.*\n$/);
      expect(doctor.stdout).toMatch(/^no +store +the store .* is damaged\n +\S/m);
      expect(aside()).toEqual([]);

      const record = await ask(home, ["record", "--once", log]);
      expect(record.stderr).toMatch(/was damaged; it is kept as .*\.corrupt-/);
      expect(record.stderr).toContain("kept 5000 entries");
      const [name = ""] = aside();
      expect(readFileSync(join(dirname(home.store), name)).equals(before)).toBe(true);
      expect((await ask(home, ["query", "-c", ""])).stdout).toBe("5000\n");
    },
  );
});

describe("a store of a newer version", () => {
  it("is refused by every command in two lines, and not touched", async () => {
    const db = new Database(home.store);
    db.pragma("user_version = 99");
    db.close();
    const before = readFileSync(home.store);
    const answers = await Promise.all([
      ask(home, ["tail", "--once", "--store", home.store, log]),
      ask(home, ["record", "--once", log]),
      ask(home, ["query", ""]),
      ask(home, ["query", "-c", ""]),
    ]);
    for (const { code, stdout, stderr } of answers) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(
        /^logstream: the store .* was written by a newer logstream .*\n {2}use that newer version.*\n$/,
      );
    }
    const doctor = await ask(home, ["doctor"]);
    expect(doctor.stdout).toMatch(/^no +store .*newer.*\n +use that newer version/m);
    expect(readFileSync(home.store).equals(before)).toBe(true);
    expect(aside()).toEqual([]);
  });
});

describe("a place that cannot be a store", () => {
  it("is another program's database, and stays as it is", async () => {
    const other = join(home.path, "other.db");
    const db = new Database(other);
    db.exec("CREATE TABLE mine (x); INSERT INTO mine VALUES (1)");
    db.close();
    const before = readFileSync(other);
    for (const args of [
      ["record", "--once", log],
      ["query", "x"],
    ]) {
      const { code, stderr } = await ask(home, [...args, "--store", other]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/(?:another program|tables are missing).*\n {2}\S/);
    }
    expect(readFileSync(other).equals(before)).toBe(true);
  });

  it("is a folder", async () => {
    const { code, stderr } = await ask(home, ["record", "--once", log, "--store", home.path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^logstream: .*\n {2}.*--store PATH.*\n$/);
  });
});

describe.skipIf(missingForNobody() !== undefined)("a folder that may not be written", () => {
  it("is refused in two lines, and --no-store goes on without", async () => {
    const own = homeOfNobody();
    const file = own.write("app.log", "a\nb\n");
    await run(own, ["record", "--once", file], AS_NOBODY);
    const folder = dirname(own.store);
    chmodSync(folder, 0o500);
    const elsewhere = join(own.path, "locked");
    mkdirSync(elsewhere, { mode: 0o555 });
    const [record, tail, query, without] = await Promise.all([
      run(own, ["record", "--once", file, "--store", join(elsewhere, "x.db")], AS_NOBODY),
      run(own, ["tail", "--once", "--store", own.store, file], AS_NOBODY),
      run(own, ["query", "", "-o", "cat"], AS_NOBODY),
      run(own, ["tail", "--once", "--no-store", file], AS_NOBODY),
    ]);
    chmodSync(folder, 0o700);
    own.remove();
    for (const { code, stdout, stderr } of [record, tail, query]) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^logstream: .*\n {2}.*(?:--store PATH|--no-store).*\n$/);
    }
    expect(without).toEqual({ code: 0, stdout: "a\nb\n", stderr: "" });
  });
});
