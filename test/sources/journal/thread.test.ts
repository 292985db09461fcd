import { mkdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RecordTable } from "../../../src/core/batch.js";
import { fieldsAt } from "../../../src/core/record-fields.js";
import { createClockSteps } from "../../../src/sources/journal/clock-steps.js";
import { closeJournal, openJournal } from "../../../src/sources/journal/files/open-journal.js";
import { type Read, readEntries } from "../../../src/sources/journal/files/read-entries.js";
import { ALL } from "../../../src/sources/journal/files/selection.js";
import type { readInThread } from "../../../src/sources/journal/thread/read-in-thread.js";
import { argumentsOf } from "../../support/journal-reading.js";
import { exportEntry, missingForJournalFiles, writeJournalFile } from "../../support/journal-remote.js";
import { ROOT } from "../../support/program.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const missing = missingForJournalFiles();
const RANGE = { after: undefined, from: -Infinity, to: Infinity, newest: undefined } as const;
const START = 1_795_228_000_000_000;
/** Several batches. */
const ENTRIES = 18_000;

function entry(index: number): Buffer {
  // The clock is set once.
  const at = START + index * 1_000 + (index > 9_000 ? 3_600_000_000 : 0);
  return exportEntry([
    ["__REALTIME_TIMESTAMP", String(at)],
    ["__MONOTONIC_TIMESTAMP", String(5_000_000 + index * 1_000)],
    ["_BOOT_ID", "6622cae6766348e19307f90fd41a9965"],
    ["SYSLOG_IDENTIFIER", `service-${index % 3}`],
    ...(index % 7 === 0 ? ([["REQUEST", `r${index}`]] as const) : []),
    ...(index % 100 === 0 ? ([["BLOB", Uint8Array.of(255, index % 200)]] as const) : []),
    ["_SOURCE_REALTIME_TIMESTAMP", String(at - 37)],
    ["MESSAGE", `message ${index}`],
  ]);
}

/** What can be compared of it. */
function plain({ event, last }: Read): unknown {
  if (event.kind !== "batch") return { event, last };
  const { bytes, starts, ends, count, marks, records } = event.batch;
  const rows = Array.from({ length: count }, (_, row) => ({
    text: Buffer.from(bytes.subarray(starts[row], ends[row])).toString("latin1"),
    fields: records === undefined ? undefined : fieldsAt(records, row),
    at: records?.at[row],
  }));
  return { rows, marks, resume: event.resume, progress: event.progress, last };
}

describe.skipIf(missing !== undefined)("journal files read in a thread", () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();
  let inThread: typeof readInThread;

  const read = async (directory: string, until = signal): Promise<readonly Read[]> => {
    const order = { asked: argumentsOf(`dir=${directory}`), range: RANGE, countsHoles: true };
    const reads: Read[] = [];
    for await (const one of inThread(order, until)) reads.push(one);
    return reads;
  };

  beforeAll(async () => {
    writeJournalFile(
      join(folder.path, "a.journal"),
      Buffer.concat(Array.from({ length: ENTRIES }, (_, at) => entry(at))),
    );
    const bundle = join(ROOT, ".tsbuild/test-programs/journal-reading");
    mkdirSync(bundle, { recursive: true });
    const sources = join(ROOT, "src/sources/journal/thread");
    await build({
      input: { ours: join(sources, "read-in-thread.ts"), "journal-reading": join(sources, "reading-worker.ts") },
      platform: "node",
      output: { dir: bundle, format: "esm" },
      logLevel: "warn",
    });
    const bundled: unknown = await import(/* @vite-ignore */ pathToFileURL(join(bundle, "ours.js")).href);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was bundled from that very file
    inThread = (bundled as { readonly readInThread: typeof readInThread }).readInThread;
  });
  afterAll(() => folder.remove());

  it("give what is read here: entries, tokens, what is said between them", async () => {
    const opened = openJournal(argumentsOf(`dir=${folder.path}`));
    if (!opened.ok) throw new Error(opened.fault.message);
    const options = { countsHoles: true, clock: createClockSteps() };
    const here = [...readEntries(opened.value.files, { ...RANGE, selection: ALL }, options)];
    closeJournal(opened.value);
    const there = await read(folder.path);
    expect(there.map(plain)).toEqual(here.map(plain));
    expect(there.map(({ event }) => event.kind)).toContain("note");
  });

  it("keep equal fields one object from batch to batch", async () => {
    const tables = (await read(folder.path)).flatMap(({ event }): readonly RecordTable[] =>
      event.kind === "batch" && event.batch.records !== undefined ? [event.batch.records] : [],
    );
    expect(tables.length).toBeGreaterThan(2);
    const [first, ...others] = tables.map(({ shared }) => new Set(shared));
    for (const set of others) expect([...set].filter((fields) => first?.has(fields)).length).toBeGreaterThan(0);
  });

  it("end when they are told to, and say what is damaged", async () => {
    const controller = new AbortController();
    controller.abort();
    expect(await read(folder.path, controller.signal)).toEqual([]);
    const damaged = join(folder.path, "damaged");
    mkdirSync(damaged);
    writeJournalFile(join(damaged, "a.journal"), Buffer.concat(Array.from({ length: 50 }, (_, at) => entry(at))));
    truncateSync(join(damaged, "a.journal"), 4096);
    await expect(read(damaged)).rejects.toThrow("damaged");
  });
});
