import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RawBatch } from "../src/core/batch.js";
import { micros } from "../src/core/time.js";
import { createParser } from "../src/parse/parser.js";
import { openNixTap } from "../src/pipeline/nix-tap.js";
import { createFramer } from "../src/sources/framing.js";
import { median, seeded } from "./corpus.js";
import { storedCorpus } from "./corpora/stored-corpus.js";

// A stream of nix's internal-json as of a big rebuild: 98.4 % progress lines. How fast it is decoded and reduced on one
// core, with how much memory, from bytes to entries and through the program; and what the tap costs where there is no nix.
// Usage: node bench/run.mjs nix [LINES]

const LINES = Number(process.argv[2] ?? 1_000_000);
const PIECE_BYTES = 64 * 1024;
const RECEIVED = micros(Date.UTC(2026, 10, 21, 12) * 1000);
const ROUNDS = 5;

const random = seeded(4);
const below = (bound: number) => Math.floor(random() * bound);
const cpuSeconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
const decode = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.prototype.utf8Slice.call(bytes, start, end);

/** Reads the file in pieces and gives the batches that a source would. */
async function* batchesOf(path: string): AsyncGenerator<RawBatch> {
  const { open } = await import("node:fs/promises");
  const file = await open(path);
  const framer = createFramer({ now: () => RECEIVED });
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES);
    if (bytesRead === 0) break;
    const batch = framer.push(buffer.subarray(0, bytesRead));
    if (batch !== undefined) yield batch;
  }
  const last = framer.end();
  if (last !== undefined) yield last;
  await file.close();
}

const folder = mkdtempSync(join(tmpdir(), "nix-bench-"));
const { path, lines } = storedCorpus({ kind: "nix-json", lines: LINES, seed: 4, folder });
const megabytes = statSync(path).size / 1e6;
console.log(`${lines} lines, ${megabytes.toFixed(0)} MB; one core; medians of ${ROUNDS}`);

const rates: number[] = [];
let rssMegabytes = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const tap = openNixTap();
  let seconds = 0;
  for await (const batch of batchesOf(path)) {
    const before = cpuSeconds();
    tap.push(batch);
    seconds += cpuSeconds() - before;
    rssMegabytes = Math.max(rssMegabytes, process.memoryUsage.rss() / 1e6);
  }
  tap.end(RECEIVED);
  rates.push(lines / seconds);
  if (round === 0) {
    const { counts } = tap.report();
    const { events, progress, malformed, unknown } = tap.counts;
    console.log(`progress ${((progress / events) * 100).toFixed(1)} %, malformed ${malformed}, unknown ${unknown}`);
    console.log(`built ${counts.builds.done}, broken off ${counts.builds.running}`);
  }
}
console.log(
  `decode and reduce: ${Math.round(median(rates) / 1_000)} k lines/s, RSS at most ${rssMegabytes.toFixed(0)} MB`,
);

const syslog = Buffer.from(
  Array.from(
    { length: 200_000 },
    (_, index) =>
      `Nov 20 12:00:${String(index % 60).padStart(2, "0")} host sshd[${index}]: Accepted key for user${below(40)} port ${below(65_000)}\n`,
  ).join(""),
);
const costs: number[] = [];
for (let round = 0; round < ROUNDS * 2; round += 1) {
  const framer = createFramer({ now: () => RECEIVED });
  const batches: RawBatch[] = [];
  for (let at = 0; at < syslog.length; at += PIECE_BYTES) {
    const batch = framer.push(Buffer.from(syslog.subarray(at, at + PIECE_BYTES)));
    if (batch !== undefined) batches.push(batch);
  }
  const tap = openNixTap();
  const start = process.hrtime.bigint();
  for (const batch of batches) tap.push(batch);
  const tapped = process.hrtime.bigint();
  const parser = createParser({ localOffset: () => 0, decode, lastOrder: undefined });
  for (const batch of batches) parser.push(batch);
  costs.push(Number(tapped - start) / Number(process.hrtime.bigint() - tapped));
}
console.log(`on plain syslog the tap costs ${(median(costs) * 100).toFixed(2)} % of what parsing costs`);

const program = new URL("../../bin/logstream.js", import.meta.url).pathname;
const begun = process.hrtime.bigint();
const run = spawnSync(
  "bash",
  [
    "-c",
    `/usr/bin/time -f '%M %U %S' ${process.execPath} ${program} record --once --store ${folder}/store.db - < ${path}`,
  ],
  {
    encoding: "utf8",
  },
);
const wall = Number(process.hrtime.bigint() - begun) / 1e9;
console.log(
  `logstream record --once -: ${Math.round(lines / wall / 1_000)} k lines/s of wall time, exit ${run.status}`,
);
console.log(run.stderr.trim().split("\n").slice(-3).join(" | "));
rmSync(folder, { recursive: true });
