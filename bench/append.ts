import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sourceId } from "../src/core/entry.js";
import type { ResumeToken } from "../src/core/ports.js";
import { EVERYTHING, type Query } from "../src/core/query/ast.js";
import { micros } from "../src/core/time.js";
import { openStore, type Store, type StoreReader } from "../src/store/open-store.js";
import type { EntryBatch } from "../src/core/batch.js";
import { quantile, seeded, syslogLine } from "./corpus.js";

/*
 * The store by itself, without sources and parsing. `node bench/run.mjs append [ROWS] [LIVE_SECONDS]` prints one line a
 * figure. CPU seconds are of this process; the corpus is made before the clock starts.
 */
const ROWS = Number(process.argv[2] ?? 1_000_000);
const LIVE_SECONDS = Number(process.argv[3] ?? 10);
const ALL = { sources: undefined };
const token = (text: string) => text as ResumeToken;
const now = () => micros(Date.now() * 1_000);

const folder = mkdtempSync(join(tmpdir(), "logstream-bench-"));

const LINE = /^(\S+) (\S+) ([^[]+)\[(\d+)\]: /;

/** The shared syslog lines as the parser would hand them over. */
function createCorpus(seed: number) {
  const random = seeded(seed);
  let index = 0;
  let bytes = 0;
  const strings = ["", "syslog"];
  const name = (text: string) => {
    const known = strings.indexOf(text);
    return known >= 0 ? known : strings.push(text) - 1;
  };
  const next = (count: number): EntryBatch => {
    const lines = Array.from({ length: count }, () => syslogLine(index++, random));
    const text = Buffer.from(`${lines.join("\n")}\n`);
    bytes += text.length;
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
      count,
      bytes: text,
      starts,
      ends: starts.map((from, row) => from + (lengths[row] ?? 0)),
      lines: new Uint32Array(count).fill(1),
      at,
      order: at,
      level: Uint8Array.from(lines, (line) => (/error|timed out|Failed/.test(line) ? 3 : 6)),
      marks: new Uint16Array(count),
      format: new Uint32Array(count).fill(1),
      unit: new Uint32Array(count),
      identifier: Uint32Array.from(heads, ([, , , app]) => name(app ?? "")),
      host: Uint32Array.from(heads, ([, , host]) => name(host ?? "")),
      pid: Uint32Array.from(heads, ([, , , , pid]) => Number(pid)),
      strings,
      fields: undefined,
    };
  };
  return { next, bytes: () => bytes };
}

function open(path: string): Store {
  const opened = openStore({ path, collector: { kind: "bench", command: "bench" }, now });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

function reader(store: Store): StoreReader {
  const opened = store.openReader({
    describe: (_format, text) => ({ message: text.slice(text.indexOf(": ") + 2), fields: {} }),
    categorise: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
}

function bulk(batchRows: number): string {
  const corpus = createCorpus(7);
  const batches = Array.from({ length: Math.ceil(ROWS / batchRows) }, () => corpus.next(batchRows));
  const path = join(folder, `bulk-${batchRows}.db`);
  const store = open(path);
  const source = store.writer.open(sourceId("file:/bench"), "bench")!;
  const cpu = process.cpuUsage();
  const start = performance.now();
  let worst = 0;
  for (const [index, batch] of batches.entries()) {
    const before = performance.now();
    const done = store.writer.append(source, [batch], token(String(index)));
    worst = Math.max(worst, performance.now() - before);
    if (!done.ok) throw new Error(done.fault.message);
  }
  const wall = (performance.now() - start) / 1_000;
  const used = process.cpuUsage(cpu);
  const seconds = (used.user + used.system) / 1e6;
  store.writer.close();
  const size = statSync(path).size;
  const rows = batches.length * batchRows;
  console.log(
    `append, batches of ${batchRows}: ${Math.round(rows / seconds / 1_000)} k rows/cpu-s, ${Math.round(rows / wall / 1_000)} k rows/s wall, ` +
      `${(size / rows).toFixed(1)} B/row of ${(corpus.bytes() / rows).toFixed(1)} (1/${(corpus.bytes() / size).toFixed(1)}), slowest append ${worst.toFixed(1)} ms`,
  );
  return path;
}

/** 10,000 lines a second in commits every 15 ms, a page of the tail between them. */
async function live(seconds: number): Promise<void> {
  const corpus = createCorpus(11);
  const batches = Array.from({ length: Math.ceil((seconds * 1_000) / 15) }, () => corpus.next(150));
  const store = open(join(folder, "live.db"));
  const source = store.writer.open(sourceId("file:/live"), "live")!;
  const tail = reader(store);
  const commits: number[] = [];
  const pages: number[] = [];
  const spent = { append: 0, page: 0 };
  const clock = (label: keyof typeof spent, before: NodeJS.CpuUsage) => {
    const used = process.cpuUsage(before);
    spent[label] += (used.user + used.system) / 1e3;
  };
  const start = performance.now();
  for (const [index, batch] of batches.entries()) {
    let before = performance.now();
    let cpu = process.cpuUsage();
    store.writer.append(source, [batch], token(String(index)));
    commits.push(performance.now() - before);
    clock("append", cpu);
    if (index % 2 === 0) {
      before = performance.now();
      cpu = process.cpuUsage();
      await tail.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "tail" }, before: 60, after: 0 });
      pages.push(performance.now() - before);
      clock("page", cpu);
    }
    await pause(Math.max(0, start + (index + 1) * 15 - performance.now()));
  }
  const wall = performance.now() - start;
  const percent = (ms: number) => ((ms / wall) * 100).toFixed(1);
  console.log(
    `live 10,000 lines/s, commit every 15 ms: append ${percent(spent.append)} % of a core, pages ${percent(spent.page)} %; ` +
      `commit p50 ${quantile(commits, 0.5).toFixed(2)} p99 ${quantile(commits, 0.99).toFixed(2)} max ${Math.max(...commits).toFixed(1)} ms; ` +
      `tail page p50 ${quantile(pages, 0.5).toFixed(2)} p99 ${quantile(pages, 0.99).toFixed(2)} ms`,
  );
  await tail.close();
  store.writer.close();
}

