import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ordinalOf, sourceId, type LogEntry } from "../../src/core/entry.js";
import { KEEP_EVERYTHING, keepLimits, keptDays, keptSize, type KeepLimits } from "../../src/core/keep.js";
import type { SourceHandle } from "../../src/core/ports.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { MICROS_PER_DAY, type Micros, micros } from "../../src/core/time.js";
import { openStore, openStoreReader, type Store, type StoreReader } from "../../src/store/open-store.js";
import { ALL, READING, token } from "../contracts/log-store-contract.js";
import { batchOf } from "../support/entry-batch.js";
import { newSession, valueOf } from "../support/new-session.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const DAY = MICROS_PER_DAY;
/** Enough entries for a block that is full. */
const FULL = 17_000;

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let today = 0;
const open: Store[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "log.db");
  today = 20_000;
});
afterEach(async () => {
  for (const store of open.splice(0)) store.writer.close();
  folder.remove();
});

const noon = (day: number): Micros => micros(day * DAY + DAY / 2);

function opened(): Store {
  const store = valueOf(openStore({ path, collector: { kind: "test", command: "test" }, now: () => noon(today) }));
  open.push(store);
  return store;
}

function write(store: Store, source: SourceHandle, day: number, count = FULL): void {
  const rows = Array.from({ length: count }, (_, index) => ({
    text: `entry ${index} ${Math.sin(index + day)}`,
    at: noon(day) + index,
  }));
  valueOf(store.writer.append(source, [batchOf(rows)], token(`day ${day}`)));
}

function keep(store: Store, limits: KeepLimits): number {
  let entries = 0;
  for (let isDone = false; !isDone;) {
    const step = valueOf(store.keeper.step(limits));
    entries += step.removed.reduce((sum, each) => sum + each.entries, 0);
    ({ isDone } = step);
  }
  return entries;
}

async function entriesOf(reader: StoreReader): Promise<readonly LogEntry[]> {
  const found: LogEntry[] = [];
  const request = { query: EVERYTHING, scope: ALL, direction: "oldest-first", limit: undefined } as const;
  for await (const part of reader.scan(request)) found.push(...part);
  return found;
}

const daysOf = (entries: readonly LogEntry[]) => [...new Set(entries.map(({ at }) => Math.floor(at / DAY)))];
const days = (count: number): KeepLimits => ({ days: count, bytes: undefined });
const bytes = (count: number): KeepLimits => ({ days: undefined, bytes: count });
const journal = sourceId("journal:");

describe("retention by age", () => {
  it("removes what is older, in whole blocks, for readers that were there before, too", async () => {
    const store = opened();
    const source = store.writer.open(journal, "journal")!;
    const reader = valueOf(openStoreReader(path, READING));
    for (const day of [19_990, 19_995, 19_999]) {
      today = day;
      keep(store, KEEP_EVERYTHING);
      write(store, source, day);
    }
    expect(daysOf(await entriesOf(reader))).toEqual([19_990, 19_995, 19_999]);
    today = 20_001;
    expect(keep(store, days(4))).toBe(2 * FULL);
    const left = await entriesOf(reader);
    expect(daysOf(left)).toEqual([19_999]);
    expect(ordinalOf(left[0]!.id)).toBe(2 * FULL);
    expect(await reader.count(EVERYTHING, ALL)).toBe(FULL);
    const [known] = await reader.sources();
    expect(known).toMatchObject({ entries: FULL, truth: { notes: { expired: 2 * FULL } } });
    // It is no gap, and what comes next goes on counting.
    expect(Object.values(known!.truth.gaps).every((gaps) => gaps === 0)).toBe(true);
    write(store, source, 20_001, 5);
    expect(ordinalOf((await entriesOf(reader)).at(-1)!.id)).toBe(3 * FULL + 4);
    await reader.close();
  });

  it("leaves alone what came lately, however old it says it is", async () => {
    const store = opened();
    const source = store.writer.open(sourceId("file:/old"), "old")!;
    keep(store, days(7));
    write(store, source, 15_000);
    expect(keep(store, days(7))).toBe(0);
    for (const later of [20_003, 20_006]) {
      today = later;
      expect(keep(store, days(7))).toBe(0);
    }
    today = 20_009;
    expect(keep(store, days(7))).toBe(FULL);
  });

  it("does not believe at once a clock that jumps ahead by decades", () => {
    const store = opened();
    const source = store.writer.open(journal, "journal")!;
    keep(store, days(7));
    write(store, source, 20_000);
    today = 20_001;
    keep(store, days(7));
    today = 50_000;
    expect(keep(store, days(7))).toBe(0);
    today = 20_002;
    expect(keep(store, days(7))).toBe(0);
  });

  it("keeps the last entries of a source while somebody collects it, and removes them when nobody does", async () => {
    const first = opened();
    const source = first.writer.open(journal, "journal")!;
    write(first, source, 19_000, 10);
    const second = opened();
    today = 20_030;
    expect(keep(second, days(7))).toBe(0);
    first.writer.close();
    expect(keep(second, days(7))).toBe(10);
    const again = second.writer.open(journal, "journal")!;
    expect(again).toMatchObject({ nextOrdinal: 10, resume: "day 19000" });
    write(second, again, 20_030, 3);
    const reader = valueOf(second.openReader(READING));
    expect((await entriesOf(reader)).map(({ id }) => ordinalOf(id))).toEqual([10, 11, 12]);
    await reader.close();
  });

  it("forgets what was said of places that are gone, and keeps the sums", async () => {
    const store = opened();
    const source = store.writer.open(journal, "journal")!;
    const gap = [{ kind: "gap", reason: "dropped", lost: 3 }] as const;
    const rows = (day: number) =>
      batchOf(Array.from({ length: FULL }, (_, index) => ({ text: "x", at: noon(day) + index })));
    valueOf(store.writer.append(source, [rows(19_000)], token("a"), gap));
    valueOf(store.writer.append(source, [rows(19_999)], token("b"), gap));
    today = 20_003;
    keep(store, days(5));
    const reader = valueOf(store.openReader(READING));
    const left = await reader.remarks(ALL, { from: -Infinity, to: Infinity });
    expect(left.map(({ ordinal }) => ordinal)).toEqual([FULL]);
    expect((await reader.sources())[0]?.truth.lost.dropped).toBe(6);
    await reader.close();
  });

  it("lets a session say that its entries are gone", async () => {
    const store = opened();
    const own = store.writer.open(sourceId("run:1"), "run")!;
    const times = { startedAt: noon(19_000), endedAt: micros(noon(19_000) + 1) };
    valueOf(store.writer.sessions.begin({ ...newSession({}), ...times, source: sourceId("run:1"), units: [] }));
    write(store, own, 19_000, 20);
    const reader = valueOf(store.openReader(READING));
    expect((await reader.sessions())[0]?.removed).toBeUndefined();
    store.writer.release(own);
    today = 20_030;
    expect(keep(store, days(7))).toBe(20);
    expect((await reader.sessions())[0]?.removed).toBe("all");
    await reader.close();
  });
});

