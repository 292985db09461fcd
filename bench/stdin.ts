// Numbered lines through a pipe into the store: all there, in order, none twice?   node bench/run.mjs stdin [lines=2000000]
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { costOf } from "./process-cost.js";

const lines = Number(process.argv[2] ?? 2_000_000);
const folder = mkdtempSync(join(tmpdir(), "logstream-stdin-"));
const store = join(folder, "store.db");

const start = performance.now();
const sequence = spawn("seq", ["1", String(lines)], { stdio: ["ignore", "pipe", "inherit"] });
const recording = spawn(process.execPath, ["bin/logstream.js", "record", "--once", "--store", store, "-"], {
  stdio: [sequence.stdout, "inherit", "inherit"],
});
let peak = 0;
const probe = setInterval(() => {
  try {
    peak = Math.max(peak, costOf(recording.pid ?? 0).rss);
  } catch {
    // It has ended between two looks.
  }
}, 50);
await new Promise((resolve) => recording.once("exit", resolve));
clearInterval(probe);
const elapsed = performance.now() - start;

const reading = spawn(process.execPath, ["bin/logstream.js", "query", "", "--store", store, "-o", "cat"], {
  stdio: ["ignore", "pipe", "inherit"],
});
let read = 0;
let wrong = 0;
for await (const line of createInterface({ input: reading.stdout })) {
  read += 1;
  if (Number(line) !== read) wrong += 1;
}
process.stdout.write(
  [
    `lines sent               ${lines}`,
    `lines read back          ${read}`,
    `out of place             ${wrong}`,
    `time                     ${(elapsed / 1000).toFixed(1)} s (${(lines / elapsed).toFixed(0)} k lines/s)`,
    `memory                   ${(peak / 1e6).toFixed(0)} MB at most`,
    `store                    ${(statSync(store).size / lines).toFixed(1)} bytes a line`,
    "",
  ].join("\n"),
);
rmSync(folder, { recursive: true });
