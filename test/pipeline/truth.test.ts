import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { RawBatch } from "../../src/core/batch.js";
import { sourceId } from "../../src/core/entry.js";
import type { ResumeToken, Source, SourceEvent } from "../../src/core/ports.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { GAP_REASONS, NO_TROUBLE, NOTE_KINDS, type Remark, withRemark } from "../../src/core/truth.js";
import { now } from "../../src/engine/environment.js";
import { createParser } from "../../src/parse/parser.js";
import { collect } from "../../src/pipeline/collect.js";
import { NO_LAG, withLag, worstLagMs } from "../../src/pipeline/lag.js";
import { newMeter } from "../../src/pipeline/meter.js";
import { decodeUtf8 } from "../../src/pipeline/scan/decode.js";
import { openStore, openStoreReader, type Store } from "../../src/store/open-store.js";
import { ALL, READING } from "../contracts/log-store-contract.js";

let folder = "";
let count = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logstream-truth-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(path: string): Store {
  const opened = openStore({ path, collector: { kind: "test", command: "test" }, now });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

/** A line, or something that is said between two. */
type Step = "line" | "continued" | Exclude<Remark, { readonly kind: "error" }>;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>("line") },
  // The parser holds a line back until it knows that no other belongs to it.
  { weight: 2, arbitrary: fc.constant<Step>("continued") },
  fc.record({
    kind: fc.constant("gap" as const),
    reason: fc.constantFrom(...GAP_REASONS),
    lost: fc.option(fc.nat(9), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant("note" as const),
    what: fc.constantFrom(...NOTE_KINDS.filter((what) => what !== "left-out")),
    count: fc.nat(9),
  }),
);

/** A source that says what the script says, from where the token stands. */
function scripted(script: readonly Step[]): Source {
  async function* events(signal: AbortSignal, resume: ResumeToken | undefined): AsyncGenerator<SourceEvent> {
    for (const [at, one] of script.entries()) {
      if (at < Number(resume ?? 0)) continue;
      if (signal.aborted) return;
      await Promise.resolve();
      if (typeof one === "object") yield one;
      else yield { kind: "batch", batch: lineBatch(one, at), resume: String(at + 1) as ResumeToken };
    }
  }
  return { id: sourceId("file:/script"), label: "script", events };
}

function lineBatch(kind: "line" | "continued", at: number): RawBatch {
  const text = kind === "line" ? `2026-11-21T05:00:00Z box app[7]: line ${at}` : `    at frame ${at}`;
  const bytes = new TextEncoder().encode(text);
  const [starts, ends] = [Uint32Array.of(0), Uint32Array.of(bytes.length)];
  return { bytes, starts, ends, count: 1, marks: undefined, records: undefined, receivedAt: now() };
}

/** Runs the source and stops all of a sudden: after so many commits nothing reaches the store any more. */
async function runUntilKilled(path: string, source: Source, commits: number): Promise<void> {
  const store = open(path);
  const killed = new AbortController();
  let left = commits;
  const append: Store["writer"]["append"] = (...asked) => {
    if (left === 0) {
      killed.abort();
      return { ok: false, fault: { code: "internal", message: "killed", hint: "start again" } };
    }
    left -= 1;
    return store.writer.append(...asked);
  };
  const openParser = () => createParser({ localOffset: () => 0, decode: decodeUtf8, lastOrder: undefined });
  const writer = { ...store.writer, append };
  await collect(source, newMeter(), { writer, openParser, now, changed: () => undefined }, killed.signal);
  store.writer.close();
}

it("keeps each gap and note exactly once, with its line, however often the collector is killed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(fc.nat(6), { maxLength: 8 }), async (steps, kills) => {
      // What is said behind the last line is kept with the next one.
      const script: readonly Step[] = [...steps, "line"];
      const path = join(folder, `${(count += 1)}.db`);
      for (const commits of [...kills, Infinity]) await runUntilKilled(path, scripted(script), commits);
      const said = script.filter((one) => typeof one === "object");
      const reader = openStoreReader(path, READING);
      if (!reader.ok) throw new Error(reader.fault.message);
      const [source] = await reader.value.sources();
      expect(source?.truth).toEqual(said.reduce(withRemark, NO_TROUBLE));
      const placed = await reader.value.remarks(ALL, { from: -Infinity, to: Infinity });
      const gaps = said.filter((one) => one.kind === "gap" || one.what === "clock-step");
      expect(placed.map(({ remark }) => remark)).toHaveLength(gaps.length);
      const texts: string[] = [];
      const request = { query: EVERYTHING, scope: ALL, direction: "oldest-first", limit: undefined } as const;
      for await (const batch of reader.value.scan(request)) texts.push(...batch.map(({ text }) => text));
      const lines = script.flatMap((one, at) => (typeof one === "object" ? [] : [/\d+$/.exec(`${at}`)?.[0]]));
      expect(texts.flatMap((text) => [...text.matchAll(/(?:line|frame) (\d+)/g)].map(([, at]) => at))).toEqual(lines);
      await reader.value.close();
    }),
    { numRuns: 25 },
  );
});

it("knows the newest lag and the worst of the last minute", () => {
  const second = (at: number) => micros(at * 1_000_000);
  const lag = [
    [0, 900],
    [1, 30],
    [45, 70],
    [58, 20],
  ].reduce((sum, [at = 0, ms = 0]) => withLag(sum, ms, second(at)), NO_LAG);
  expect([lag.newestMs, worstLagMs(lag, second(58)), worstLagMs(lag, second(80))]).toEqual([20, 900, 70]);
  expect(worstLagMs(lag, second(300))).toBeUndefined();
});
