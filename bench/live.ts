// A file grows by RATE lines a second while the screen follows it: how late is a line on the screen, how late a key,
// what does it cost, is anything lost?   node bench/run.mjs live [seconds=60] [rate=10000]
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../test/support/terminal.js";
import { quantile } from "./corpus.js";
import { costOf } from "./process-cost.js";

const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 10_000);
const EVERY_MS = 10;

const folder = mkdtempSync(join(tmpdir(), "logstream-live-"));
const log = join(folder, "live.log");
const store = join(folder, "store.db");
const file = openSync(log, "a");
const writtenAt: number[] = [];

/** Lines carry their number, so that the screen tells which one it has reached. */
function writeLines(count: number): void {
  const now = new Date().toISOString().replace("Z", "000+00:00");
  let text = "";
  for (let index = 0; index < count; index++) {
    text += `${now} box app[77]: request seq=${writtenAt.length} path=/api/v1/items status=200 took 12 ms\n`;
    writtenAt.push(performance.now());
  }
  writeSync(file, text);
}

writeLines(100);
const terminal = launch(
  process.execPath,
  ["--max-semi-space-size=8", "bin/logstream.js", "tui", "--store", store, log],
  { columns: 200, rows: 50 },
);
const lateness: number[] = [];
const keyLateness: number[] = [];
let shown = -1;

function look(): void {
  let newest = shown;
  for (const match of terminal.text().matchAll(/seq=(\d+) /g)) newest = Math.max(newest, Number(match[1]));
  const now = performance.now();
  for (let index = shown + 1; index <= newest; index++) lateness.push(now - (writtenAt[index] ?? now));
  shown = newest;
}

await terminal.waitFor(/seq=99 /);
look();
lateness.length = 0;
terminal.terminal.onWriteParsed(look);

const before = costOf(terminal.pid);
let peak = 0;
const start = performance.now();
let sent = 0;
const feeder = setInterval(() => {
  const due = Math.floor(((performance.now() - start) / 1000) * rate);
  writeLines(due - sent);
  sent = due;
}, EVERY_MS);
const probe = setInterval(() => {
  peak = Math.max(peak, costOf(terminal.pid).rss);
}, 500);

while (performance.now() - start < seconds * 1000) {
  await new Promise((resolve) => setTimeout(resolve, 900));
  const pressed = performance.now();
  terminal.press("?");
  await terminal.waitFor(() => /help|keys/i.test(terminal.lines().slice(1, -1).join(" ")));
  keyLateness.push(performance.now() - pressed);
  terminal.press("escape");
  await terminal.waitFor(() => !/help|keys/i.test(terminal.lines().slice(1, -1).join(" ")));
}
clearInterval(feeder);
clearInterval(probe);
const elapsed = performance.now() - start;
const after = costOf(terminal.pid);
await terminal.waitFor(() => shown === writtenAt.length - 1);
terminal.press("q");
await terminal.waitExit();
closeSync(file);

const counted = execFileSync(process.execPath, ["bin/logstream.js", "query", "--store", store, "-c", "seq="], {
  encoding: "utf8",
});
const ms = (value: number) => `${value.toFixed(1)} ms`;
process.stdout.write(
  [
    `lines written            ${writtenAt.length}`,
    `lines kept               ${counted.trim()}`,
    `write to screen          p50 ${ms(quantile(lateness, 0.5))}  p99 ${ms(quantile(lateness, 0.99))}  max ${ms(quantile(lateness, 1))}`,
    `key to screen            p50 ${ms(quantile(keyLateness, 0.5))}  p99 ${ms(quantile(keyLateness, 0.99))}`,
    `main thread              ${(((after.mainThreadCpuMs - before.mainThreadCpuMs) / elapsed) * 100).toFixed(1)} % of a core`,
    `whole process            ${(((after.cpuMs - before.cpuMs) / elapsed) * 100).toFixed(1)} % of a core`,
    `memory                   ${(peak / 1e6).toFixed(0)} MB at most`,
    "",
  ].join("\n"),
);
rmSync(folder, { recursive: true });
