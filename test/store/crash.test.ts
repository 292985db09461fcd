import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { openStore, openStoreReader, type Store } from "../../src/store/open-store.js";
import { ALL, READING } from "../contracts/log-store-contract.js";
import { bundleCollector, startCollector } from "./collector-process.js";

let program = "";
let folder = "";
beforeAll(async () => {
  program = await bundleCollector();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "logstream-crash-"));
});
afterEach(() => rm(folder, { recursive: true }));

function open(path: string): Store {
  const opened = openStore({ path, collector: { kind: "test", command: "test" }, now: () => micros(1) });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

async function texts(path: string): Promise<string[]> {
  const reader = openStoreReader(path, READING);
  if (!reader.ok) throw new Error(reader.fault.message);
  const found: string[] = [];
  const request = { query: EVERYTHING, scope: ALL, direction: "oldest-first", limit: undefined } as const;
  for await (const batch of reader.value.scan(request)) found.push(...batch.map(({ text }) => text));
  await reader.value.close();
  return found;
}

describe("a collector that is killed", () => {
  it("leaves exactly what it said was kept, and the token that goes with it, ten times over", async () => {
    const path = join(folder, "logs.db");
    let kept = 0;
    for (let round = 0; round < 10; round += 1) {
      const collector = startCollector(program, { store: path, batches: 100_000, rows: 97 + round * 60 });
      expect(await collector.says("holding")).toBe(`holding ${kept}`);
      const enough = 3 + round * 7;
      while (collector.said.length < enough) await new Promise((resolve) => setTimeout(resolve, 1));
      await collector.kill();
      const acknowledged = Number(collector.said.at(-1)?.split(" ")[1]);

      const store = open(path);
      expect(store.notice).toBeUndefined();
      const source = store.writer.open(sourceId("file:/numbers"), "numbers");
      kept = Number(source?.resume);
      // The batch whose commit it could not report any more may be there, too; never half of it.
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      expect(source?.nextOrdinal).toBe(kept);
      expect(source?.truth.lost.dropped).toBe(kept);
      store.writer.close();
    }
    const found = await texts(path);
    expect(found).toHaveLength(kept);
    expect(found.every((text, index) => text === `line ${index}`)).toBe(true);
    expect((await readdir(folder)).filter((name) => name.includes(".collector-"))).toEqual([]);
  });

  it("is noticed at once: the source can be taken over while its lock file is still there", async () => {
    const path = join(folder, "logs.db");
    const first = startCollector(program, { store: path, batches: 1 });
    await first.says("kept");
    const store = open(path);
    expect(store.writer.open(sourceId("file:/numbers"), "numbers")).toBeUndefined();
    await first.kill();
    expect(store.writer.open(sourceId("file:/numbers"), "numbers")?.resume).toBe("100");
    store.writer.close();
  });
});

describe("two collectors of one source", () => {
  it("race for it, one wins, and the other may when the first has ended", async () => {
    const path = join(folder, "logs.db");
    const both = [startCollector(program, { store: path }), startCollector(program, { store: path })];
    const answers = await Promise.all(both.map((one) => Promise.any([one.says("holding"), one.says("shared")])));
    expect(answers.toSorted()).toEqual(["holding 0", "shared"]);
    await Promise.all(both.map((one) => one.end()));
    const third = startCollector(program, { store: path });
    expect(await third.says("holding")).toBe("holding 0");
    await third.end();
  });
});

describe("a reader beside a writing process", () => {
  it("sees whole batches only, each line once and in order, and never less than before", async () => {
    const path = join(folder, "logs.db");
    const rows = 150;
    const collector = startCollector(program, { store: path, batches: 100_000, rows });
    await collector.says("kept");
    const opened = openStoreReader(path, READING);
    if (!opened.ok) throw new Error(opened.fault.message);
    const reader = opened.value;
    let seen = 0;
    let pages = 0;
    // It goes on writing for as long as is looked.
    while (seen < 250 * rows || pages < 20) {
      const anchor = { kind: "tail" } as const;
      const page = await reader.page({ query: EVERYTHING, scope: ALL, anchor, before: 400, after: 0 });
      expect(page.total % rows).toBe(0);
      expect(page.total).toBeGreaterThanOrEqual(seen);
      const first = page.total - page.entries.length;
      expect(page.entries.map(({ text }) => text)).toEqual(page.entries.map((_, index) => `line ${first + index}`));
      seen = page.total;
      pages += 1;
      if (pages % 20 === 0) {
        const count = await reader.count({ kind: "text", text: "line", case: "exact" }, ALL);
        expect(count % rows).toBe(0);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reader.close();
    await collector.kill();
  });
});
