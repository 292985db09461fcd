import { copyFileSync, existsSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogEntry, sourceId } from "../../src/core/entry.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { MICROS_PER_DAY, type Micros, micros } from "../../src/core/time.js";
import { type Archived, openKept } from "../../src/store/keeping/kept-store.js";
import { openStore, openStoreReader, type Store, type StoreReader } from "../../src/store/open-store.js";
import { ALL, READING, token } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { newSession, valueOf } from "../support/new-session.js";
import { start, temporaryHome, type Home } from "../support/program.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const FULL = 17_000;
const SEPTEMBER = Date.UTC(2026, 8, 1) * 1_000;
const OCTOBER = Date.UTC(2026, 9, 1) * 1_000;
const NOW = micros(Date.UTC(2026, 10, 25) * 1_000);
const now = (): Micros => NOW;

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
const open: Store[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "log.db");
});
afterEach(() => {
  for (const store of open.splice(0)) store.writer.close();
  folder.remove();
});

function opened(): Store {
  const store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now }));
  open.push(store);
  return store;
}

function rows(from: number, count: number, tag = "") {
  return Array.from({ length: count }, (_, index) => ({ text: `entry ${tag}${index}`, at: from + index * 1_000 }));
}

/** Two sources, a block a month each and something that is not full. */
function filled(): Store {
  const store = opened();
  for (const name of ["file:/a", "file:/b"]) {
    const source = store.writer.open(sourceId(name), name)!;
    for (const month of [SEPTEMBER, OCTOBER]) {
      valueOf(store.writer.append(source, [batchOf(rows(month, FULL, name))], token("t")));
    }
    valueOf(store.writer.append(source, [batchOf(rows(NOW - 1e9, 7, "new"))], token("t")));
  }
  return store;
}

function archive(before: number, file?: string): readonly Archived[] {
  const kept = valueOf(openKept(path, now));
  const moved = [...kept.archive(before, file)].map(valueOf);
  kept.close();
  return moved;
}

async function entriesOf(reader: StoreReader): Promise<readonly LogEntry[]> {
  const found: LogEntry[] = [];
  const request = { query: EVERYTHING, scope: ALL, direction: "oldest-first", limit: undefined } as const;
  for await (const part of reader.scan(request)) found.push(...part);
  return found;
}

const asked = async () => {
  const reader = valueOf(openStoreReader(path, READING));
  const found = await entriesOf(reader);
  await reader.close();
  return found;
};

const keyOf = ({ id, text, order }: LogEntry) => `${id} ${order} ${text}`;

