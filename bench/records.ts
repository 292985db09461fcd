import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntryBatch, RawBatch } from "../src/core/batch.js";
import { type Fields, sourceId } from "../src/core/entry.js";
import type { ResumeToken } from "../src/core/ports.js";
import { EVERYTHING, type Query } from "../src/core/query/ast.js";
import { micros } from "../src/core/time.js";
import { categorise } from "../src/parse/category.js";
import { describe } from "../src/parse/describe.js";
import { createParser } from "../src/parse/parser.js";
import { decodeUtf8 } from "../src/pipeline/scan/decode.js";
import { createStructuredBatch } from "../src/sources/structured-batch.js";
import { openStore } from "../src/store/open-store.js";
import { quantile, seeded, syslogLine } from "./corpus.js";

/*
 * Structured records on their way from a reader to the disk, without the reading: `node bench/run.mjs records [ROWS]`.
 * 20 fields that programs share among their entries, 6 clocks and numbers of each entry's own, and the message.
 */
const ROWS = Number(process.argv[2] ?? 1_000_000);
const SETS = 400;
const ID = "0123456789abcdef0123456789abcdef";

const folder = mkdtempSync(join(tmpdir(), "logstream-bench-"));

/** What programs on one machine have in common, and what each has for itself. */
function fieldSets(): readonly Fields[] {
  return Array.from({ length: SETS }, (_, index) => ({
    _BOOT_ID: ID,
    _MACHINE_ID: ID,
    _HOSTNAME: "machine",
    _RUNTIME_SCOPE: "system",
    _TRANSPORT: index % 3 === 0 ? "syslog" : "journal",
    PRIORITY: String(3 + (index % 5)),
    SYSLOG_FACILITY: "3",
    SYSLOG_IDENTIFIER: `service-${index % 60}`,
    _UID: String(index % 7),
    _GID: String(index % 7),
    _PID: String(1_000 + index),
    _COMM: `service-${index % 60}`,
    _EXE: `/run/current-system/sw/bin/service-${index % 60}`,
    _CMDLINE: `/run/current-system/sw/bin/service-${index % 60} --config /etc/service-${index % 60}/config.json`,
    _CAP_EFFECTIVE: "0",
    _SELINUX_CONTEXT: "unconfined\n",
    _SYSTEMD_CGROUP: `/system.slice/service-${index % 60}.service`,
    _SYSTEMD_UNIT: `service-${index % 60}.service`,
    _SYSTEMD_SLICE: "system.slice",
    _SYSTEMD_INVOCATION_ID: ID.replace("0", (index % 16).toString(16)),
  }));
}

/** Processor time of each batch, in microseconds: other work on the machine disturbs it least. */
type Phase = number[];
const timed = <Value>(phase: Phase, work: () => Value): Value => {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  phase.push(user + system);
  return value;
};

/** Messages once, so that making them is not measured. */
function messages(): { readonly bytes: Buffer; readonly ends: Uint32Array } {
  const random = seeded(3);
  const lines = Array.from({ length: 50_000 }, (_, index) => Buffer.from(syslogLine(index, random).slice(45)));
  let end = 0;
  return { bytes: Buffer.concat(lines), ends: Uint32Array.from(lines, (line) => (end += line.length)) };
}

