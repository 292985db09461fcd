import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aggregate, FaultError, type LogEntry, openStore, query, type Store } from "../../src/index.js";
import { ask } from "../support/ask.js";
import { environmentOf, ROOT, temporaryHome } from "../support/program.js";

const home = temporaryHome();
const line = (second: number, text: string): string =>
  `2026-11-21T05:00:${String(second).padStart(2, "0")}Z box app[${second}]: ${text}\n`;
const log = home.write(
  "app.log",
  Array.from({ length: 25 }, (_, index) => line(index, index % 5 === 0 ? "error: timed out" : "well")).join(""),
);
let store: Store;
beforeAll(async () => {
  await ask(home, ["record", "--once", log]);
  store = openStore(home.store);
});
afterAll(async () => {
  await store.close();
  home.remove();
});

const linesOf = (entries: readonly LogEntry[]): readonly number[] => entries.map((entry) => entry.line);

describe("the library", () => {
  it.each(["newest", "oldest"] as const)("gives all matches page by page, each once, the %s first", async (sort) => {
    const found: number[] = [];
    let page = await query(store, "error", { sort, limit: 2 });
    for (;;) {
      found.push(...linesOf(page.entries));
      if (!page.hasMore) break;
      page = await query(store, "error", { sort, limit: 2, cursor: page.cursor });
    }
    expect(found).toEqual(sort === "oldest" ? [1, 6, 11, 16, 21] : [21, 16, 11, 6, 1]);
  });

  it("goes on with a cursor after more was collected", async () => {
    const all = await query(store, "error", { sort: "oldest" });
    const none = await query(store, "error", { sort: "oldest", cursor: all.cursor });
    expect(none).toEqual({ entries: [], cursor: all.cursor, hasMore: false });
    appendFileSync(log, line(30, "error: late"));
    await ask(home, ["record", "--once", log]);
    const more = await query(store, "error", { sort: "oldest", cursor: none.cursor });
    expect(more.entries.map(({ message }) => message)).toEqual(["error: late"]);
    // A cursor is a place: it serves another question, too.
    const before = await query(store, "well", { limit: 1, cursor: more.cursor });
    expect(linesOf(before.entries)).toEqual([25]);
  });

  it("gives chosen fields, and takes questions as data", async () => {
    const page = await query(
      store,
      { kind: "text", text: "late", case: "exact" },
      { fields: ["pid", "level", "none"] },
    );
    expect(page.entries).toEqual([{ pid: 30, level: "error", none: undefined }]);
  });

  it("gives tables", async () => {
    const table = await aggregate(store, "| count by level");
    expect(table.columns.map(({ name }) => name)).toEqual(["level", "count"]);
    expect(table.rows.map((row) => row[1])).toContain(6);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ["a query that does not parse", () => query(store, "level>=(")],
    ["a cursor that is none", () => query(store, "", { cursor: "1.x'; DROP" })],
    ["a limit that is none", () => query(store, "", { limit: 0 })],
    ["stages where entries are asked for", () => query(store, "| count")],
    ["entries where a table is asked for", () => aggregate(store, "error")],
    ["a store that is not there", async () => openStore(join(home.path, "nowhere.db"))],
  ])("throws a fault with a hint for %s", async (_, asking) => {
    const caught: unknown = await asking().catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(FaultError);
    expect((caught as FaultError).fault.hint).not.toBe("");
  });

  it("does what the example of docs/library.md says, imported by its name", async () => {
    const [, example = ""] = /```js\n([^]*?)```/.exec(readFileSync(join(ROOT, "docs/library.md"), "utf8")) ?? [];
    // The example asks of the last day; what is kept here has a fixed time.
    const code = example.replaceAll("since:-1d", "since:2026-11-21");
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      cwd: ROOT,
      env: environmentOf(home, { LOGSTREAM_STORE: home.store }),
    });
    let [said, complaints] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    const [code0] = (await once(child, "close")) as [number];
    expect({ code: code0, complaints }).toEqual({ code: 0, complaints: "" });
    expect(said).toContain("2026-11-21T05:00:30.000Z error error: late\n");
    expect(said).toContain("2 more\n");
    expect(said).toContain("identifier: 'app'");
    expect(said).toMatch(/\[ 'error', 6/);
  });
});
