import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTableRun } from "../../src/core/aggregate/table-run.js";
import { entryId, type EntryId, type LogEntry, Mark, sourceId, type SourceId } from "../../src/core/entry.js";
import { LEVEL_UNKNOWN, levelNumber } from "../../src/core/level.js";
import type { Anchor, ResumeToken, SourceHandle } from "../../src/core/ports.js";
import { EVERYTHING, type Query } from "../../src/core/query/ast.js";
import { parseStatement } from "../../src/core/query/parse-statement.js";
import { entryRow } from "../../src/core/query/match/entry-row.js";
import { compileQuery } from "../../src/core/query/predicate.js";
import { errorSourceOf } from "../../src/core/session.js";
import { micros } from "../../src/core/time.js";
import { NO_TROUBLE, type Remark, type Truth } from "../../src/core/truth.js";
import type { ReaderOptions, Store, StoreReader } from "../../src/store/open-store.js";
import { batchOf, type BatchRow } from "../support/entry-batch.js";
import { createListEngine } from "../support/list-engine.js";
import { newSession, valueOf } from "../support/new-session.js";
import { someEntry, someQuery } from "../support/queries.js";
import { someTableStages } from "../support/statements.js";

/** A store to test and how to be rid of it; `reopen` closes it and opens the same again, if it outlives its process. */
export type StoreUnderTest = {
  readonly store: Store;
  readonly reopen: (() => Promise<Store>) | undefined;
  remove(): Promise<void>;
};

export const ALL = { sources: undefined };
export const token = (text: string) => text as ResumeToken;

/** What the texts mean is of no interest here: the message is the text, the fields are the structured ones. */
export const READING: ReaderOptions = {
  describe: (_format, text, structured) => ({ message: text, fields: structured ?? {} }),
  categorise: () => undefined,
};

