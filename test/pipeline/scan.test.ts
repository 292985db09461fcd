import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogEntry } from "../../src/core/entry.js";
import { sourceId } from "../../src/core/entry.js";
import type { Source } from "../../src/core/ports.js";
import { entryRow } from "../../src/core/query/match/entry-row.js";
import { parseQuery } from "../../src/core/query/parse.js";
import { compileQuery } from "../../src/core/query/predicate.js";
import { type Scan, scan } from "../../src/pipeline/scan.js";
import { ARRIVED, byteSource } from "../support/byte-source.js";
import { someLogFile } from "../support/log-files.js";
import { someQuery } from "../support/queries.js";

const localOffset = () => 0;

function asked(sources: readonly Source[], text: string, more: Partial<Scan> = {}): Scan {
  const parsed = parseQuery(text, { now: ARRIVED, localOffset });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const { signal } = new AbortController();
  return {
    sources,
    query: parsed.value,
    localOffset,
    signal,
    limit: undefined,
    direction: "oldest-first",
    follow: false,
    ...more,
  };
}

async function found(scanned: Scan): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const event of scan(scanned)) if (event.kind === "entries") entries.push(...event.entries);
  return entries;
}

const line = (second: number, text: string): string =>
  `2026-11-20T10:00:${String(second).padStart(2, "0")}+00:00 box app[${second + 1}]: ${text}`;
const LOG = Buffer.from(
  [line(1, "one error"), line(2, "two"), "  and more error", line(5, "three error"), line(6, "four error")].join(
    "\r\n",
  ),
);
const OTHER = Buffer.from([line(3, "other error"), line(5, "other too error")].join("\n") + "\n");

describe("scan", () => {
  it("finds entries with their line, level, origin and text", async () => {
    const entries = await found(asked([byteSource("file:/a", LOG)], "error"));
    expect(entries.map((entry) => [entry.line, entry.lines, entry.message])).toEqual([
      [1, 1, "one error"],
      [2, 2, "two\r\n  and more error"],
      [4, 1, "three error"],
      [5, 1, "four error"],
    ]);
    expect(entries[0]).toMatchObject({
      identifier: "app",
      pid: 2,
      host: "box",
      source: "file:/a",
      format: "syslog-iso",
    });
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(4);
  });

  it("merges several sources by time", async () => {
    const sources = [byteSource("file:/a", LOG), byteSource("file:/b", OTHER, 7)];
    const entries = await found(asked(sources, "error"));
    expect(entries.map((entry) => entry.message.split(/\s/)[0])).toEqual([
      "one",
      "two",
      "other",
      "three",
      "other",
      "four",
    ]);
  });

  it("stops at the limit, from either end", async () => {
    const sources = [byteSource("file:/a", LOG), byteSource("file:/b", OTHER)];
    const first = await found(asked(sources, "error", { limit: 2 }));
    expect(first.map((entry) => entry.pid)).toEqual([2, 3]);
    const last = await found(asked(sources, "error", { limit: 2, direction: "newest-first" }));
    expect(last.map((entry) => entry.pid)).toEqual([7, 6]);
    expect(await found(asked(sources, "error", { limit: 0 }))).toEqual([]);
  });

  it("asks fields, levels and times of what it reads", async () => {
    const json = Buffer.from('{"time":"2026-11-20T10:00:00Z","level":"warn","msg":"slow","status":503}\n'.repeat(10));
    const entries = await found(
      asked([byteSource("file:/j", json)], "level>=warning field.status>=500 since:2026-11-20 slow"),
    );
    expect(entries).toHaveLength(10);
    expect(entries[3]).toMatchObject({ line: 4, level: "warning", fields: { status: 503 } });
  });

  it("ends when the limit is reached although a followed source stays quiet", async () => {
    const quiet: Source = {
      ...byteSource("file:/quiet", LOG),
      async *events(signal) {
        yield { kind: "caught-up" };
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    };
    const entries = await found(asked([quiet, byteSource("file:/a", LOG)], "error", { follow: true, limit: 1 }));
    expect(entries).toHaveLength(1);
  });

  it("gives a live record without waiting for the line after it", async () => {
    const live: Source = {
      id: sourceId("exec:live"),
      label: "live",
      async *events(signal) {
        yield { kind: "caught-up" };
        for await (const event of byteSource("exec:live", Buffer.from(`${line(1, "error")}\n`)).events(
          signal,
          undefined,
        ))
          yield event;
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    };
    const entries = await found(asked([live], "error", { follow: true, limit: 1 }));
    expect(entries.map((entry) => entry.message)).toEqual(["error"]);
  });

  it("passes on what went wrong, between the matches", async () => {
    const fault = { code: "not-readable", message: "it broke", hint: "mend it" } as const;
    const broken: Source = {
      ...byteSource("file:/a", LOG),
      async *events(signal) {
        yield* byteSource("file:/a", LOG).events(signal, undefined);
        yield { kind: "gap", reason: "truncated", lost: undefined };
        yield { kind: "failed", fault, retryInMs: undefined };
      },
    };
    const kinds: string[] = [];
    for await (const event of scan(asked([broken], "four"))) kinds.push(event.kind);
    expect(kinds.toSorted()).toEqual(["entries", "failed", "gap"]);
  });

  it("finds the same entries however the bytes are cut, and those that the query holds for", async () => {
    await fc.assert(
      fc.asyncProperty(someLogFile, someQuery, fc.constantFrom(50, 1_000), async (bytes, query, pieceBytes) => {
        const all = await found(asked([byteSource("file:/a", bytes, 333)], ""));
        const some = await found({ ...asked([byteSource("file:/a", bytes, pieceBytes)], ""), query });
        const test = compileQuery(query);
        expect(some).toEqual(all.filter((entry) => test(entryRow(entry))));
      }),
      { numRuns: 150 },
    );
  });
});