describe("retention by size", () => {
  it("removes the oldest of all sources until what is left is small enough", async () => {
    const store = opened();
    const handles = ["journal:", "file:/a"].map((id) => store.writer.open(sourceId(id), id)!);
    keep(store, KEEP_EVERYTHING);
    for (let day = 19_000; day < 19_024; day += 1) write(store, handles[day % 2]!, day);
    const limit = 1 << 20;
    today = 20_003;
    expect(keep(store, bytes(limit))).toBeGreaterThan(FULL);
    const reader = valueOf(store.openReader(READING));
    const left = daysOf(await entriesOf(reader));
    expect(left.at(-1)).toBe(19_023);
    expect(left).toEqual(Array.from({ length: left.length }, (_, index) => 19_024 - left.length + index));
    await reader.close();
  });

  it("takes what came within the last day only when nothing else is left", async () => {
    const store = opened();
    const live = store.writer.open(journal, "journal")!;
    keep(store, KEEP_EVERYTHING);
    write(store, live, 20_000);
    write(store, live, 20_000);
    today = 20_005;
    keep(store, KEEP_EVERYTHING);
    const opening = store.writer.open(sourceId("file:/old"), "old")!;
    write(store, opening, 10_000);
    const reader = valueOf(store.openReader(READING));
    // A little too much: one block has to go, and it is not the one that was just opened.
    const limit = 100;
    const step = valueOf(store.keeper.step({ days: undefined, bytes: limit }));
    expect(step.removed[0]?.source).toBe(journal);
    await reader.close();
  });
});

describe("any retention", () => {
  it("leaves of each source the newest entries, exactly, and loses count of none", async () => {
    const stretch = fc.record({ source: fc.nat(2), day: fc.nat(5), count: fc.constantFrom(1, 50, FULL) });
    await fc.assert(
      fc.asyncProperty(fc.array(stretch, { minLength: 1, maxLength: 8 }), fc.nat(8), async (stretches, kept) => {
        today = 20_000;
        const store = valueOf(
          openStore({ path: undefined, collector: { kind: "test", command: "test" }, now: () => noon(today) }),
        );
        const handles = [0, 1, 2].map((number) => store.writer.open(sourceId(`file:/${number}`), "label")!);
        for (const { source, day, count } of stretches) write(store, handles[source]!, 20_000 + day, count);
        const reader = valueOf(store.openReader(READING));
        const before = await entriesOf(reader);
        today = 20_009;
        const removed = keep(store, days(kept + 0.5));
        const after = await entriesOf(reader);
        expect(after.length + removed).toBe(before.length);
        for (const { id, entries, truth } of await reader.sources()) {
          const all = before.filter(({ source }) => source === id);
          expect(truth.notes.expired).toBe(all.length - entries);
          expect(after.filter(({ source }) => source === id)).toEqual(all.slice(all.length - entries));
        }
        store.writer.close();
      }),
      { numRuns: 12 },
    );
  });
});

describe("what is to be kept", () => {
  it.each([
    ["4G", 4 * 2 ** 30],
    ["500M", 500 * 2 ** 20],
    ["1.5 GB", 1.5 * 2 ** 30],
    ["10KiB", 10_240],
    ["123456", 123_456],
    ["all", undefined],
  ])("reads %s as a size", (text, expected) => {
    expect(keptSize(text)).toEqual({ ok: true, value: expected });
  });

  it.each(["", "0", "-1", "4X", "1e9", "G", "4 4"])("refuses '%s' as a size", (text) => {
    expect(keptSize(text)).toMatchObject({
      ok: false,
      fault: { code: "usage", hint: expect.stringContaining("500M") },
    });
  });

  it.each(["", "0", "-1", "x", "30d"])("refuses '%s' as days", (text) => {
    expect(keptDays(text)).toMatchObject({
      ok: false,
      fault: { code: "usage", hint: expect.stringContaining("days") },
    });
  });

  it("has both or neither", () => {
    expect(keepLimits("30", "all")).toEqual({ ok: true, value: { days: 30, bytes: undefined } });
    expect(keepLimits("all", "1M")).toEqual({ ok: true, value: { days: undefined, bytes: 1 << 20 } });
  });
});