export function openedReader(store: Store, options: ReaderOptions = READING): StoreReader {
  const opened = store.openReader(options);
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

const word = (text: string): Query => ({ kind: "text", text, case: "smart" });

async function answersOf<Part>(parts: AsyncIterable<Part>): Promise<readonly Part[]> {
  const all: Part[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

async function everything(reader: StoreReader, query: Query = EVERYTHING): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  const request = { query, scope: ALL, direction: "oldest-first", limit: undefined } as const;
  for await (const batch of reader.scan(request)) entries.push(...batch);
  return entries;
}

const rowOf = (entry: LogEntry): BatchRow => ({ ...entry, level: levelNumber(entry.level) });

/** Several sources, each in batches of its own sizes, in the order in which they are written. */
const someLog = fc.record({
  sources: fc.array(fc.array(someEntry, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 3 }),
  batch: fc.integer({ min: 1, max: 40 }),
});
type Log = typeof someLog extends fc.Arbitrary<infer Value> ? Value : never;

function writeLog(store: Store, { sources, batch }: Log, specs: readonly SourceId[]): readonly SourceHandle[] {
  const handles = sources.map((_, index) => store.writer.open(specs[index]!, "label")!);
  const longest = Math.max(...sources.map((rows) => rows.length));
  for (let from = 0; from < longest; from += batch) {
    for (const [index, rows] of sources.entries()) {
      const part = rows.slice(from, from + batch);
      if (part.length > 0)
        expect(store.writer.append(handles[index]!, [batchOf(part.map(rowOf))], undefined).ok).toBe(true);
    }
  }
  return handles;
}

/** The suite that every store passes, wherever it keeps its blocks. */
export function logStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: Store;
    let specs = 0;
    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(() => under.remove());
    const fresh = () => sourceId(`file:/log/${(specs += 1)}`);
    const write = (rows: readonly BatchRow[], source = store.writer.open(fresh(), "label")!): SourceHandle => {
      const done = store.writer.append(source, [batchOf(rows)], token("t"));
      expect(done).toEqual({ ok: true, value: undefined });
      return source;
    };

    it("gives back every part of an entry", async () => {
      const id = sourceId("journal:");
      const source = store.writer.open(id, "the journal")!;
      const fields = { _BOOT_ID: "b", N: -3, F: 0.1, B: true, Z: null, L: ["a", 2], X: new Uint8Array([0, 255]) };
      const row = {
        unit: "sshd.service",
        identifier: "sshd",
        host: "box",
        pid: 77,
        level: 3,
        format: "journal",
        fields,
      };
      write([{ text: "Wörter\nzwei", at: 5, order: 9, lines: 2, marks: Mark.late, ...row }, { text: "" }], source);
      const reader = openedReader(store, {
        ...READING,
        categorise: ({ unit }) => (unit === undefined ? undefined : "security"),
      });
      const [first, second] = await everything(reader);
      expect(first).toEqual({
        id: first!.id,
        source: id,
        line: 1,
        lines: 2,
        at: 5,
        order: 9,
        level: "error",
        category: "security",
        unit: "sshd.service",
        identifier: "sshd",
        host: "box",
        pid: 77,
        message: "Wörter\nzwei",
        text: "Wörter\nzwei",
        format: "journal",
        marks: Mark.late,
        fields,
      });
      expect(second).toMatchObject({ line: 3, lines: 1, at: 1, order: 9, level: undefined, pid: undefined, text: "" });
      expect(second!.id - first!.id).toBe(1);
      expect(await reader.entry(first!.id)).toEqual(first);
      expect(await reader.entry((first!.id + 2) as EntryId)).toBeUndefined();
      await reader.close();
    });

    it("gives back the exact bytes of any text, in small and in full blocks", async () => {
      const reader = openedReader(store);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 40 }),
          fc.boolean(),
          async (texts, full) => {
            const filler = full ? Array.from({ length: 9_000 }, (_, index) => ({ text: `line ${index}` })) : [];
            const id = fresh();
            const source = store.writer.open(id, "label")!;
            for (const text of texts.slice(0, 5)) write([{ text }], source);
            write([...texts.slice(5).map((text) => ({ text })), ...filler], source);
            const page = await reader.page({
              query: EVERYTHING,
              scope: { sources: [id] },
              anchor: { kind: "head" },
              before: 0,
              after: texts.length,
            });
            const read = await Promise.all(page.entries.slice(0, texts.length).map((entry) => reader.raw(entry.id)));
            expect(read.map((bytes) => Buffer.from(bytes!).toString("hex"))).toEqual(
              texts.map((text) => Buffer.from(text).toString("hex")),
            );
          },
        ),
        { numRuns: 25 },
      );
      await reader.close();
    });

    it("numbers lines through, counting pieces of a long line once", async () => {
      const source = write([{ text: "a", marks: Mark.continues }, { text: "b", marks: Mark.continues }, { text: "c" }]);
      write([{ text: "d", lines: 3 }, { text: "e" }], source);
      const lines = (await everything(openedReader(store))).map(({ text, line }) => [text, line]);
      expect(lines).toEqual([
        ["a", 1],
        ["b", 1],
        ["c", 1],
        ["d", 2],
        ["e", 5],
      ]);
    });

    it("merges what trickles in without changing ids, lines or order", async () => {
      const reader = openedReader(store);
      const source = store.writer.open(fresh(), "label")!;
      const seen = new Map<EntryId, string>();
      let written = 0;
      while (written < 20_000) {
        const size = 1 + ((written * 7) % 300);
        write(
          Array.from({ length: size }, (_, index) => ({ text: `row ${written + index}`, at: written + index })),
          source,
        );
        written += size;
        const { entries } = await reader.page({
          query: EVERYTHING,
          scope: ALL,
          anchor: { kind: "tail" },
          before: 2,
          after: 0,
        });
        for (const entry of entries) seen.set(entry.id, entry.text);
        expect(entries.at(-1)?.text).toBe(`row ${written - 1}`);
      }
      const entries = await everything(reader);
      expect(entries.map(({ text }) => text)).toEqual(Array.from({ length: written }, (_, index) => `row ${index}`));
      expect(entries.map(({ line }) => line)).toEqual(Array.from({ length: written }, (_, index) => index + 1));
      for (const [id, text] of seen) expect((await reader.entry(id))?.text).toBe(text);
    });

    it("never lets the order of a source decrease, whatever it is given", async () => {
      const source = store.writer.open(fresh(), "label")!;
      const backwards = {
        ...batchOf([{ text: "a" }, { text: "b" }]),
        order: Float64Array.of(9, 3),
        at: Float64Array.of(NaN, 3),
      };
      expect(store.writer.append(source, [backwards], undefined).ok).toBe(true);
      write([{ text: "c", at: 4 }], source);
      const entries = await everything(openedReader(store));
      expect(entries.map(({ text, order, at }) => [text, order, at])).toEqual([
        ["a", 9, 9],
        ["b", 9, 3],
        ["c", 9, 4],
      ]);
    });

    it("answers scans, counts and pages as a filter over a list does", async () => {
      const reader = openedReader(store);
      await fc.assert(
        fc.asyncProperty(someLog, fc.array(someQuery, { minLength: 1, maxLength: 6 }), async (log, queries) => {
          const ids = log.sources.map(fresh);
          const handles = writeLog(store, log, ids);
          const scope = { sources: ids };
          const all: LogEntry[] = [];
          for await (const part of reader.scan({
            query: EVERYTHING,
            scope,
            direction: "oldest-first",
            limit: undefined,
          }))
            all.push(...part);
          expect(all).toEqual(all.toSorted((left, right) => left.order - right.order || left.id - right.id));
          expect(all).toHaveLength(log.sources.flat().length);
          for (const query of queries) {
            const test = compileQuery(query);
            const matching = all.filter((entry) => test(entryRow(entry)));
            const texts = matching.map(({ id }) => id);
            expect(await reader.count(query, scope)).toBe(matching.length);
            const newest: EntryId[] = [];
            for await (const part of reader.scan({ query, scope, direction: "newest-first", limit: 7 }))
              newest.push(...part.map(({ id }) => id));
            expect(newest).toEqual(texts.toReversed().slice(0, 7));
            const tail = await reader.page({ query, scope, anchor: { kind: "tail" }, before: 5, after: 3 });
            expect(tail.entries).toEqual(matching.slice(-5));
            expect([tail.atStart, tail.atEnd, tail.total]).toEqual([matching.length <= 5, true, all.length]);
          }
          for (const handle of handles) store.writer.release(handle);
        }),
        { numRuns: 40 },
      );
      await reader.close();
    });

    it("makes the same tables as the stages do of a list, also while it grows", async () => {
      const reader = openedReader(store, { ...READING, localOffset: () => 3_600_000_000 });
      const statement = fc.record({ query: fc.oneof(fc.constant(EVERYTHING), someQuery), stages: someTableStages });
      await fc.assert(
        fc.asyncProperty(someLog, fc.array(statement, { minLength: 1, maxLength: 6 }), async (log, statements) => {
          const ids = log.sources.map(fresh);
          const handles = writeLog(store, log, ids);
          const scope = { sources: ids };
          for (const { query, stages } of statements) {
            const run = createTableRun(stages, () => 3_600_000_000);
            for await (const part of reader.scan({ query, scope, ...run.plan })) run.push(part);
            run.end();
            const snapshots = await answersOf(reader.aggregate({ statement: { query, stages }, scope }));
            expect(snapshots.at(-1)).toEqual({ table: run.table(), done: 1, isComplete: true });
            expect(snapshots.slice(0, -1).every(({ isComplete }) => !isComplete)).toBe(true);
          }
          for (const handle of handles) store.writer.release(handle);
        }),
        { numRuns: 60 },
      );
      await reader.close();
    });

    it("makes tables of full blocks from their headers and columns", async () => {
      const reader = openedReader(store);
      const rows = Array.from({ length: 20_000 }, (_, index) => ({
        text: `line ${index}`,
        at: 1_000_000_000_000 + index * 10_000,
        order: 1_000_000_000_000 + index * 10_000,
        level: index % 10 === 0 ? 3 : 6,
        unit: `unit-${index % 3}`,
        pid: index % 5,
      }));
      const id = fresh();
      write(rows, store.writer.open(id, "label")!);
      const tableOf = async (text: string) => {
        const parsed = parseStatement(text, { now: micros(0), localOffset: () => 0 });
        if (!parsed.ok) throw new Error(parsed.fault.message);
        const scope = { sources: [id] };
        const { table } = (await answersOf(reader.aggregate({ statement: parsed.value, scope }))).at(-1)!;
        return table.rows;
      };
      expect(await tableOf("* | count")).toEqual([[20_000]]);
      expect(await tableOf("level>=error | count by source, level")).toEqual([[id, "error", 2_000]]);
      expect(await tableOf("* | timeslice 100s count by level | first 2")).toEqual([
        [1_000_000_000_000, "error", 1_000],
        [1_000_000_000_000, "info", 9_000],
      ]);
      expect(await tableOf("since:1970-01-12T13:48:20Z | count by level")).toEqual([
        ["info", 9_000],
        ["error", 1_000],
      ]);
      expect(await tableOf('"line 1999" | count by unit | sort unit')).toEqual([
        ["unit-0", 3],
        ["unit-1", 5],
        ["unit-2", 3],
      ]);
      expect(await tableOf("* | stats(min, max, avg, p50) of pid")).toEqual([[1, 4, 2.5, 2]]);
      await reader.close();
    });

    it("tiles: what is before an anchor and what is from it on are neighbours, at every anchor", async () => {
      const reader = openedReader(store);
      await fc.assert(
        fc.asyncProperty(
          someLog,
          someQuery,
          fc.nat(200),
          fc.double({ min: 0, max: 1, noNaN: true }),
          async (log, query, pick, fraction) => {
            const ids = log.sources.map(fresh);
            writeLog(store, log, ids);
            const scope = { sources: ids };
            const all = (
              await reader.page({ query: EVERYTHING, scope, anchor: { kind: "head" }, before: 0, after: 1_000 })
            ).entries;
            const matching = (await reader.page({ query, scope, anchor: { kind: "head" }, before: 0, after: 1_000 }))
              .entries;
            const chosen = all[pick % all.length]!;
            const anchors: readonly (readonly [Anchor, (entry: LogEntry) => boolean])[] = [
              [{ kind: "head" }, () => false],
              [{ kind: "tail" }, () => true],
              [
                { kind: "entry", id: chosen.id },
                (entry) => entry.order < chosen.order || (entry.order === chosen.order && entry.id < chosen.id),
              ],
              [{ kind: "time", at: chosen.order }, (entry) => entry.order < chosen.order],
              [
                { kind: "fraction", fraction },
                (entry) => all.findIndex(({ id }) => id === entry.id) < Math.floor(fraction * all.length),
              ],
            ];
            for (const [anchor, isOlder] of anchors) {
              const page = await reader.page({ query, scope, anchor, before: 3, after: 4 });
              const place = matching.filter(isOlder).length;
              const isExact = anchor.kind !== "fraction" || ids.length === 1;
              if (isExact) expect(page.anchorIndex).toBe(anchor.kind === "head" ? 0 : Math.min(3, place));
              const first = matching.findIndex(({ id }) => id === page.entries[0]?.id);
              if (page.entries.length === 0) continue;
              expect(page.entries).toEqual(matching.slice(first, first + page.entries.length));
              expect(page.atStart).toBe(first === 0);
              expect(page.atEnd).toBe(first + page.entries.length === matching.length);
              if (ids.length === 1) expect(page.position).toBe(all.findIndex(({ id }) => id === page.entries[0]!.id));
            }
          },
        ),
        { numRuns: 40 },
      );
      await reader.close();
    });

    it("shows neighbours of matches, and repeats as one, as a list does, at every anchor", async () => {
      const reader = openedReader(store);
      const saying = fc.constantFrom("a 1", "a 1", "a 1", "a 2", "b");
      const repetitive = fc.record({
        log: someLog,
        sayings: fc.array(saying, { minLength: 90, maxLength: 90 }),
        isVaried: fc.boolean(),
      });
      const asked = fc.record({
        query: fc.oneof(someQuery, fc.constantFrom(EVERYTHING, word("a"), word("b"), word("2"))),
        context: fc.integer({ min: 0, max: 4 }),
        repeats: fc.option(fc.record({ as: fc.constantFrom("same" as const, "alike" as const), opened: fc.boolean() })),
        pick: fc.nat(200),
      });
      await fc.assert(
        fc.asyncProperty(repetitive, asked, async ({ log, sayings, isVaried }, { query, context, repeats, pick }) => {
          const ids = log.sources.map(fresh);
          let next = 0;
          const sources = log.sources.map((rows) =>
            rows.map((row): LogEntry => {
              const text = sayings[next++]!;
              return isVaried
                ? { ...row, text }
                : { ...row, text, level: "info", unit: "u", identifier: "i", host: "h", marks: 0, format: "plain" };
            }),
          );
          writeLog(store, { ...log, sources }, ids);
          const scope = { sources: ids };
          const head = { kind: "head" } as const;
          const all = (await reader.page({ query: EVERYTHING, scope, anchor: head, before: 0, after: 1_000 })).entries;
          const list = createListEngine({
            matcher: (one) => {
              const matches = compileQuery(one);
              return (entry) => matches(entryRow(entry));
            },
            entries: all,
          });
          const chosen = all[pick % all.length]!;
          const opened = repeats?.opened === true ? all.filter((_, index) => index % 2 === 0).map(({ id }) => id) : [];
          for (const direction of ["newer", "older"] as const) {
            for (const from of [undefined, chosen.id]) {
              const wanted = { query, pattern: word("1"), scope, from, direction, context };
              expect(await reader.find(wanted)).toEqual(await list.find(wanted));
            }
          }
          const anchors: readonly Anchor[] = [
            head,
            { kind: "tail" },
            { kind: "entry", id: chosen.id },
            { kind: "time", at: chosen.order },
          ];
          for (const anchor of anchors) {
            const folding = repeats === null ? {} : { repeats: { as: repeats.as, opened } };
            const request = { query, scope, anchor, before: 4, after: 6, context, ...folding };
            const [page, expected] = [await reader.page(request), await list.page(request)];
            expect(page.entries).toEqual(expected.entries);
            expect(page.context).toEqual(expected.context);
            expect(page.repeats).toEqual(expected.repeats);
            expect([page.anchorIndex, page.atStart, page.atEnd]).toEqual([
              expected.anchorIndex,
              expected.atStart,
              expected.atEnd,
            ]);
          }
        }),
        { numRuns: 100 },
      );
      await reader.close();
    });

    it("cuts a run of very many repeats at the same places, wherever one looks from", async () => {
      const reader = openedReader(store);
      const id = fresh();
      const texts = ["begin", ...Array.from({ length: 3_700 }, () => "again"), "end"];
      write(
        texts.map((text) => ({ text })),
        store.writer.open(id, "label")!,
      );
      const ask = (anchor: Anchor, before: number, after: number) =>
        reader.page({
          query: EVERYTHING,
          scope: { sources: [id] },
          anchor,
          before,
          after,
          repeats: { as: "same", opened: [] },
        });
      const whole = await ask({ kind: "head" }, 0, 10);
      expect(whole.repeats?.map(({ count }) => count)).toEqual([499, 500, 500, 500, 500, 500, 500, 201]);
      expect(await ask({ kind: "tail" }, 10, 0)).toMatchObject({ entries: whole.entries, repeats: whole.repeats });
      const first = whole.entries[0]!.id;
      for (const ordinal of [0, 1, 2, 499, 500, 501, 1_250, 3_700, 3_701]) {
        const page = await ask({ kind: "entry", id: (first + ordinal) as EntryId }, 10, 10);
        expect([page.entries, page.repeats]).toEqual([whole.entries, whole.repeats]);
        const next = page.entries[page.anchorIndex + 1]?.id ?? Infinity;
        expect(page.entries[page.anchorIndex]!.id <= first + ordinal && next > first + ordinal).toBe(true);
      }
      await reader.close();
    });

    it("finds the next and the previous match, not counting the entry it starts from", async () => {
      const reader = openedReader(store);
      write(["one a", "two b", "three a", "four b", "five a"].map((text) => ({ text })));
      const all = await everything(reader);
      const find = async (from: number | undefined, direction: "older" | "newer") =>
        (
          await reader.find({
            query: word("e"),
            pattern: word("a"),
            scope: ALL,
            from: from === undefined ? undefined : all[from]!.id,
            direction,
          })
        )?.text;
      expect(await find(undefined, "newer")).toBe("one a");
      expect(await find(undefined, "older")).toBe("five a");
      expect(await find(0, "newer")).toBe("three a");
      expect(await find(3, "newer")).toBe("five a");
      expect(await find(4, "newer")).toBeUndefined();
      expect(await find(4, "older")).toBe("three a");
      expect(await find(0, "older")).toBeUndefined();
    });

    it("sums an overview up to the exact counts, also of several sources", async () => {
      const reader = openedReader(store);
      const rows = (from: number) =>
        Array.from({ length: 3_000 }, (_, index) => ({
          text: index % 3 === 0 ? "hit" : "miss",
          at: from + index * 2,
          level: index % 9,
        }));
      write(rows(0));
      write(rows(3_001));
      let overview = await reader.overview(word("hit"), ALL, 30);
      while (!overview.complete) overview = await reader.overview(word("hit"), ALL, 30);
      expect([overview.matches, overview.total, overview.buckets.length]).toEqual([2_000, 6_000, 30]);
      expect(overview.buckets.reduce((sum, { matches }) => sum + matches, 0)).toBe(2_000);
      const levels = Array.from({ length: 9 }, (_, level) =>
        overview.buckets.reduce((sum, bucket) => sum + bucket.levels[level]!, 0),
      );
      expect(levels).toEqual([668, 668, 668, 666, 666, 666, 666, 666, 666]);
      for (const bucket of overview.buckets)
        expect(bucket.levels.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(150);
    });

    it("keeps scope, sources and levels apart", async () => {
      const reader = openedReader(store);
      const [one, two] = [fresh(), fresh()];
      write(
        [
          { text: "a", at: 3, level: 3 },
          { text: "b", at: 7 },
        ],
        store.writer.open(one, "One")!,
      );
      write([{ text: "c", at: 5, level: LEVEL_UNKNOWN }], store.writer.open(two, "Two")!);
      expect(await reader.count(EVERYTHING, { sources: [two] })).toBe(1);
      expect(await reader.count(EVERYTHING, { sources: [sourceId("file:/never")] })).toBe(0);
      const [truth, resume] = [NO_TROUBLE, token("t")];
      // Who collects is for others to know, and a store in memory has none.
      const told = (await reader.sources()).map(({ holder: _holder, ...source }) => source);
      expect(told).toEqual([
        {
          id: one,
          label: "One",
          number: 1,
          entries: 2,
          first: 3,
          last: 7,
          levels: { error: 1, unknown: 1 },
          truth,
          resume,
        },
        { id: two, label: "Two", number: 2, entries: 1, first: 5, last: 5, levels: { unknown: 1 }, truth, resume },
      ]);
    });

    it("keeps what was said of a source, with its place, and gives it to who goes on", async () => {
      const reader = openedReader(store);
      const id = fresh();
      const source = store.writer.open(id, "One")!;
      const say = (rows: readonly BatchRow[], remarks: readonly Remark[]) =>
        expect(store.writer.append(source, [batchOf(rows)], undefined, remarks).ok).toBe(true);
      const step: Remark = { kind: "note", what: "clock-step", count: 1 };
      say([{ text: "a", at: 10 }], [{ kind: "gap", reason: "suppressed", lost: 130 }]);
      say([{ text: "b", at: 20 }], [{ kind: "note", what: "duplicate", count: 7 }, step]);
      say([], [{ kind: "error", at: micros(25), message: "went away" }]);
      say([{ text: "c", at: 30 }], [{ kind: "gap", reason: "suppressed", lost: 5 }]);
      say([], [{ kind: "gap", reason: "dropped", lost: undefined }]);
      const placed = (await reader.remarks({ sources: [id] }, { from: -Infinity, to: Infinity })).map(
        ({ remark, ordinal, after, before }) => [
          remark.kind === "gap" ? remark.reason : remark.what,
          ordinal,
          after,
          before,
        ],
      );
      expect(placed).toEqual([
        ["suppressed", 0, undefined, 10],
        ["clock-step", 1, 10, 20],
        ["suppressed", 2, 20, 30],
        ["dropped", 3, 30, 30],
      ]);
      expect(await reader.remarks({ sources: [id] }, { from: 11, to: 20 })).toHaveLength(1);
      // A page has what was said before its own entries.
      const anchor = { kind: "tail" } as const;
      const page = await reader.page({ query: word("b"), scope: ALL, anchor, before: 9, after: 0 });
      expect(page.remarks).toEqual([{ source: id, remark: step, ordinal: 1, after: 10, before: 20 }]);
      expect(await reader.remarks({ sources: [] }, { from: -Infinity, to: Infinity })).toEqual([]);
      const truth: Truth = {
        gaps: { ...NO_TROUBLE.gaps, suppressed: 2, dropped: 1 },
        lost: { ...NO_TROUBLE.lost, suppressed: 135 },
        notes: { ...NO_TROUBLE.notes, "clock-step": 1, duplicate: 7 },
        lastError: { at: micros(25), message: "went away" },
      };
      expect((await reader.sources()).find((one) => one.id === id)?.truth).toEqual(truth);
      store.writer.release(source);
      expect(store.writer.open(id, "One")?.truth).toEqual(truth);
    });

    it("tells what a question has to look at, and what it looked at", async () => {
      const reader = openedReader(store);
      const source = store.writer.open(fresh(), "One")!;
      for (const at of [0, 100_000])
        write(
          Array.from({ length: 16_384 }, (_, row) => ({ text: "x", at: at + row })),
          source,
        );
      const query: Query = { kind: "time", from: micros(100_000), to: undefined };
      expect(await reader.count({ kind: "and", parts: [query, word("x")] }, ALL)).toBe(16_384);
      expect(await reader.explain(query, ALL)).toMatchObject({
        span: { from: 100_000, to: Infinity },
        sources: [{ label: "One", blocks: 2, entries: 32_768, ruledOut: { blocks: 1, entries: 16_384 } }],
        opened: { blocks: 1, entries: 16_384 },
      });
    });

    it("answers about the log as it was when asked, while more comes in", async () => {
      const reader = openedReader(store);
      const source = write(Array.from({ length: 3_000 }, (_, index) => ({ text: `old ${index}` })));
      const scan = reader
        .scan({ query: word("o"), scope: ALL, direction: "oldest-first", limit: undefined })
        [Symbol.asyncIterator]();
      const first = await scan.next();
      // Enough to seal the blocks that the scan is in the middle of.
      for (let round = 0; round < 10; round += 1)
        write(
          Array.from({ length: 1_000 }, () => ({ text: "o new" })),
          source,
        );
      const texts = [...(first.done === true ? [] : first.value)];
      for (let next = await scan.next(); next.done !== true; next = await scan.next()) texts.push(...next.value);
      expect(texts.map(({ text }) => text)).toEqual(Array.from({ length: 3_000 }, (_, index) => `old ${index}`));
      expect(await reader.count(word("new"), ALL)).toBe(10_000);
    });

    it("answers a page while a long question is at work, and gives that up when it is withdrawn", async () => {
      const reader = openedReader(store);
      const source = store.writer.open(fresh(), "label")!;
      for (let round = 0; round < 12; round += 1)
        write(
          Array.from({ length: 8_192 }, (_, index) => ({ text: `${round} ${index} some words` })),
          source,
        );
      const controller = new AbortController();
      const done: string[] = [];
      const regex: Query = { kind: "regex", source: "(a|b|c)+x\\d{3}y", flags: "i", field: undefined };
      const long = reader.count(regex, ALL, controller.signal).then(
        () => done.push("count"),
        (error: Error) => done.push(error.name),
      );
      await reader.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "tail" }, before: 10, after: 0 });
      done.push("page");
      controller.abort();
      await long;
      expect(done).toEqual(["page", "AbortError"]);
    });

    it("raises the revision with every commit", async () => {
      const reader = openedReader(store);
      const source = write([{ text: "a" }]);
      const before = reader.revision();
      write([{ text: "b" }], source);
      expect(reader.revision()).toBeGreaterThan(before);
      const page = await reader.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "tail" }, before: 1, after: 0 });
      expect(page.revision).toBe(reader.revision());
    });

    it("remembers the last token, the last order and what comes next", () => {
      const id = fresh();
      const source = store.writer.open(id, "label")!;
      expect(source).toMatchObject({ resume: undefined, lastOrder: undefined });
      store.writer.append(source, [batchOf([{ text: "a", at: 8 }])], token("first"));
      store.writer.append(source, [batchOf([{ text: "b", at: 6 }])], undefined);
      store.writer.release(source);
      expect(store.writer.open(id, "label")).toEqual({
        number: source.number,
        resume: "first",
        lastOrder: micros(8),
        nextOrdinal: 2,
        nextLine: 3,
        truth: NO_TROUBLE,
      });
    });

    it("lets nobody collect a source twice at a time", () => {
      const id = fresh();
      const source = store.writer.open(id, "label")!;
      expect(store.writer.open(id, "label")).toBeUndefined();
      store.writer.release(source);
      expect(store.writer.open(id, "label")?.number).toBe(source.number);
    });

    it("keeps sessions whole, the newest first, and changes only what is said", async () => {
      const log = store.writer.sessions;
      const whole = newSession({
        startedAt: micros(5),
        name: "switch",
        command: ["nixos-rebuild", "switch", "--flake", ".#b\u00f6x"],
        folder: "/etc/nixos",
        units: [{ unit: "a.service", state: "failed", result: "exit-code", invocation: "0".repeat(32) }],
        phases: [{ name: "build", startedAt: micros(6), endedAt: undefined, result: "running" }],
        generationBefore: { number: 7, path: "/nix/store/x" },
        tags: ["one", "two"],
      });
      const older = valueOf(log.begin(newSession({ startedAt: micros(1) })));
      const id = valueOf(log.begin(whole));
      const reader = openedReader(store);
      expect(await reader.sessions()).toEqual([
        { ...whole, id },
        { ...newSession({ startedAt: micros(1) }), id: older },
      ]);
      const before = reader.revision();
      expect(log.update(id, { result: "failed", exitCode: 4, endedAt: micros(9), note: "why" }).ok).toBe(true);
      expect(reader.revision()).toBeGreaterThan(before);
      const [changed] = await reader.sessions();
      expect(changed).toEqual({ ...whole, id, result: "failed", exitCode: 4, endedAt: 9, note: "why" });
      expect(log.remove(id).ok).toBe(true);
      expect(log.update(id, { name: "gone" }).ok).toBe(true);
      expect((await reader.sessions()).map((session) => session.id)).toEqual([older]);
      expect(valueOf(log.begin(newSession({})))).toBeGreaterThan(id);
      await reader.close();
    });

    it("keeps bookmarks with their notes and tags, in the order of the log, and only of entries that are there", async () => {
      const source = write([
        { text: "a", at: 1 },
        { text: "b", at: 2 },
        { text: "c", at: 3 },
      ]);
      const id = (ordinal: number) => entryId(source.number, ordinal);
      const { bookmarks } = store.writer;
      for (const ordinal of [2, 0, 1]) {
        expect(bookmarks.keep({ kind: "set", entry: id(ordinal), note: undefined, tags: [] }).ok).toBe(true);
      }
      bookmarks.keep({ kind: "set", entry: id(0), note: "the first \u001b[31m", tags: ["disk", "slow"] });
      bookmarks.keep({ kind: "remove", entry: id(1) });
      bookmarks.keep({ kind: "set", entry: id(99), note: "nothing there", tags: [] });
      if (under.reopen !== undefined) store = await under.reopen();
      const reader = openedReader(store);
      expect(
        (await reader.bookmarks()).map(({ entry, note, tags, position }) => [entry.text, note, tags, position]),
      ).toEqual([
        ["a", "the first \u001b[31m", ["disk", "slow"], 0],
        ["c", undefined, [], 2],
      ]);
      await reader.close();
    });

    it("calls a session unknown whose recorder ended before it", async () => {
      if (under.reopen === undefined) return;
      const id = valueOf(store.writer.sessions.begin(newSession({ startedAt: micros(1) })));
      const whole = valueOf(store.writer.sessions.begin(newSession({ startedAt: micros(2), result: "succeeded" })));
      store = await under.reopen();
      const reader = openedReader(store);
      expect((await reader.sessions()).map((session) => [session.id, session.result])).toEqual([
        [whole, "succeeded"],
        [id, "unknown"],
      ]);
      await reader.close();
    });

    it("finds what belongs to a session by its place, number or name", async () => {
      const [own, journal, other] = [fresh(), fresh(), fresh()];
      const invocation = "c".repeat(32);
      write([{ text: "said long ago", at: 1 }], store.writer.open(own, "own")!);
      write([{ text: "an error", at: 21 }], store.writer.open(errorSourceOf(own), "own")!);
      write(
        [
          { text: "before", at: 19, unit: "nginx.service" },
          { text: "within", at: 25, unit: "nginx.service" },
          { text: "by invocation", at: 26, fields: { _SYSTEMD_INVOCATION_ID: invocation } },
          { text: "another unit", at: 26, unit: "sshd.service" },
          { text: "at its end", at: 30, unit: "nginx.service" },
          { text: "after", at: 31, unit: "nginx.service" },
        ],
        store.writer.open(journal, "journal")!,
      );
      write([{ text: "elsewhere", at: 25 }], store.writer.open(other, "other")!);
      const id = valueOf(
        store.writer.sessions.begin(
          newSession({
            name: "deploy",
            source: own,
            startedAt: micros(20),
            endedAt: micros(30),
            units: [{ unit: "nginx.service", state: "started", result: undefined, invocation }],
          }),
        ),
      );
      valueOf(store.writer.sessions.begin(newSession({ startedAt: micros(10) })));
      const reader = openedReader(store);
      const session = (pattern: string): Query => ({ kind: "field", field: "session", pattern });
      const texts = async (query: Query) => (await everything(reader, query)).map(({ text }) => text).toSorted();
      const expected = ["an error", "at its end", "by invocation", "said long ago", "within"];
      for (const name of ["@1", String(id), "deploy", "DEP*"]) expect(await texts(session(name))).toEqual(expected);
      for (const name of ["@2", "@3", "999", "nobody"]) expect(await texts(session(name))).toEqual([]);
      const rest = await texts({ kind: "not", part: session("@1") });
      expect(rest).toEqual(["after", "another unit", "before", "elsewhere"]);
      await reader.close();
    });

    it("goes on after a restart where it was, in the same small block", async () => {
      if (under.reopen === undefined) return;
      const id = fresh();
      for (let round = 0; round < 5; round += 1) {
        const source = store.writer.open(id, "label")!;
        write(
          [
            { text: `${round} a`, at: round },
            { text: `${round} b`, at: round, fields: { round } },
          ],
          source,
        );
        store = await under.reopen();
      }
      const reader = openedReader(store);
      const entries = await everything(reader);
      expect(entries.map(({ text, line, fields }) => [text, line, fields["round"]])).toEqual(
        Array.from({ length: 5 }, (_, round) => [
          [`${round} a`, round * 2 + 1, undefined],
          [`${round} b`, round * 2 + 2, round],
        ]).flat(),
      );
      await reader.close();
    });
  });
}