function load(path: string): void {
  const sets = fieldSets();
  const { bytes, ends } = messages();
  const store = openStore({
    path,
    collector: { kind: "bench", command: "bench" },
    now: () => micros(Date.now() * 1_000),
  });
  if (!store.ok) throw new Error(store.fault.message);
  const handle = store.value.writer.open(sourceId("journal:"), "journal");
  if (handle === undefined) throw new Error("not opened");
  const parser = createParser({ localOffset: () => 0, decode: decodeUtf8, lastOrder: undefined });
  const builder = createStructuredBatch();
  const clock = builder.digits("__REALTIME_TIMESTAMP");
  const monotonic = builder.digits("__MONOTONIC_TIMESTAMP");
  const source = builder.digits("_SOURCE_REALTIME_TIMESTAMP");
  const cursor = builder.cursor("__CURSOR");
  const build: Phase = [];
  const parse: Phase = [];
  const commit: Phase = [];
  const random = seeded(9);
  const text = { bytes, start: 0, end: 0 };
  const parts = { seqnumId: ID, bootId: ID, seqnum: 0, monotonic: 0, realtime: 0, xorHigh: 0, xorLow: 0 };
  let at = 1.7e15;
  let row = 0;
  const fill = (): RawBatch | undefined => {
    while (row < ROWS && !builder.isFull()) {
      at += 1 + Math.floor(random() * 2_000);
      const message = row % ends.length;
      text.start = message === 0 ? 0 : (ends[message - 1] ?? 0);
      text.end = ends[message] ?? 0;
      builder.addRow(micros(at - 12), sets[Math.floor(random() * SETS)] ?? {}, text);
      clock(at);
      monotonic(at - 1.6e15);
      source(at - 12);
      parts.seqnum = row;
      parts.realtime = at;
      parts.monotonic = at - 1.6e15;
      parts.xorHigh = Math.floor(random() * 2 ** 32);
      parts.xorLow = Math.floor(random() * 2 ** 32);
      cursor(parts);
      row += 1;
    }
    return builder.take();
  };
  const begin = performance.now();
  const cpu = process.cpuUsage();
  let rawBytes = 0;
  for (let batch = timed(build, fill); batch !== undefined; batch = timed(build, fill)) {
    const raw = batch;
    rawBytes += raw.bytes.length;
    const entries = timed(parse, () => parser.push(raw));
    if (entries !== undefined) timed(commit, () => append(entries));
  }
  function append(entries: EntryBatch): void {
    const done =
      store.ok && handle !== undefined ? store.value.writer.append(handle, [entries], "x" as ResumeToken) : undefined;
    if (done?.ok !== true) throw new Error("refused");
  }
  const wall = performance.now() - begin;
  const used = process.cpuUsage(cpu);
  store.value.writer.close();
  const ns = (us: number, rows: number) => `${Math.round((us * 1e3) / rows)}`;
  const each = Math.ceil(ROWS / Math.max(1, parse.length));
  const phase = (times: Phase) => `${ns(quantile(times, 0.5), each)} (best tenth ${ns(quantile(times, 0.1), each)})`;
  console.log(
    `build ${phase(build)}, parse ${phase(parse)}, encode and commit ${phase(commit)} ns an entry; ` +
      `${Math.round(ROWS / wall)} k entries/s, processor time ${ns(used.user + used.system, ROWS)} ns; ` +
      `${(statSync(path).size / ROWS).toFixed(1)} bytes on disk (${(rawBytes / ROWS).toFixed(0)} of message); ` +
      `RSS ${Math.round(process.resourceUsage().maxRSS / 1_024)} MB`,
  );
}

function milliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

async function ask(path: string): Promise<void> {
  const store = openStore({ path, collector: { kind: "bench", command: "bench" }, now: () => micros(1) });
  if (!store.ok) throw new Error(store.fault.message);
  const reader = store.value.openReader({ describe, categorise });
  if (!reader.ok) throw new Error(reader.fault.message);
  const questions: readonly (readonly [string, Query])[] = [
    ["_UID:3, a field", { kind: "field", field: "_UID", pattern: "3" }],
    ["unit:service-7.service", { kind: "field", field: "unit", pattern: "service-7.service" }],
    ["a word", { kind: "text", text: "0badcafe", case: "smart" }],
  ];
  for (const [name, query] of questions) {
    const start = process.cpuUsage();
    const count = await reader.value.count(query, { sources: undefined });
    console.log(`count ${name}: ${count} in ${milliseconds(start).toFixed(0)} ms of processor time`);
  }
  const start = process.cpuUsage();
  let rows = 0;
  const all = {
    query: EVERYTHING,
    scope: { sources: undefined },
    direction: "oldest-first",
    limit: undefined,
  } as const;
  for await (const entries of reader.value.scan(all)) rows += entries.length;
  console.log(`all as entries: ${Math.round(rows / milliseconds(start))} k per second of processor time`);
  await reader.value.close();
  store.value.writer.close();
}

try {
  for (const round of [1, 2, 3]) load(join(folder, `records-${round}.db`));
  await ask(join(folder, "records-3.db"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
