// The journal and kernel sources: entries a second, the delay of a live entry, what following costs while nothing comes.
// Needs root and systemd-journald (it starts one of its own): node bench/run.mjs journal [ENTRIES]
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Source, SourceOptions } from "../src/core/ports.js";
import { createExportDecoder } from "../src/sources/journal/export-decoder.js";
import { journal } from "../src/sources/journal.js";
import { kernel } from "../src/sources/kernel.js";
import { startRealJournald } from "../test/support/real-journald.js";
import { runSource } from "../test/support/source-run.js";
import { seeded, syslogLine } from "./corpus.js";

const entries = Number(process.argv[2] ?? 60_000);
const FOLLOW: SourceOptions = { follow: true, history: 0, since: undefined };
const say = (what: string, figure: string) => console.log(`${what.padEnd(48)} ${figure}`);
const rate = (count: number, ms: number) => `${Math.round(count / ms)} k/s`;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function open(kind: typeof journal, rest: string, options: SourceOptions): Promise<Source> {
  const opened = await kind.open(rest, options);
  if (!opened.ok) throw new Error(opened.fault.message);
  const [source] = opened.value;
  if (source === undefined) throw new Error("no source");
  return source;
}

async function outputOf(directory: string, format: string): Promise<{ readonly bytes: Buffer; readonly ms: number }> {
  const begin = performance.now();
  const child = spawn("journalctl", ["-q", "-m", "--all", `-o${format}`, `--directory=${directory}`]);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) if (chunk instanceof Buffer) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), ms: performance.now() - begin };
}

/** Milliseconds. */
async function readAll(directory: string): Promise<number> {
  const source = await open(journal, `dir=${directory}`, { follow: false, history: undefined, since: undefined });
  const begin = performance.now();
  for await (const event of source.events(new AbortController().signal, undefined)) {
    if (event.kind === "failed") throw new Error(event.fault.message);
  }
  return performance.now() - begin;
}

/** Processor time of this process and of the children it has now, in milliseconds. */
function processorMs(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8");
  const ticks = children
    .split(" ")
    .filter((pid) => pid !== "")
    .map((pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [])
    .reduce((sum, stat) => sum + Number(stat[11]) + Number(stat[12]), 0);
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + ticks * 10;
}

async function idleCost(what: string, source: Source): Promise<void> {
  const run = runSource(source);
  await run.until(run.isCaughtUp);
  await sleep(1000);
  const before = processorMs();
  await sleep(10_000);
  say(`${what}, following, nothing comes`, `${((processorMs() - before) / 100).toFixed(2)} % of a core`);
  await run.stop();
}

const journald = await startRealJournald({ script: `${process.cwd()}/test/support/real-journald.sh` });
try {
  const random = seeded(42);
  for (let written = 0; written < entries; written += 5000) {
    await journald.write(
      Array.from({ length: 5000 }, (_, index) => [
        ["PRIORITY", String(index % 8)],
        ["SYSLOG_IDENTIFIER", `service-${index % 30}`],
        ["CODE_FILE", `src/module-${index % 100}.c`],
        ["CODE_LINE", String(index % 900)],
        ["REQUEST_ID", String(written + index)],
        ["MESSAGE", syslogLine(written + index, random)],
      ]),
    );
  }
  const tail = runSource(await open(journal, `dir=${journald.directory}`, { ...FOLLOW, history: 1 }));
  await tail.until(() => tail.received.at(-1)?.record?.fields["REQUEST_ID"] === String(entries - 1));
  await tail.stop();

  const { bytes } = await outputOf(journald.directory, "export");
  say(`${entries} entries, export format`, `${Math.round(bytes.length / entries)} bytes an entry`);
  for (const format of ["json", "export"]) {
    const times = [];
    for (let round = 0; round < 3; round++) times.push((await outputOf(journald.directory, format)).ms);
    say(`journalctl -o ${format} alone`, rate(entries, median(times)));
  }

  const decodeTimes = [];
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    const decoder = createExportDecoder(() => {});
    for (let at = 0; at < bytes.length; at += 65_536) decoder.push(bytes.subarray(at, at + 65_536));
    decodeTimes.push(performance.now() - begin);
  }
  const decodeMs = median(decodeTimes);
  say("decoder alone", `${rate(entries, decodeMs)}, ${Math.round(bytes.length / decodeMs / 1000)} MB/s`);
  const reads = [];
  for (let round = 0; round < 3; round++) reads.push(await readAll(journald.directory));
  say("journal: read once, end to end", rate(entries, median(reads)));

  const live = runSource(await open(journal, `dir=${journald.directory}`, FOLLOW));
  await live.until(live.isCaughtUp);
  const delays = [];
  for (let round = 0; round < 30; round++) {
    await journald.say(`live ${round}`);
    const begin = performance.now();
    await live.until(() => live.texts().includes(`live ${round}`));
    delays.push(performance.now() - begin);
    await sleep(100);
  }
  await live.stop();
  say(
    "live entry, written until given (median, worst)",
    `${median(delays).toFixed(0)} ms, ${Math.max(...delays).toFixed(0)} ms`,
  );
  await idleCost("journal:", await open(journal, `dir=${journald.directory}`, FOLLOW));
  await idleCost("kernel:", await open(kernel, "", FOLLOW));
} finally {
  await journald.stop();
}
