// What following costs while nothing comes: the journal, the kernel's messages and five files; the whole process tree.
// Needs root and systemd-journald (it starts one of its own): node bench/run.mjs idle [seconds=60]
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import type * as pty from "@lydell/node-pty";
import { startRealJournald } from "../test/support/real-journald.js";
import { costOf, treeOf } from "./process-cost.js";

const seconds = Number(process.argv[2] ?? 60);
const FILES = 5;
const SETTLE_MS = 8_000;
/** As the first line of bin/logstream.js has them. */
const FLAGS = ["--max-semi-space-size=4", "--heap-growing-percent=20"];
const { spawn: openTerminal } = createRequire(import.meta.url)("@lydell/node-pty") as typeof pty;

/** Times that the threads of a process went to sleep by themselves: each is one look of a poller, or one event. */
function sleepsOf(pid: number): ReadonlyMap<string, number> {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread): [string, number] => {
    const status = readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8");
    return [thread, Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0)];
  });
  return new Map(threads);
}

async function measure(what: string, pid: number): Promise<void> {
  await later(SETTLE_MS);
  const pids = treeOf(pid);
  const begin = performance.now();
  const before = pids.map((each) => ({ each, cost: costOf(each), sleeps: sleepsOf(each) }));
  await later(seconds * 1_000);
  const elapsed = performance.now() - begin;
  let cpuMs = 0;
  let busiest = 0;
  let all = 0;
  for (const { each, cost, sleeps } of before) {
    cpuMs += costOf(each).cpuMs - cost.cpuMs;
    for (const [thread, count] of sleepsOf(each)) {
      const perSecond = ((count - (sleeps.get(thread) ?? 0)) * 1_000) / elapsed;
      busiest = Math.max(busiest, perSecond);
      all += perSecond;
    }
  }
  const percent = ((cpuMs / elapsed) * 100).toFixed(2);
  const wakes = `${all.toFixed(0)} wake-ups a second in all, ${busiest.toFixed(0)} in the busiest thread`;
  console.log(`${what.padEnd(28)} ${percent} % of a core (${pids.length} processes), ${wakes}`);
}

const folder = mkdtempSync(join(tmpdir(), "logstream-idle-"));
const journald = await startRealJournald({ script: "test/support/real-journald.sh" });
await journald.say("one", "two");
const files = Array.from({ length: FILES }, (_, number) => join(folder, `app-${"abcde"[number]}.log`));
for (const file of files) writeFileSync(file, "2026-11-21T05:00:00Z box app[7]: ready\n");
const sources = [`journal:dir=${journald.directory}`, "kernel:", ...files];
const environment = { ...process.env, XDG_STATE_HOME: folder, TERM: "xterm-256color", COLORTERM: "truecolor" };

const record: ChildProcess = spawn(process.execPath, [...FLAGS, "bin/logstream.js", "record", ...sources], {
  env: environment,
  stdio: ["ignore", "ignore", "inherit"],
});
await measure("record", record.pid ?? 0);
record.kill("SIGINT");
await new Promise((resolve) => record.once("exit", resolve));

const program = [...FLAGS, "bin/logstream.js", "tui", "--store", join(folder, "screen.db"), ...sources];
const terminal = openTerminal(process.execPath, program, {
  cols: 120,
  rows: 40,
  name: "xterm-256color",
  env: environment,
});
terminal.onData((data) => {
  if (data.includes("]11;?")) terminal.write("\u001b]11;rgb:0000/0000/0000\u001b\\\u001b[?62c");
});
await measure("tui, its screen included", terminal.pid);
const exited = new Promise((resolve) => terminal.onExit(resolve));
terminal.write("q");
await exited;
await journald.stop();
rmSync(folder, { recursive: true });
