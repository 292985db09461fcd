import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceId } from "../../../src/core/entry.js";
import type { Engine, Source, SourceEvent } from "../../../src/core/ports.js";
import { parseQuery } from "../../../src/core/query/parse.js";
import { micros } from "../../../src/core/time.js";
import { startInProcess } from "../../../src/engine/in-process.js";
import { pairKernel } from "../../../src/sources/kernel/beside-journal.js";
import { kernelEvents } from "../../../src/sources/kernel/events.js";
import { kernelKey } from "../../../src/sources/kernel/ledger.js";
import { createBell } from "../../../src/sources/stream/bell.js";
import { createStructuredBatch } from "../../../src/sources/structured-batch.js";
import { inject, missingForKmsg } from "../../support/kmsg.js";
import { createMemoryRing } from "../../support/memory-ring.js";
import { missingForJournald, startRealJournald } from "../../support/real-journald.js";
import { runSource } from "../../support/source-run.js";

const BOOT = "this-boot";
const FOLLOW = { follow: true, history: undefined, since: undefined } as const;

/** A ring of the kernel, and a journal that has what it is told to copy. */
type Machine = {
  readonly pair: ReturnType<typeof pairKernel>;
  /** Adds a message to the ring; `copy` puts it into the journal. */
  readonly print: (text: string) => { readonly copy: () => void };
};

function machine(graceMs: number): Machine {
  const ring = createMemoryRing();
  let number = 0;
  const copies: { readonly at: number; readonly text: string }[] = [];
  const bells = new Set<() => void>();
  const journal: Source = {
    id: sourceId("journal:"),
    label: "journal",
    async *events(signal): AsyncGenerator<SourceEvent> {
      const bell = createBell(signal);
      bells.add(bell.ring);
      for (let next = 0; !signal.aborted; await bell.wait(undefined)) {
        const batch = createStructuredBatch();
        for (const { at, text } of copies.slice(next)) {
          const fields = { _TRANSPORT: "kernel", _BOOT_ID: BOOT, _SOURCE_MONOTONIC_TIMESTAMP: String(at) };
          batch.add({ at: micros(at), fields }, Buffer.from(text));
        }
        next = copies.length;
        const taken = batch.take();
        if (taken !== undefined) yield { kind: "batch", batch: taken, resume: undefined };
      }
      bell.close();
    },
  };
  const kernel: Source = {
    id: sourceId("kernel:"),
    label: "kernel",
    events: (signal, resume) => kernelEvents({ options: FOLLOW, boot: BOOT }, ring.open(), signal, resume),
  };
  const lines = () =>
    Promise.resolve(
      copies.flatMap(({ at, text }) => {
        const fields = { _BOOT_ID: BOOT, _SOURCE_MONOTONIC_TIMESTAMP: String(at) };
        return kernelKey(fields, Buffer.from(text)) ?? [];
      }),
    );
  return {
    pair: pairKernel(kernel, [journal], { lines, graceMs }),
    print: (text) => {
      // As the ring numbers and times them.
      const at = 1_000 * number++;
      ring.add(text);
      return {
        copy: () => {
          copies.push({ at, text });
          for (const ring of bells) ring();
        },
      };
    },
  };
}

describe("the kernel's log beside a journal", () => {
  it("gives only what the journal does not bring in time", async () => {
    const { pair, print } = machine(150);
    print("one").copy();
    print("two");
    const kernel = runSource(pair.kernel);
    const journal = runSource(pair.journals[0] ?? expect.fail("no journal"));
    await kernel.until(() => kernel.texts().includes("two"));
    print("three").copy();
    const four = print("four");
    await kernel.until(() => kernel.texts().includes("four"));
    four.copy();
    print("five").copy();
    await journal.until(() => journal.texts().includes("five"));
    await Promise.all([kernel.stop(), journal.stop()]);
    expect(kernel.texts()).toEqual(["two", "four"]);
    // What came from the kernel because the journal was late is not given again.
    expect(journal.texts()).toEqual(["one", "three", "five"]);
    expect(journal.events).toContainEqual({ kind: "note", what: "duplicate", count: 1 });
  });

  it("goes on behind what it left out", async () => {
    const { pair, print } = machine(60_000);
    for (const text of ["one", "two", "three"]) print(text).copy();
    const first = runSource(pair.kernel);
    await first.until(() => first.token() !== undefined);
    await first.stop();
    expect([first.texts(), JSON.parse(first.token() ?? "")]).toEqual([[], { v: 1, bootId: BOOT, seq: 2 }]);
    expect(first.events).toContainEqual({ kind: "note", what: "duplicate", count: 3 });
  });

  it("waits for no journal that copies nothing of the kernel", async () => {
    const { pair, print } = machine(600_000);
    print("alone");
    const run = runSource(pair.kernel);
    await run.until(() => run.texts().includes("alone"));
    await run.stop();
  });
});

const missing = (await missingForJournald()) ?? missingForKmsg();

describe.skipIf(missing !== undefined)("the kernel and a real journald that copies it", () => {
  it("bring every line exactly once, over a restart too", async () => {
    const folder = mkdtempSync(join(tmpdir(), "logstream-pair-"));
    const journald = await startRealJournald({ kernel: true });
    const mark = `ls${randomUUID().slice(0, 8)}`;
    const query = parseQuery(`identifier:${mark}`, { now: micros(0), localOffset: () => 0 });
    if (!query.ok) throw new Error(query.fault.message);
    const start = async (): Promise<Engine> => {
      const started = await startInProcess({
        storePath: join(folder, "log.db"),
        specs: [`journal:dir=${journald.directory}`, "kernel:"],
        follow: true,
        history: undefined,
        since: undefined,
        collector: { kind: "test", command: "test" },
      });
      return started.ok ? started.value.engine : expect.fail(started.fault.message);
    };
    const kept = async (engine: Engine, atLeast: number): Promise<readonly string[]> => {
      for (;;) {
        const page = await engine.page({
          query: query.value,
          scope: engine.scope,
          anchor: { kind: "tail" },
          before: 99,
          after: 0,
        });
        if (page.entries.length >= atLeast) return page.entries.map(({ message }) => message.replace(/^.*?: /, ""));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const numbered = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => `line ${from + index}`);
    const print = (from: number, count: number) =>
      inject(5, ...numbered(from, count).map((line) => `${mark}: ${line}`));
    try {
      print(0, 10);
      let engine = await start();
      print(10, 10);
      await kept(engine, 20);
      await engine.close();
      print(20, 5);
      engine = await start();
      print(25, 5);
      await kept(engine, 30);
      // The kernel source is behind all of them now: what it was going to give it has given.
      const sentinel = `${mark}: line 30`;
      inject(5, sentinel);
      expect(await kept(engine, 31)).toEqual(numbered(0, 31));
      await engine.close();
      engine = await start();
      expect(await kept(engine, 31)).toEqual(numbered(0, 31));
      await engine.close();
    } finally {
      await journald.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
