// A file grows by RATE lines a second while the screen follows it: how late is a line on the screen, how late a key,
// what does it cost, is anything lost?   node bench/run.mjs live [seconds=60] [rate=10000]
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as pty from "@lydell/node-pty";
import { quantile } from "./corpus.js";
import { costOf } from "./process-cost.js";

const seconds = Number(process.argv[2] ?? 60);
const rate = Number(process.argv[3] ?? 10_000);
const EVERY_MS = 10;
/** Help is opened and closed again at this pace: the largest picture that a key can ask for. */
const KEY_EVERY_MS = 2_000;
/** As the first line of bin/logstream.js has them. */
const FLAGS = ["--max-semi-space-size=4", "--heap-growing-percent=20"];
const { spawn } = createRequire(import.meta.url)("@lydell/node-pty") as typeof pty;

/** A terminal of its own, whatever this one is. */
function environment(): Record<string, string> {
  const { CI: _ci, NO_COLOR: _none, TMUX: _tmux, ...rest } = process.env;
  const kept = Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(kept), TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "C.UTF-8" };
}

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
const program = [...FLAGS, "bin/logstream.js", "tui", "--store", store, log];
const terminal = spawn(process.execPath, program, { cols: 200, rows: 50, name: "xterm-256color", env: environment() });
const lateness: number[] = [];
const keyLateness: number[] = [];
let shown = -1;
let pressedAt: number | undefined;

// What counts is when the bytes reach the terminal; an emulator here would take the cores that are being measured.
terminal.onData((data) => {
  const now = performance.now();
  if (data.includes("]11;?")) terminal.write("\u001b]11;rgb:0000/0000/0000\u001b\\\u001b[?62c");
  if (pressedAt !== undefined && data.includes(" Keys ")) {
    keyLateness.push(now - pressedAt);
    pressedAt = undefined;
  }
  let newest = shown;
  for (const match of data.matchAll(/seq=(\d+) /g)) newest = Math.max(newest, Number(match[1]));
  for (let index = shown + 1; index <= newest; index++) lateness.push(now - (writtenAt[index] ?? now));
  shown = newest;
});

const until = async (isThere: () => boolean) => {
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
};
await until(() => shown >= 99);
lateness.length = 0;

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
  await new Promise((resolve) => setTimeout(resolve, KEY_EVERY_MS));
  pressedAt = performance.now();
  terminal.write("?");
  await until(() => pressedAt === undefined);
  terminal.write("\u001b");
}
clearInterval(feeder);
clearInterval(probe);
const elapsed = performance.now() - start;
const after = costOf(terminal.pid);
await until(() => shown === writtenAt.length - 1);
const exited = new Promise((resolve) => terminal.onExit(resolve));
terminal.write("q");
await exited;
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
