import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { sourceId } from "../../src/core/entry.js";
import type { Source } from "../../src/core/ports.js";
import type { Query } from "../../src/core/query/ast.js";
import { soleLiteral } from "../../src/core/query/literals.js";
import { countMatches } from "../../src/pipeline/count.js";
import { scan } from "../../src/pipeline/scan.js";
import { countLiteral } from "../../src/pipeline/scan/count-literal.js";
import { openLineFile } from "../../src/pipeline/scan/line-file.js";
import { ARRIVED as now, byteSource } from "../support/byte-source.js";
import { someLogFile } from "../support/log-files.js";

const folder = mkdtempSync(join(tmpdir(), "logstream-count-"));
afterAll(() => rmSync(folder, { recursive: true }));

const localOffset = () => 0;
const { signal } = new AbortController();
const word = (text: string): Query => ({ kind: "text", text, case: "smart" });

function file(bytes: Buffer): string {
  const path = join(folder, "some.log");
  writeFileSync(path, bytes);
  return path;
}

async function countedSlowly(bytes: Buffer, query: Query): Promise<number> {
  const events = scan({
    sources: [byteSource("file:/x", bytes)],
    query,
    localOffset,
    signal,
    limit: undefined,
    direction: "oldest-first",
    follow: false,
  });
  let count = 0;
  for await (const event of events) if (event.kind === "entries") count += event.entries.length;
  return count;
}

async function countedQuickly(bytes: Buffer, query: Query, chunkBytes: number): Promise<number | undefined> {
  const literal = soleLiteral(query);
  const lines = openLineFile(file(bytes));
  if (literal === undefined || lines === undefined) return undefined;
  const context = { receivedAt: now, previousAt: undefined, localOffset };
  const count = await countLiteral({
    file: lines,
    literal,
    context,
    signal,
    chunkBytes,
    firstLines: 64,
    runUpLines: 128,
  });
  lines.close();
  return count;
}

describe("countMatches", () => {
  it("counts in a plain file what parsing all of it counts, however it is cut into chunks", async () => {
    let known = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        someLogFile,
        fc.constantFrom("needle", "Needle", "nee", "hay"),
        fc.constantFrom(100, 257, 4_096),
        async (bytes, text, chunkBytes) => {
          const quick = await countedQuickly(bytes, word(text), chunkBytes);
          runs += 1;
          if (quick === undefined) return;
          known += 1;
          expect(quick).toBe(await countedSlowly(bytes, word(text)));
        },
      ),
      { numRuns: 400 },
    );
    expect(known / runs).toBeGreaterThan(0.7);
  });

  it("counts a record of several lines once", async () => {
    const trace = (index: number) =>
      `2026-11-20 10:00:00,${100 + index} ERROR [main] com.x.Y - failed\njava.lang.Error: failed\n\tat failed(Y.java)\n`;
    const bytes = Buffer.from(Array.from({ length: 200 }, (_, index) => trace(index)).join(""));
    const counted = await countMatches({
      sources: [byteSource(`file:${file(bytes)}`, bytes)],
      query: word("failed"),
      localOffset,
      signal,
      now,
    });
    expect(counted).toEqual({ count: 200, troubles: [] });
  });

  it("leaves what is no plain file of lines to its source", async () => {
    const bytes = Buffer.from("\ufeffone needle\ntwo\n", "utf16le");
    const counted = await countMatches({
      sources: [byteSource(`file:${file(bytes)}`, bytes)],
      query: word("needle"),
      localOffset,
      signal,
      now,
    });
    expect(counted.count).toBe(1);
    expect(openLineFile(join(folder, "missing"))).toBeUndefined();
    expect(openLineFile(folder)).toBeUndefined();
  });

  it("counts lines longer than the longest as the entries they are cut into", async () => {
    const bytes = Buffer.from(`short\n${"needle ".repeat(400_000)}\nneedle\n`);
    const source = byteSource(`file:${file(bytes)}`, bytes, 65_536);
    const counted = await countMatches({ sources: [source], query: word("needle"), localOffset, signal, now });
    expect(counted.count).toBe(4);
  });

  it("tells the troubles of a source and counts the others", async () => {
    const fault = { code: "not-found", message: "there is no file", hint: "check it" } as const;
    const broken: Source = {
      id: sourceId("file:/missing"),
      label: "missing",
      async *events() {
        yield { kind: "failed", fault, retryInMs: undefined };
      },
    };
    const bytes = Buffer.from("needle\n");
    const counted = await countMatches({
      sources: [broken, byteSource(`file:${file(bytes)}`, bytes)],
      query: word("needle"),
      localOffset,
      signal,
      now,
    });
    expect(counted.count).toBe(1);
    expect(counted.troubles).toEqual([{ kind: "failed", source: "file:/missing", label: "missing", fault }]);
  });
});
