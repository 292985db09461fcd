import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntryBatch } from "../src/core/batch.js";
import { sourceId } from "../src/core/entry.js";
import { parseStatement } from "../src/core/query/parse-statement.js";
import { micros } from "../src/core/time.js";
import { openStore, type StoreReader } from "../src/store/open-store.js";
import { quantile, seeded, syslogLine } from "./corpus.js";

/*
 * Tables of a store: `node bench/run.mjs query-aggregate [ROWS] [ROUNDS] [PART_OF_STATEMENT]`. The store is made first, of syslog lines of which every
 * batch is written often with later times, and read through once. Then each statement is asked several times by a reader
 * that has the headers, and once by a new one; what is printed are the median and CPU of this process, in milliseconds.
 */
const ROWS = Number(process.argv[2] ?? 10_000_000);
const BATCH = 20_000;
const BATCHES = 10;
const ROUNDS = Number(process.argv[3] ?? 5);
const STATEMENTS = [
  "* | count",
  "* | count by level",
  "* | timeslice 1h count by level",
  "* | timeslice 1m count by level",
  "* | timeslice auto count by level",
  "* | count by identifier",
  "* | count by identifier, level",
  "* | top 10 host",
  "* | timeslice 1m count by identifier",
  "level>=error | count by identifier",
  "* | stats(min, avg, p99) of pid by identifier",
  '"Failed password" | count by host',
];

const folder = mkdtempSync(join(tmpdir(), "logstream-bench-"));
const LINE = /^(\S+) (\S+) ([^[]+)\[(\d+)\]: /;
/** Microseconds between two lines: as syslogLine has it. */
const STEP = 7_000;

function batchOf(index: number, random: () => number): EntryBatch {
  const strings = ["", "syslog"];
  const name = (text: string) => {
    const known = strings.indexOf(text);
    return known >= 0 ? known : strings.push(text) - 1;
  };
  const lines = Array.from({ length: BATCH }, (_, row) => syslogLine(index * BATCH + row, random));
  const lengths = lines.map((line) => line.length);
  const starts = Uint32Array.from(lengths);
  let start = 0;
  for (const [row, length] of lengths.entries()) {
    starts[row] = start;
    start += length + 1;
  }
  const heads = lines.map((line) => LINE.exec(line) ?? []);
  const at = Float64Array.from(heads, ([, time]) => Date.parse(time ?? "") * 1_000);
  return {
    count: BATCH,
    bytes: Buffer.from(`${lines.join("\n")}\n`),
    starts,
    ends: starts.map((from, row) => from + (lengths[row] ?? 0)),
    lines: new Uint32Array(BATCH).fill(1),
    at,
    order: at,
    level: Uint8Array.from(lines, (line) => (/error|timed out|Failed/.test(line) ? 3 : 6)),
    marks: new Uint16Array(BATCH),
    format: new Uint32Array(BATCH).fill(1),
    unit: new Uint32Array(BATCH),
    identifier: Uint32Array.from(heads, ([, , , app]) => name(app ?? "")),
    host: Uint32Array.from(heads, ([, , host]) => name(host ?? "")),
    pid: Uint32Array.from(heads, ([, , , , pid]) => Number(pid)),
    strings,
    fields: undefined,
  };
}

async function ask(reader: StoreReader, text: string): Promise<number> {
  const parsed = parseStatement(text, { now: micros(0), localOffset: () => 0 });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  let rows = 0;
  for await (const { table } of reader.aggregate({ statement: parsed.value, scope: { sources: undefined } })) {
    rows = table.rows.length;
  }
  return rows;
}

const opened = openStore({
  path: join(folder, "log.db"),
  collector: { kind: "bench", command: "bench" },
  now: () => micros(Date.now() * 1_000),
});
if (!opened.ok) throw new Error(opened.fault.message);
const store = opened.value;
const { writer } = store;
const newReader = (): StoreReader => {
  const reader = store.openReader({
    describe: (_format, text) => ({ message: text.slice(text.indexOf(": ") + 2), fields: {} }),
    categorise: () => undefined,
  });
  if (!reader.ok) throw new Error(reader.fault.message);
  return reader.value;
};

const random = seeded(1);
const batches = Array.from({ length: BATCHES }, (_, index) => batchOf(index, random));
const source = writer.open(sourceId("bench:"), "bench");
if (source === undefined) throw new Error("the source is taken");
const span = BATCH * BATCHES * STEP;
for (let written = 0; written < ROWS; written += BATCH) {
  const batch = batches[(written / BATCH) % BATCHES];
  if (batch === undefined) break;
  const shift = Math.floor(written / (BATCH * BATCHES)) * span;
  const at = batch.at.map((time) => time + shift);
  const done = writer.append(source, [{ ...batch, at, order: at }], undefined);
  if (!done.ok) throw new Error(done.fault.message);
}
writer.release(source);

const warm = newReader();
console.log(`${ROWS} entries, ${ROUNDS} rounds: median wall ms (cpu ms) warm; first by a new reader; rows`);
for (const text of STATEMENTS.filter((statement) => statement.includes(process.argv[4] ?? ""))) {
  const walls: number[] = [];
  const cpus: number[] = [];
  let rows = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    rows = await ask(warm, text);
    if (round === 0) continue;
    walls.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1_000);
  }
  const fresh = newReader();
  const start = performance.now();
  await ask(fresh, text);
  const first = performance.now() - start;
  await fresh.close();
  const ms = (value: number) => value.toFixed(1).padStart(9);
  console.log(
    `${ms(quantile(walls, 0.5))} (${ms(quantile(cpus, 0.5))}) ${ms(first)} ${String(rows).padStart(6)}  ${text}`,
  );
}
await warm.close();
writer.close();
rmSync(folder, { recursive: true });
