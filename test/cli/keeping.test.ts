import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asText, numberedLines } from "../support/numbered-lines.js";
import { type Ended, type Home, run, temporaryHome } from "../support/program.js";

let home: Home;
let log = "";
const COUNT = 90_000;

/** Two months, a line every 40 seconds. */
function lines(): string {
  const start = Date.UTC(2026, 8, 1);
  return asText(
    numberedLines(COUNT).map((line, index) => `${new Date(start + index * 40_000).toISOString()} host app[1]: ${line}`),
  );
}

beforeAll(() => {
  home = temporaryHome();
  log = home.write("app.log", lines());
});
afterAll(() => home.remove());

const logstream = (...args: readonly string[]): Promise<Ended> => run(home, args);
const store = (...args: readonly string[]): Promise<Ended> => logstream("store", ...args);
const beside = (part: string) => readdirSync(dirname(home.store)).filter((name) => name.includes(part));

describe("logstream store", () => {
  beforeEach(async () => {
    rmSync(dirname(home.store), { recursive: true, force: true });
    expect((await logstream("record", "--once", log)).stderr).toContain(`kept ${COUNT} entries`);
  });

  it("tells what it holds and costs, and what will be removed, for people and programs", async () => {
    const [text, json] = await Promise.all([
      store("info", "--keep-size", "1G", "--keep-days", "90"),
      store("-o", "json", "--keep-size", "all"),
    ]);
    expect(text.stdout).toMatch(/^store +\S+log\.db\nsize .*\nentries +90,000 of 1 source, from 2026-09-01 /);
    expect(text.stdout).toMatch(/keeps +the oldest entries go when the store is larger than 1\.0 GB: .* come a day/);
    expect(text.stdout).toContain("entries go 90 days after they happened");
    expect(JSON.parse(json.stdout)).toMatchObject({
      v: 1,
      path: home.store,
      isArchive: false,
      entries: COUNT,
      keep: { days: null, bytes: null },
      sources: [{ id: `file:${log}`, entries: COUNT, first: "2026-09-01T00:00:00.000000Z", expired: 0 }],
      archives: [],
    });
  });

  it("removes what is beyond the limits, and says so wherever gaps are said", async () => {
    const { usedBytes } = JSON.parse((await store("-o", "json")).stdout);
    const limit = Math.floor(usedBytes * 0.7);
    const pruned = await store("prune", "--keep-size", `${limit}`);
    expect(pruned.stdout).toMatch(/^[\d,]+ entries of file:\S+app\.log removed\nthe store takes [\d.]+ KB, before /);
    expect(statSync(home.store).size).toBeLessThanOrEqual(limit);
    const [explained, doctor, again] = await Promise.all([
      logstream("query", "-c", "", "--explain"),
      logstream("doctor"),
      store("prune", "--keep-size", "1G", "-o", "json"),
    ]);
    expect(Number(explained.stdout)).toBeLessThan(COUNT);
    expect(explained.stderr).toMatch(/what is older was removed by retention: [\d,]+ entries/);
    expect(explained.stderr).toContain("nothing else is known to be missing");
    expect(doctor.stdout).toMatch(/^ok .*app\.log .*nothing is known to be missing; .*older entries were removed/m);
    expect(JSON.parse(again.stdout)).toMatchObject({ v: 1, removed: {} });
  });

  it("moves old months to files that questions find, name, and miss", async () => {
    const archived = await store("archive", "--before", "2026-10-10");
    expect(archived.stdout.split("\n").map((line) => /log-2026-\d\d\.db/.exec(line)?.[0])).toEqual([
      "log-2026-09.db",
      "log-2026-10.db",
      undefined,
    ]);
    const september = join(dirname(home.store), "log-2026-09.db");
    const all = await logstream("query", "-c", "app", "--explain");
    expect(all).toMatchObject({ code: 0, stdout: `${COUNT}\n` });
    expect(all.stderr).toContain(`archive: ${september}, `);
    const away = join(home.path, "september.db");
    renameSync(september, away);
    const [less, later, alone, check] = await Promise.all([
      logstream("query", "-c", "app"),
      logstream("query", "-c", "since:2026-10-12"),
      logstream("query", "-c", "app", "--store", away),
      store("check"),
    ]);
    expect(less.stderr).toMatch(
      /^logstream: the archive \S+log-2026-09\.db is not there; its [\d,]+ entries from .*\n {2}bring/,
    );
    expect(later.stderr).toBe("");
    expect(Number(less.stdout) + Number(alone.stdout)).toBe(COUNT);
    expect(check).toMatchObject({ code: 0, stderr: expect.stringContaining("it was not checked") });
    // Whoever watches or collects hears of it once.
    const collecting = await logstream("record", "--once", log);
    expect(collecting.stderr).toMatch(/^logstream: the archive \S+log-2026-09\.db is not there\n/);
    renameSync(away, september);
  });

  it("finds flipped bits, says whose they are, takes them out, and keeps the rest", async () => {
    const db = new Database(home.store);
    const texts =
      "SELECT chunk.id, data FROM chunk JOIN block ON block.id = chunk.id >> 4 ORDER BY first, length(data) DESC LIMIT 1";
    const [id, data] = db.prepare<[], [number, Buffer]>(texts).raw().get()!;
    data[1] = (data[1] ?? 0) ^ 0x10;
    db.prepare("UPDATE chunk SET data = ? WHERE id = ?").run(data, id);
    db.close();
    const found = await store("check", "-o", "json");
    expect(found.code).toBe(1);
    const json = JSON.parse(found.stdout);
    expect(json).toMatchObject({ isWhole: false, files: [{ damaged: [{ firstLine: 1, firstOrdinal: 0 }] }] });
    const lost = Number(json.files[0].damaged[0].entries);
    const repaired = await store("repair");
    expect(repaired.stdout).toMatch(
      /damaged\n {2}file:\S+app\.log: [\d,]+ entries, lines 1 to [\d,]+, from 2026-09-01 /,
    );
    expect(repaired.stdout).toContain("taken out; what is left of it can be read");
    const [aside = ""] = beside(".damaged-");
    const [check, count, taken] = await Promise.all([
      store("check"),
      logstream("query", "-c", "app", "--explain"),
      logstream("query", "-c", "", "--store", join(dirname(home.store), aside)),
    ]);
    expect(check).toMatchObject({ code: 0, stdout: expect.stringContaining("all whole") });
    expect(count.stdout).toBe(`${COUNT - lost}\n`);
    expect(count.stderr).toMatch(/missing: [\d,]+ entries damaged in the store and taken out, between 2026-09-01T/);
    expect(taken.stdout).toBe(`${lost}\n`);
    // It goes on where it was.
    writeFileSync(log, lines() + "one more\n");
    expect((await logstream("record", "--once", log)).stderr).toContain("kept 1 entry");
    writeFileSync(log, lines());
  });
});

describe("logstream store, asked for what cannot be", () => {
  it("says what to do", async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [["frobnicate"], "use one of info, check, repair, prune, archive"],
      [["archive"], "store archive --before -30d"],
      [["archive", "--before", "someday"], "expected a time"],
      [["prune", "--keep-days", "never"], "give a number of days"],
      [["prune", "--keep-size", "9X"], "give a size such as 500M"],
      [["--store", "/nowhere/log.db"], "name another store"],
      [["--no-store"], "leave --no-store out"],
    ];
    const answers = await Promise.all(wrong.map(([args]) => store(...args)));
    for (const [index, { code, stdout, stderr }] of answers.entries()) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/^logstream: .*\n {2}\S.*\n$/);
      expect(stderr).toContain(wrong[index]?.[1]);
    }
  });
});
