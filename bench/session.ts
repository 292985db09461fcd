// What `logstream run` costs a command: time to its first byte and to its end, and bytes a second passed through while
// they are recorded, beside the command alone and `tee`.   node bench/run.mjs session [megabytes=200] [starts=15]
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const megabytes = Number(process.argv[2] ?? 200);
const starts = Number(process.argv[3] ?? 15);
const folder = mkdtempSync(join(tmpdir(), "logstream-session-"));
const store = join(folder, "store.db");
const RUN = [process.execPath, "bin/logstream.js", "run", "--store", store, "--"];
const UNKEPT = [process.execPath, "bin/logstream.js", "run", "--no-store", "--"];

type Timed = { readonly first: number; readonly last: number; readonly end: number; readonly bytes: number };

/** Milliseconds to the first byte, the last byte and the end of the process. */
function time(argv: readonly string[]): Promise<Timed> {
  const [program = "", ...args] = argv;
  const begun = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let first: number | undefined;
  let last = 0;
  let bytes = 0;
  child.stdout.on("data", (part: Buffer) => {
    last = performance.now() - begun;
    first ??= last;
    bytes += part.length;
  });
  return new Promise((resolve) => {
    child.once("close", () => resolve({ first: first ?? 0, last, end: performance.now() - begun, bytes }));
  });
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const rows: string[] = [];

const HELLO = ["sh", "-c", "echo hello"];
const ways = { alone: HELLO, "run --no-store": [...UNKEPT, ...HELLO], run: [...RUN, ...HELLO] };
const times: Record<string, Timed[]> = {};
// In turns, so that whatever else the machine does hits all alike.
for (let round = 0; round < starts; round += 1) {
  for (const [name, argv] of Object.entries(ways)) (times[name] ??= []).push(await time(argv));
}
for (const [name, all] of Object.entries(times)) {
  const first = median(all.map((each) => each.first)).toFixed(0);
  const end = median(all.map((each) => each.end)).toFixed(0);
  rows.push(`${name.padEnd(16)} first byte ${first.padStart(5)} ms   end ${end.padStart(5)} ms`);
}

const file = join(folder, "big.log");
const out = openSync(file, "w");
const LINE = "Nov 21 05:00:00 box service[4242]: request served in 12 ms with status 200, nothing to complain about\n";
const block = LINE.repeat(Math.ceil(1_000_000 / LINE.length));
for (let written = 0; written < megabytes * 1_000_000; written += block.length) writeSync(out, block);
closeSync(out);
const passes = {
  cat: ["cat", file],
  "cat | tee COPY": ["sh", "-c", `cat ${file} | tee ${join(folder, "copy")}`],
  "run --no-store": [...UNKEPT, "cat", file],
  run: [...RUN, "cat", file],
};
for (const [name, argv] of Object.entries(passes)) {
  const { bytes, first, last, end } = await time(argv);
  const rate = (bytes / 1_000 / (last - first)).toFixed(0);
  rows.push(
    `${name.padEnd(16)} ${rate.padStart(5)} MB/s to the last byte, end ${(end / 1_000).toFixed(1)} s (${bytes / 1e6} MB)`,
  );
}
process.stdout.write(`${rows.join("\n")}\n`);
rmSync(folder, { recursive: true });
