// Kills the collector at random moments while two rotated files and a journal are collected: is anything lost, is
// anything kept twice?   node bench/run.mjs killed [kills=200] [seed]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killWhileCollecting } from "../test/support/kill-run.js";
import { missingForJournald, startRealJournald } from "../test/support/real-journald.js";

const kills = Number(process.argv[2] ?? 200);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const script = `${process.cwd()}/test/support/real-journald.sh`;

const folder = mkdtempSync(join(tmpdir(), "logstream-killed-"));
const missing = await missingForJournald(script);
const journald = missing === undefined ? await startRealJournald({ script }) : undefined;
const begin = performance.now();
const run = await killWhileCollecting({ kills, program: ["bin/logstream.js"], folder, journald, seed });
const seconds = ((performance.now() - begin) / 1_000).toFixed(0);
console.log(`${run.kills} kills in ${seconds} s, ${run.fruitful} of them after something was kept; seed ${seed}`);
for (const { source, there, lost, twice, isInOrder } of run.scores) {
  const order = isInOrder ? "in order" : "NOT in order";
  console.log(
    `  ${source.padEnd(16)} ${String(there).padStart(7)} lines there, ${lost} lost, ${twice} twice, ${order}`,
  );
}
await journald?.stop();
const isRight = run.scores.every(({ lost, twice, isInOrder }) => lost === 0 && twice === 0 && isInOrder);
if (isRight) rmSync(folder, { recursive: true });
else console.log(`what was collected and what was there: ${folder}`);
process.exitCode = isRight ? 0 : 1;