describe("an archive", () => {
  it("has what was moved to it by months, and questions find it in its place, for old readers and new", async () => {
    filled();
    const reader = valueOf(openStoreReader(path, READING));
    const before = (await entriesOf(reader)).map(keyOf);
    const moved = archive(NOW - MICROS_PER_DAY);
    expect([...new Set(moved.map(({ file }) => file.slice(folder.path.length + 1)))]).toEqual([
      "log-2026-09.db",
      "log-2026-10.db",
    ]);
    expect(readdirSync(folder.path).filter((name) => name.startsWith("log-"))).toEqual([
      "log-2026-09.db",
      "log-2026-10.db",
    ]);
    expect((await entriesOf(reader)).map(keyOf)).toEqual(before);
    expect((await asked()).map(keyOf)).toEqual(before);
    expect(await reader.count(EVERYTHING, ALL)).toBe(before.length);
    const page = await reader.page({
      query: EVERYTHING,
      scope: ALL,
      anchor: { kind: "time", at: micros(OCTOBER) },
      before: 2,
      after: 2,
    });
    expect(page.entries.map(({ order }) => order < OCTOBER)).toEqual([true, true, false, false]);
    await reader.close();
  });

  it("may be away, which is said and no error; the rest is answered", async () => {
    filled();
    const all = await asked();
    archive(NOW - MICROS_PER_DAY);
    const september = join(folder.path, "log-2026-09.db");
    renameSync(september, join(folder.path, "elsewhere.db"));
    const reader = valueOf(openStoreReader(path, READING));
    const left = all.filter(({ order }) => order >= OCTOBER);
    expect((await entriesOf(reader)).map(keyOf)).toEqual(left.map(keyOf));
    expect(await reader.count(EVERYTHING, ALL)).toBe(left.length);
    expect(await reader.archives()).toMatchObject([
      { path: september, entries: 2 * FULL, fault: { code: "not-found" } },
      { entries: 2 * FULL, fault: undefined },
    ]);
    await reader.close();
    // Another file in its place is not taken for it.
    copyFileSync(join(folder.path, "log-2026-10.db"), september);
    const again = valueOf(openStoreReader(path, READING));
    expect((await entriesOf(again)).map(keyOf)).toEqual(left.map(keyOf));
    expect((await again.archives())[0]?.fault?.code).toBe("not-readable");
    await again.close();
  });

  it("can be read alone, with the sessions and remarks of its time, and is never written", async () => {
    const store = opened();
    const source = store.writer.open(sourceId("run:1"), "run")!;
    const gap = { kind: "gap", reason: "dropped", lost: 3 } as const;
    valueOf(store.writer.append(source, [batchOf(rows(SEPTEMBER, FULL))], token("t"), [gap]));
    const times = { startedAt: micros(SEPTEMBER), endedAt: micros(SEPTEMBER + 5) };
    valueOf(store.writer.sessions.begin(newSession({ ...times, result: "succeeded", source: sourceId("run:1") })));
    const file = join(folder.path, "old.db");
    expect(archive(NOW, file)).toEqual([{ file, entries: FULL }]);
    const alone = valueOf(openStoreReader(file, READING));
    expect(await alone.count(EVERYTHING, ALL)).toBe(FULL);
    expect(await alone.sources()).toMatchObject([{ id: "run:1", truth: { lost: { dropped: 3 } } }]);
    expect(await alone.sessions()).toMatchObject([{ result: "succeeded", removed: undefined }]);
    expect(await alone.remarks(ALL, { from: -Infinity, to: Infinity })).toHaveLength(1);
    await alone.close();
    const refused = openStore({ path: file, collector: { kind: "test", command: "test" }, now });
    expect(refused).toMatchObject({ ok: false, fault: { message: expect.stringContaining("is an archive") } });
    expect(readdirSync(folder.path).filter((name) => name.startsWith("old.db"))).toEqual(["old.db"]);
  });

  it("takes more at a later time, and refuses to be put into what is something else", async () => {
    const store = filled();
    const all = await asked();
    const file = join(folder.path, "old.db");
    archive(OCTOBER, file);
    archive(NOW - MICROS_PER_DAY, file);
    expect((await asked()).map(keyOf)).toEqual(all.map(keyOf));
    const source = store.writer.open(sourceId("file:/c"), "c")!;
    valueOf(store.writer.append(source, [batchOf(rows(SEPTEMBER, FULL))], token("t")));
    const text = join(folder.path, "notes.txt");
    writeFileSync(text, "these are notes\n".repeat(100));
    const other = join(folder.path, "other.db");
    valueOf(openStore({ path: other, collector: { kind: "test", command: "test" }, now })).writer.close();
    for (const place of [text, other]) {
      const kept = valueOf(openKept(path, now));
      const [step] = [...kept.archive(NOW, place)];
      kept.close();
      expect(step).toMatchObject({ ok: false, fault: { hint: expect.stringContaining("--to FILE") } });
    }
    expect(await asked()).toHaveLength(all.length + FULL);
  });

  it("leaves what somebody is collecting, and the source goes on counting", async () => {
    const store = opened();
    const source = store.writer.open(sourceId("file:/a"), "a")!;
    valueOf(store.writer.append(source, [batchOf(rows(SEPTEMBER, 10))], token("t")));
    expect(archive(NOW)).toEqual([]);
    store.writer.release(source);
    expect(archive(NOW)).toMatchObject([{ entries: 10 }]);
    const again = store.writer.open(sourceId("file:/a"), "a")!;
    expect(again).toMatchObject({ nextOrdinal: 10, resume: "t" });
    valueOf(store.writer.append(again, [batchOf(rows(OCTOBER, 3))], token("u")));
    expect((await asked()).map(({ line }) => line)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
  });

  it("changes nothing in what is seen, whatever is moved in whatever order", async () => {
    const stretch = fc.record({ source: fc.nat(1), at: fc.nat(6), count: fc.constantFrom(3, FULL) });
    const stretches = fc.array(stretch, { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(stretches, fc.array(fc.nat(7), { maxLength: 3 }), fc.boolean(), async (log, cuts, isOne) => {
        const own = temporaryFolder();
        path = join(own.path, "log.db");
        const store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now }));
        for (const { source, at, count } of log) {
          const handle = store.writer.open(sourceId(`file:/${source}`), "label")!;
          valueOf(
            store.writer.append(handle, [batchOf(rows(SEPTEMBER + at * 10 * MICROS_PER_DAY, count))], token("t")),
          );
          store.writer.release(handle);
        }
        const before = (await asked()).map(keyOf);
        for (const cut of cuts) {
          archive(SEPTEMBER + cut * 10 * MICROS_PER_DAY, isOne ? join(own.path, "old.db") : undefined);
          expect((await asked()).map(keyOf)).toEqual(before);
        }
        store.writer.close();
        own.remove();
      }),
      { numRuns: 6 },
    );
  });
});

describe("archiving that is killed", () => {
  let home: Home;
  beforeEach(() => {
    home = temporaryHome();
  });
  afterEach(() => home.remove());

  it("has each entry once, wherever it was, and the next one goes on", async () => {
    path = join(home.path, "log.db");
    const store = opened();
    const source = store.writer.open(sourceId("file:/a"), "a")!;
    for (let block = 0; block < 20; block += 1) {
      valueOf(store.writer.append(source, [batchOf(rows(SEPTEMBER + block * 1e10, FULL))], token("t")));
    }
    store.writer.close();
    const matches = async () => {
      const reader = valueOf(openStoreReader(path, READING));
      // Tested entry by entry, not added up from headers.
      const count = await reader.count({ kind: "text", text: "entry", case: "smart" }, ALL);
      await reader.close();
      return count;
    };
    const before = await matches();
    expect(before).toBe(20 * FULL);
    const file = join(home.path, "old.db");
    const size = (name: string) => statSync(name, { throwIfNoEntry: false })?.size ?? 0;
    const moments: readonly (() => boolean)[] = [
      () => existsSync(`${file}-journal`),
      () => size(file) > 100_000,
      () => size(`${path}-wal`) > 50_000,
    ];
    for (const isThere of moments) {
      const running = start(home, ["store", "archive", "--store", path, "--before", "2026-11-24", "--to", file]);
      const state = { hasEnded: false };
      void running.ended.then(() => (state.hasEnded = true));
      while (!isThere() && !state.hasEnded) await new Promise((resolve) => setImmediate(resolve));
      running.kill("SIGKILL");
      await running.ended;
      expect(await matches()).toBe(before);
    }
    const last = await start(home, ["store", "archive", "--store", path, "--before", "2026-11-24", "--to", file]).ended;
    expect(last).toMatchObject({ code: 0 });
    expect(await matches()).toBe(before);
    const alone = valueOf(openStoreReader(file, READING));
    expect(await alone.count(EVERYTHING, ALL)).toBe(before);
    await alone.close();
  }, 90_000);
});
