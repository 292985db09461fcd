import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { exportEntry, missingForJournalFiles, writeJournalFile } from "./support/journal-remote.js";
import { environmentOf, PROGRAM, ROOT, temporaryHome } from "./support/program.js";

const home = temporaryHome();
afterAll(() => home.remove());

const OWN_NODE = join(ROOT, "node_modules/node/bin/node");
const NODE = existsSync(OWN_NODE) ? OWN_NODE : process.execPath;
const REPORTER = join(ROOT, "test/support/loaded-files.mjs");

let asked = 0;

/** Files of the bundle by name, packages beside it by theirs. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  const report = join(home.path, `loaded-${(asked += 1)}.json`);
  const env = environmentOf(home, { LOADED_FILES: report });
  await promisify(execFile)(NODE, ["--import", REPORTER, PROGRAM, ...args], { cwd: home.path, env });
  const urls: readonly string[] = JSON.parse(readFileSync(report, "utf8"));
  const names = urls.flatMap((url) => {
    const [, file, part] = /\/dist\/([\w-]+)\.js$|\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    return [file ?? part ?? []].flat();
  });
  return [...new Set(names)].toSorted();
}

const COMMAND_LINE = ["base", "main"];
/** What takes longest to load: child processes, colours, SQLite and what is kept in it, React and the screen. */
const HEAVY = ["better-sqlite3", "in-process", "processes", "screen", "store", "tables", "theme"];
/** Each file costs as much as some kilobytes of code: what is shared by little must not end up in a file of its own. */
const MOST_FILES = 12;

const heavyIn = (loaded: readonly string[]) => loaded.filter((name) => HEAVY.includes(name));

describe("a command loads what it needs, and no more", () => {
  it("--version and --help: the command line", async () => {
    expect(await loadedBy("--version")).toEqual(COMMAND_LINE);
    expect(await loadedBy("query", "--help")).toEqual(COMMAND_LINE);
  });

  it("query of a file: no store, no journal", async () => {
    const file = home.write("some.log", "2026-11-20T10:00:00Z host unit: text\n");
    const loaded = await loadedBy("query", "text", file);
    expect(loaded).toEqual(expect.arrayContaining(["asking", "open-files", "query", "reading"]));
    expect(heavyIn(loaded)).toEqual([]);
    expect(loaded).not.toContain("journal-source");
  });

  const missing = missingForJournalFiles();
  it.skipIf(missing !== undefined)("query of a journal: its files, and nothing that follows it", async () => {
    const folder = join(home.path, "journal");
    mkdirSync(folder);
    const fields = [
      ["__REALTIME_TIMESTAMP", "1763632800000000"],
      ["_BOOT_ID", "0".repeat(31) + "1"],
      ["MESSAGE", "some text"],
    ] as const;
    writeJournalFile(join(folder, "one.journal"), exportEntry(fields));
    const loaded = await loadedBy("query", "text", `journal:dir=${folder}`);
    expect(loaded).toEqual(expect.arrayContaining(["journal", "journal-source", "query"]));
    expect(heavyIn(loaded)).toEqual([]);
    expect(loaded).not.toContain("events");
    expect(loaded.length).toBeLessThanOrEqual(MOST_FILES);
  });

  it("record: no screen, no question", async () => {
    const file = home.write("other.log", "2026-11-20T10:00:00Z host unit: text\n");
    const loaded = await loadedBy("record", "--once", file);
    expect(loaded).toEqual(expect.arrayContaining(["better-sqlite3", "in-process", "store"]));
    expect(loaded.filter((name) => ["processes", "query", "screen", "theme"].includes(name))).toEqual([]);
  });
});

describe("compiled code is kept in the user's cache", () => {
  it.each(["/proc/nowhere", "/dev/null", ""])(
    "and the program runs where that cannot be written: %j",
    async (cache) => {
      const env = environmentOf(home, { XDG_CACHE_HOME: cache });
      const { stdout } = await promisify(execFile)(NODE, [PROGRAM, "--version"], { cwd: home.path, env });
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    },
  );

  it("in a folder that is made for it", async () => {
    const cache = join(home.path, "deep/cache");
    const env = environmentOf(home, { XDG_CACHE_HOME: cache });
    await promisify(execFile)(NODE, [PROGRAM, "--version"], { cwd: home.path, env });
    expect(readdirSync(join(cache, "logstream"))).toHaveLength(1);
  });
});

describe("the bundle", () => {
  it("makes the engine of patterns when one is asked for, and says what is wrong with one as before", async () => {
    const file = home.write("numbers.log", "one 1\ntwo 22\nthree 333\n");
    const query = (pattern: string) =>
      promisify(execFile)(NODE, [PROGRAM, "query", pattern, file, "-o", "cat"], { env: environmentOf(home) });
    expect((await query("/[0-9]{2,}$/")).stdout).toBe("two 22\nthree 333\n");
    await expect(query("/(/")).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("close the group") });
  });
});
