import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Source } from "../src/core/ports.js";
import { exec } from "../src/sources/exec.js";
import { file } from "../src/sources/file.js";
import { createFramer } from "../src/sources/framing.js";
import { descriptorSource } from "../src/sources/stream/descriptor-source.js";
import { storedCorpus } from "./corpora/stored-corpus.js";
import { median, quantile } from "./corpus.js";

// What sources give, pulled as fast as they go and dropped: MB/s and lines/s, medians of so many rounds, and how long
// after its write a live line is given.
// Usage: node bench/run.mjs sources

const ROUNDS = 5;
const LINES = 1_200_000;
const CHUNK_BYTES = 256 * 1024;
const LIVE_LINES = 300;
const IDLE_FILES = 5;
const IDLE_MS = 5_000;

const folder = mkdtempSync(join(tmpdir(), "logstream-bench-"));
const { path: corpus, lines, bytes: size } = storedCorpus({ kind: "syslog", lines: LINES, seed: 42, folder });
const options = { follow: false, history: undefined, since: undefined };

async function opened(spec: string, follow = false): Promise<Source> {
  const result = await file.open(spec, { ...options, follow });
  const source = result.ok ? result.value[0] : undefined;
  if (source === undefined) throw new Error(`${spec} was not opened`);
  return source;
}

async function drained(source: Source): Promise<number> {
  let records = 0;
  for await (const event of source.events(new AbortController().signal, undefined)) {
    if (event.kind === "failed") throw new Error(event.fault.message);
    if (event.kind === "batch") records += event.batch.count;
  }
  return records;
}

const bytes = readFileSync(corpus);
function framed(): Promise<number> {
  const framer = createFramer();
  let records = 0;
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    records += framer.push(bytes.subarray(at, at + CHUNK_BYTES))?.count ?? 0;
  }
  return Promise.resolve(records);
}

let pipes = 0;
function piped(): Promise<number> {
  const path = join(folder, `pipe-${pipes++}`);
  execFileSync("mkfifo", [path]);
  const writing = openSync(path, constants.O_RDWR);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  spawn("cat", [corpus], { stdio: ["ignore", writing, "ignore"] });
  closeSync(writing);
  const source = descriptorSource(reading);
  if (!source.ok) throw new Error(source.fault.message);
  return drained(source.value);
}

async function executed(): Promise<number> {
  const result = await exec.open(`cat ${corpus}`, options);
  const source = result.ok ? result.value[0] : undefined;
  if (source === undefined) throw new Error("cat was not opened");
  return drained(source);
}

const JOBS: readonly (readonly [string, () => Promise<number>])[] = [
  ["framing alone, 256 KiB chunks, copied", framed],
  ["file, history", async () => drained(await opened(corpus))],
  ["stdin, a pipe from cat", piped],
  ["exec:cat", executed],
  ["file, .gz", async () => drained(await opened(`${corpus}.gz`))],
  ["file, .zst", async () => drained(await opened(`${corpus}.zst`))],
];

execFileSync("sh", ["-c", `gzip -k -6 ${corpus}; zstd -q -k ${corpus}`]);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
for (const [name, job] of JOBS) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const records = await job();
    times.push(performance.now() - started);
    if (records !== lines) throw new Error(`${name}: ${records} records of ${lines}`);
  }
  const ms = median(times);
  print(
    `${name.padEnd(40)} ${String(Math.round(size / ms / 1000)).padStart(5)} MB/s ${(lines / ms / 1000).toFixed(2)} M lines/s`,
  );
}
await measureLatency();
await measureIdling();
rmSync(folder, { recursive: true });

/** From before the write to the event, one line at a time, in one thread: the write itself is part of it. */
async function measureLatency(): Promise<void> {
  const path = join(folder, "live.log");
  writeFileSync(path, "first\n");
  const controller = new AbortController();
  const delays: number[] = [];
  let written = 0;
  const write = (): void => {
    written = performance.now();
    appendFileSync(path, "a line as it comes\n");
  };
  for await (const event of (await opened(path, true)).events(controller.signal, undefined)) {
    if (event.kind === "batch" && written > 0) delays.push(performance.now() - written);
    if (delays.length === LIVE_LINES) controller.abort();
    else if (written === 0 ? event.kind === "caught-up" : event.kind === "batch") setTimeout(write, 5);
  }
  const at = (share: number) => quantile(delays, share).toFixed(2);
  print(`live line of a followed file, ms from write to event: p50 ${at(0.5)}  p99 ${at(0.99)}  max ${at(1)}`);
}

/** Share of a core that following so many silent files takes. */
async function measureIdling(): Promise<void> {
  const controller = new AbortController();
  const paths = Array.from({ length: IDLE_FILES }, (_, i) => join(folder, `idle-${i}.log`));
  for (const path of paths) writeFileSync(path, "a line\n");
  const reading = paths.map(async (path) => {
    for await (const event of (await opened(path, true)).events(controller.signal, undefined))
      if (event.kind === "gap") return;
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const { user, system } = process.cpuUsage(before);
  controller.abort();
  await Promise.all(reading);
  print(`following ${IDLE_FILES} silent files: ${((user + system) / IDLE_MS / 10).toFixed(2)} % of a core`);
}