async function ask(path: string): Promise<void> {
  const raw = createCorpus(7);
  for (let rows = 0; rows < ROWS; rows += 16_384) raw.next(16_384);
  const before = performance.now();
  const store = open(path);
  const opened = performance.now();
  const questions = reader(store);
  await questions.page({ query: EVERYTHING, scope: ALL, anchor: { kind: "tail" }, before: 60, after: 0 });
  console.log(
    `reopen: writer ${(opened - before).toFixed(1)} ms, reader and first page ${(performance.now() - opened).toFixed(1)} ms`,
  );
  const text = (words: string): Query => ({ kind: "text", text: words, case: "smart" });
  const cases: readonly (readonly [string, Query])[] = [
    ["rare word, exact case", { kind: "text", text: "0badCafe", case: "exact" }],
    ["rare word, any case", text("0badcafe")],
    ["common word (error)", text("error")],
    ["negation (-sshd)", { kind: "not", part: text("sshd") }],
    ["regex with a literal", { kind: "regex", source: "port \\d{4}5 ssh2", flags: "", field: undefined }],
    ["regex without one", { kind: "regex", source: "\\d{5} \\w+ \\d{5}", flags: "", field: undefined }],
    ["level>=error", { kind: "level", operator: ">=", level: "error" }],
    ["identifier:nginx", { kind: "field", field: "identifier", pattern: "nginx" }],
  ];
  for (const [name, query] of cases) {
    const start = performance.now();
    const count = await questions.count(query, ALL);
    const first = performance.now() - start;
    const again = performance.now();
    await questions.count(query, ALL);
    const rate = raw.bytes() / first / 1_000;
    console.log(
      `count ${name}: ${count} in ${first.toFixed(0)} ms (${rate.toFixed(0)} MB/s), again ${(performance.now() - again).toFixed(1)} ms`,
    );
  }
  const start = performance.now();
  let rows = 0;
  for await (const batch of questions.scan({
    query: EVERYTHING,
    scope: ALL,
    direction: "oldest-first",
    limit: undefined,
  })) {
    rows += batch.length;
  }
  console.log(`scan of everything as entries: ${Math.round(rows / (performance.now() - start))} k rows/s`);
  const time = performance.now();
  await questions.overview(EVERYTHING, ALL, 60);
  console.log(`overview of everything: ${(performance.now() - time).toFixed(1)} ms`);
  await questions.close();
  store.writer.close();
}

try {
  for (const rows of [1_000, 4_000]) bulk(rows);
  const path = bulk(16_384);
  await ask(path);
  await live(LIVE_SECONDS);
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB (with the corpus)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
