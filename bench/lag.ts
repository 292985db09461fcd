// How late the journal is, live: from the moment at which journald took an entry (its own stamp) until `journalctl -f -o
// export` gives it and until `logstream tail` prints it, which is when it was committed to the store; both in the same
// run, at 100 and 1,000 entries a second. Needs root and systemd-journald (it starts one of its own), and `npm run build`:
// node bench/run.mjs lag [SECONDS]
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { startRealJournald } from "../test/support/real-journald.js";
import { quantile, seeded, syslogLine } from "./corpus.js";

const seconds = Number(process.argv[2] ?? 60);
const TICK_MS = 10;
const RATES = [100, 1_000];
const PATIENCE_MS = 30_000;
/** Both programs have just begun: V8 has not seen their busy parts yet. */
const WARM_UP_SECONDS = 3;

type Child = ChildProcessByStdio<null, Readable, null>;

/** By number of the entry, in milliseconds since 1970. */
type Times = Map<number, number>;

const nowMs = () => performance.timeOrigin + performance.now();
const start = (program: string, args: readonly string[]): Child =>
  spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });

/** Calls back with each line, and when the piece that ended it came. */
function eachLine({ stdout }: Child, onLine: (line: string, at: number) => void): void {
  let rest = "";
  stdout.on("data", (chunk: Buffer) => {
    const at = nowMs();
    const lines = (rest + chunk.toString("latin1")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line, at);
  });
}

/** When journald took each entry, and when journalctl gave it. */
function watchJournalctl(child: Child): { readonly taken: Times; readonly given: Times } {
  const [taken, given]: readonly [Times, Times] = [new Map(), new Map()];
  let stamp = 0;
  eachLine(child, (line, at) => {
    if (line.startsWith("__REALTIME_TIMESTAMP=")) stamp = Number(line.slice(21)) / 1_000;
    const number = numberIn(line, "MESSAGE=lag ");
    if (number === undefined) return;
    taken.set(number, stamp);
    given.set(number, at);
  });
  return { taken, given };
}

function watchOurs(child: Child): Times {
  const printed: Times = new Map();
  eachLine(child, (line, at) => {
    const number = numberIn(line, "lag ");
    if (number !== undefined) printed.set(number, at);
  });
  return printed;
}

function numberIn(line: string, head: string): number | undefined {
  return line.startsWith(head) ? Number.parseInt(line.slice(head.length), 10) : undefined;
}

const journald = await startRealJournald({ script: `${process.cwd()}/test/support/real-journald.sh` });
const scratch = mkdtempSync(join(tmpdir(), "logstream-bench-"));
const theirs = start("journalctl", ["-q", "-f", "-n", "0", "-o", "export", `--directory=${journald.directory}`]);
const spec = `journal:dir=${journald.directory}`;
const store = join(scratch, "log.db");
const ours = start(process.execPath, ["bin/logstream.js", "tail", "-n", "0", "-o", "cat", "--store", store, spec]);
const random = seeded(7);
let written = 0;

async function write(count: number): Promise<void> {
  const from = written;
  written += count;
  const message = (index: number) => `lag ${from + index} ${syslogLine(from + index, random)}`;
  await journald.write(Array.from({ length: count }, (_, index) => [["MESSAGE", message(index)]]));
}

async function writeFor(duration: number, rate: number): Promise<void> {
  const [from, begin] = [written, nowMs()];
  while (written - from < rate * duration) {
    const due = Math.min(rate * duration, Math.ceil(((nowMs() - begin) / 1_000) * rate)) - (written - from);
    if (due > 0) await write(due);
    await sleep(TICK_MS);
  }
}

async function waitFor(isMet: () => boolean, what: string): Promise<void> {
  for (const end = nowMs() + PATIENCE_MS; !isMet(); await sleep(20)) if (nowMs() > end) throw new Error(what);
}

function say(who: string, taken: Times, seen: Times, from: number): void {
  const delays = [...taken].flatMap(([number, at]) => (number < from ? [] : [(seen.get(number) ?? Infinity) - at]));
  const sorted = delays.toSorted((one, other) => one - other);
  const figures = [0.5, 0.99, 1].map((part) => `${quantile(sorted, part).toFixed(0)} ms`);
  console.log(`  ${who.padEnd(24)} p50 ${figures[0]}   p99 ${figures[1]}   max ${figures[2]}   of ${sorted.length}`);
}

try {
  const { taken, given } = watchJournalctl(theirs);
  const printed = watchOurs(ours);
  // Both have begun when they give what comes.
  for (const end = nowMs() + PATIENCE_MS; given.size === 0 || printed.size === 0; await sleep(100)) {
    if (nowMs() > end) throw new Error("nothing comes");
    await write(1);
  }
  for (const rate of RATES) {
    await writeFor(WARM_UP_SECONDS, rate);
    const from = written;
    await writeFor(seconds, rate);
    await waitFor(() => given.has(written - 1) && printed.has(written - 1), "the last entry did not come");
    console.log(`${rate} entries a second for ${seconds} s, from journald's stamp on`);
    say("journalctl -f -o export", taken, given, from);
    say("logstream tail --store", taken, printed, from);
  }
} finally {
  theirs.kill();
  ours.kill();
  await journald.stop();
  rmSync(scratch, { recursive: true });
}
