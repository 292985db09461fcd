import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RawBatch } from "../../src/core/batch.js";
import type { ResumeToken, Source } from "../../src/core/ports.js";
import { hear, heardIn, linesOf, recordsIn } from "../support/read-source.js";
import { runSource } from "../support/source-run.js";

/** One thing that logs, made for a test. */
export type SourceCase = {
  /** Opens the source anew on the same thing. */
  open(): Promise<Source>;
  /** All that it holds at the start, oldest first: every line once. */
  readonly lines: readonly string[];
  /** Adds lines to what it holds, as the program that logs would; absent where nothing can be added. */
  append?(lines: readonly string[]): Promise<void>;
  /** Whether it ends by itself after its lines. */
  readonly ends: boolean;
  /** Whether a token brings it to where it stood; otherwise every token must be undefined. */
  readonly resumes: boolean;
  /** A source that has far more to give than a reader takes; absent where none can be made. */
  endless?(): Promise<Source>;
  close(): Promise<void>;
};

/** Far above what ending takes, far below what a hang takes. */
const ENDS_WITHIN_MS = 60_000;
/** One batch ahead, buffers and all. */
const READ_AHEAD_BYTES = 32 * 1024 * 1024;

/** What every source must keep; run it on a case of each kind. */
export function sourceContract(name: string, makeCase: () => Promise<SourceCase>): void {
  describe(`the source contract: ${name}`, () => {
    let here: SourceCase;
    beforeEach(async () => {
      here = await makeCase();
    });
    afterEach(async () => {
      await here.close();
    });

    const all = async (source: Source, resume?: ResumeToken) =>
      hear(source, (heard) => !here.ends && recordsIn(heard) >= here.lines.length, resume);

    it("gives every record once and in order", async () => {
      expect((await all(await here.open())).lines).toEqual(here.lines);
    });

    it("gives ranges that ascend, with nothing but line ends between neighbours", async () => {
      for (const batch of (await all(await here.open())).batches) expectWellFormed(batch);
    });

    it("says at most once that it has caught up, and no progress after that", async () => {
      const { events } = await all(await here.open());
      const at = events.findIndex((event) => event.kind === "caught-up");
      expect(events.filter((event) => event.kind === "caught-up").length).toBeLessThanOrEqual(1);
      const late = at === -1 ? [] : events.slice(at).filter((event) => event.kind === "batch");
      expect(late.filter((event) => event.progress !== undefined)).toEqual([]);
    });

    it("ends soon after an abort, wherever it is", async () => {
      for (const events of [0, 1, 2]) {
        const ending = hear(await here.open(), (heard) => heard.events.length >= events);
        await expect(Promise.race([ending, never()])).resolves.toBeDefined();
      }
    });

    it("gives nothing when it was aborted before it began", async () => {
      const source = await here.open();
      const events = [];
      for await (const event of source.events(AbortSignal.abort(), undefined)) events.push(event);
      expect(events.filter((event) => event.kind === "batch" && event.batch.count > 0)).toEqual([]);
    });

    it("lets go when the reader leaves without a word", async () => {
      const source = await here.open();
      for await (const event of source.events(new AbortController().signal, undefined)) if (event.kind !== "gap") break;
      const again = await all(await here.open());
      if (here.resumes) expect(again.lines).toEqual(here.lines);
    });

    it("gives what is added while it is read, and after it has caught up", async () => {
      if (here.append === undefined) return;
      const run = runSource(await here.open());
      await run.until(() => run.received.length >= here.lines.length);
      const added = Array.from({ length: 50 }, (_, i) => `added ${i}`);
      for (const line of added) await here.append([line]);
      await run.until(() => run.received.length >= here.lines.length + added.length && run.isCaughtUp());
      await here.append(["last"]);
      await run.until(() => run.received.length > here.lines.length + added.length);
      await run.stop();
      expect(heardIn(run.events).lines).toEqual([...here.lines, ...added, "last"]);
    });

    it("resumes with exactly what came after the batch of the token, killed at any point", async () => {
      if (!here.resumes) {
        const { events } = await all(await here.open());
        expect(events.filter((event) => event.kind === "batch" && event.resume !== undefined)).toEqual([]);
        return;
      }
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }), async (kills) => {
          expect(await readWithKills(here, kills)).toEqual(here.lines);
        }),
        { numRuns: 8 },
      );
    });

    it("reads no more than a batch ahead of a reader that does not pull", async () => {
      const source = await here.endless?.();
      if (source === undefined) return;
      const controller = new AbortController();
      const events = source.events(controller.signal, undefined)[Symbol.asyncIterator]();
      const first = await events.next();
      expect(first.done).not.toBe(true);
      const before = process.memoryUsage().arrayBuffers;
      for (let i = 0; i < 300; i++) await turn();
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(READ_AHEAD_BYTES);
      controller.abort();
      for (let step = first; step.done !== true;) step = await events.next();
    });
  });
}

/** Reads so many batches, drops the source, and goes on with the token of the last; the last run reads to the end. */
async function readWithKills(here: SourceCase, kills: readonly number[]): Promise<string[]> {
  const batches: RawBatch[] = [];
  let resume: ResumeToken | undefined;
  const isAll = () => batches.reduce((sum, batch) => sum + batch.count, 0) >= here.lines.length;
  for (const most of [...kills, Infinity]) {
    const controller = new AbortController();
    const source = await here.open();
    let taken = 0;
    if (isAll() || most === 0) continue;
    for await (const event of source.events(controller.signal, resume)) {
      if (event.kind !== "batch") continue;
      batches.push(event.batch);
      resume = event.resume ?? resume;
      taken++;
      if (taken >= most || (isAll() && !here.ends)) break;
    }
    controller.abort();
  }
  return linesOf(batches);
}

function expectWellFormed(batch: RawBatch): void {
  expect(batch.starts.length).toBeGreaterThanOrEqual(batch.count);
  let end = 0;
  for (let i = 0; i < batch.count; i++) {
    const start = batch.starts[i] ?? -1;
    const next = batch.ends[i] ?? -1;
    if (start < end || next < start || next > batch.bytes.length)
      expect.fail(`record ${i} is [${start}, ${next}) after ${end}`);
    end = next;
  }
  if (batch.marks !== undefined) expect(batch.marks.length).toBeGreaterThanOrEqual(batch.count);
  if (batch.records !== undefined) expect(batch.records.set.length).toBe(batch.count);
}

function never(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("it did not end")), ENDS_WITHIN_MS).unref();
  });
}
