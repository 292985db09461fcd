import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RawBatch } from "../src/core/batch.js";
import { micros } from "../src/core/time.js";
import { createParser } from "../src/parse/parser.js";
import { openNixTap } from "../src/pipeline/nix-tap.js";
import { createFramer } from "../src/sources/framing.js";
import { seeded } from "./corpus.js";

// A stream of nix's internal-json as of a big rebuild: 98.4 % progress lines. How fast it is decoded and reduced on one
// core, with how much memory, from bytes to entries and through the program; and what the tap costs where there is no nix.
// Usage: node bench/run.mjs nix [LINES]

const LINES = Number(process.argv[2] ?? 1_000_000);
const PIECE_BYTES = 64 * 1024;
const RECEIVED = micros(Date.UTC(2026, 10, 21, 12) * 1000);
const ROUNDS = 5;
const OTHER_SHARE = 0.016;

const random = seeded(4);
const below = (bound: number) => Math.floor(random() * bound);
const hash = () => Array.from({ length: 32 }, () => "0123456789abcdfghijklmnpqrsvwxyz".charAt(below(32))).join("");

/** The lines of one build after the other, four at a time, each with its download's progress. */
function* stream(lines: number): Generator<string> {
  const base = 13_829_794_693_120;
  let next = base + 4;
  let given = 0;
  let done = 0;
  const open: { readonly id: number; readonly copy: number; left: number; bytes: number }[] = [];
  yield `{"action":"start","id":${base},"level":0,"parent":0,"text":"","type":102}`;
  yield `{"action":"start","id":${base + 1},"level":0,"parent":0,"text":"","type":104}`;
  yield `{"action":"start","id":${base + 2},"level":0,"parent":0,"text":"","type":103}`;
  while (given < lines) {
    given += 1;
    if (random() >= OTHER_SHARE) {
      const one = open[below(open.length)];
      const kind = below(4);
      if (one !== undefined && kind > 0) {
        one.bytes += 4_096;
        yield `{"action":"result","fields":[${one.bytes},240004720,0,0],"id":${one.copy},"type":105}`;
      } else if (below(2) === 0)
        yield `{"action":"result","fields":[101,${24_000_472 + given}],"id":${base},"type":106}`;
      else yield `{"action":"result","fields":[${done},2000,${open.length},0],"id":${base + 1},"type":105}`;
      continue;
    }
    const one = open[below(open.length)];
    if (one === undefined || (open.length < 4 && below(3) === 0)) {
      const drv = `/nix/store/${hash()}-package-${next}.drv`;
      const path = `/nix/store/${hash()}-package-${next}`;
      yield `{"action":"start","fields":["${drv}","",1,1],"id":${next},"level":3,"parent":0,"text":"building '${drv}'","type":105}`;
      yield `{"action":"start","fields":["${path}","https://cache.nixos.org","local"],"id":${next + 1},"level":3,"parent":0,"text":"copying path '${path}' from 'https://cache.nixos.org'","type":100}`;
      open.push({ id: next, copy: next + 1, left: 20 + below(60), bytes: 0 });
      next += 2;
      given += 1;
    } else if (one.left > 0) {
      one.left -= 1;
      if (one.left % 12 === 0) yield `{"action":"result","fields":["buildPhase"],"id":${one.id},"type":104}`;
      else
        yield `{"action":"result","fields":["[ ${below(100)}%] Building C object src/f${below(9_999)}.c.o"],"id":${one.id},"type":101}`;
    } else {
      done += 1;
      yield `{"action":"result","fields":[${done},2000,${open.length - 1},0],"id":${base + 1},"type":105}`;
      yield `{"action":"stop","id":${one.id}}`;
      yield `{"action":"stop","id":${one.copy}}`;
      open.splice(open.indexOf(one), 1);
      given += 2;
    }
  }
}

/** Writes the stream to a file, so that nothing of it is in the memory that is measured. */
async function writeStream(path: string): Promise<number> {
  const file = createWriteStream(path);
  let lines = 0;
  let part = "";
  for (const line of stream(LINES)) {
    part += `@nix ${line}\n`;
    lines += 1;
    if (part.length < 1 << 20) continue;
    if (!file.write(part)) await once(file, "drain");
    part = "";
  }
  file.end(part);
  await once(file, "finish");
  return lines;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

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
const path = join(folder, "stream.log");
const lines = await writeStream(path);
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
