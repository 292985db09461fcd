import { appendFileSync, copyFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FaultError } from "../../src/core/fault.js";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { startInProcess } from "../../src/engine/in-process.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { someLogFile } from "../support/log-files.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** A block and some rows that wait for the next one to be full. */
const ROWS = 17_000;
const logLines = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const second = new Date(Date.UTC(2026, 10, 20) + number * 1_000).toISOString();
    return `${second} box app[${number % 7}]: request ${(number * 2_654_435_761) % 4_294_967_296} ${number === 777 ? "needle" : "hay"}`;
  });
const text = (from: number, to: number, lineEnd = "\n"): string => `${logLines(from, to).join(lineEnd)}${lineEnd}`;

let folder: ReturnType<typeof temporaryFolder>;
let count = 0;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

const fresh = (name: string): string => join(folder.path, `${(count += 1)}-${name}`);

/** Reads the file once into the store. */
async function record(path: string, store: string, inPlace = true): Promise<void> {
  const started = await startInProcess({
    storePath: store,
    specs: [path],
    follow: false,
    history: undefined,
    since: undefined,
    collector: { kind: "test", command: "test" },
    inPlace,
  });
  if (!started.ok) throw new FaultError(started.fault);
  await started.value.done;
  await started.value.engine.close();
}

/** The message of every entry, in order; the exact bytes of some go into `raw`. */
async function messagesOf(store: string, raw: string[] = []): Promise<readonly string[]> {
  const reader = openStoreReader(store);
  const messages: string[] = [];
  const scope = { sources: undefined };
  for await (const entries of reader.scan({ query: EVERYTHING, scope, direction: "oldest-first", limit: undefined })) {
    messages.push(...entries.map(({ message }) => message));
    const [first] = entries;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (first !== undefined) raw.push(Buffer.from((await reader.raw(first.id)) ?? []).toString("latin1"));
  }
  await reader.close();
  return messages;
}

const said = (from: number, to: number): readonly string[] =>
  logLines(from, to).map((line) => line.slice(line.indexOf("]: ") + 3));

async function countOf(store: string, wanted: string): Promise<number> {
  const reader = openStoreReader(store);
  const query = { kind: "text", text: wanted, case: "smart" } as const;
  const found = await reader.count(query, { sources: undefined });
  await reader.close();
  return found;
}

describe("a file whose text stays where it is", () => {
  it("is found again line for line, as a copy would be", async () => {
    const [path, placed, copied] = [fresh("a.log"), fresh("a.db"), fresh("b.db")];
    writeFileSync(path, text(0, ROWS));
    await record(path, placed);
    await record(path, copied, false);
    expect(await messagesOf(placed)).toEqual(await messagesOf(copied));
    expect(await messagesOf(placed)).toEqual(said(0, ROWS));
    expect(await countOf(placed, "needle")).toBe(1);
    expect(await countOf(placed, "request")).toBe(ROWS);
    expect(await countOf(placed, "nowhere")).toBe(0);
  });

  it("goes on behind what it left there, and through a rotation that renames", async () => {
    const [path, store] = [fresh("c.log"), fresh("c.db")];
    writeFileSync(path, text(0, ROWS));
    await record(path, store);
    appendFileSync(path, text(ROWS, 2 * ROWS));
    await record(path, store);
    renameSync(path, `${path}.1`);
    writeFileSync(path, text(2 * ROWS, 3 * ROWS));
    await record(path, store);
    expect(await messagesOf(store)).toEqual(said(0, 3 * ROWS));
    // Three files' worth of lines in a store that has copies of some thousand of them at the seams.
    expect(statSync(store).size).toBeLessThan(statSync(path).size);
  });

  it("is found in the copy that a rotation made before it emptied the file", async () => {
    const [path, store] = [fresh("d.log"), fresh("d.db")];
    writeFileSync(path, text(0, ROWS));
    await record(path, store);
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
    expect(await messagesOf(store)).toEqual(said(0, ROWS));
  });

  it("is shown empty when it is gone, and never as somebody else's text", async () => {
    const [path, store] = [fresh("e.log"), fresh("e.db")];
    writeFileSync(path, text(0, ROWS));
    await record(path, store);
    writeFileSync(path, text(ROWS, 2 * ROWS));
    const mine = said(0, ROWS);
    const wrong = (await messagesOf(store)).filter((each, index) => each !== "" && each !== mine[index]);
    expect(wrong).toEqual([]);
    expect(await countOf(store, "request")).toBeLessThan(ROWS);
    rmSync(path);
    expect((await messagesOf(store)).length).toBe(ROWS);
  });

  it("is copied where its bytes are not the text: compressed, or of another encoding", async () => {
    const wide = fresh("wide.log");
    writeFileSync(wide, Buffer.from(`\uFEFF${text(0, ROWS)}`, "utf16le"));
    const packed = fresh("packed.log.gz");
    writeFileSync(packed, gzipSync(text(0, ROWS)));
    for (const path of [wide, packed]) {
      const store = fresh("copied.db");
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await record(path, store);
      rmSync(path);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await messagesOf(store)).toEqual(said(0, ROWS));
    }
  });

  it("gives what a copy gives, whatever the bytes and line ends", async () => {
    await fc.assert(
      fc.asyncProperty(someLogFile, async (piece) => {
        const [path, placed, copied] = [fresh("any.log"), fresh("any.db"), fresh("any.db")];
        const start = piece.subarray(0, piece.length - (piece.length % 7));
        writeFileSync(path, Buffer.concat([start, ...Array.from({ length: 60 }, () => piece)]));
        await record(path, placed);
        await record(path, copied, false);
        const [raw, rawCopied]: string[][] = [[], []];
        expect(await messagesOf(placed, raw)).toEqual(await messagesOf(copied, rawCopied));
        expect(raw).toEqual(rawCopied);
      }),
      { numRuns: 6 },
    );
  });
});
