// The whole program at 200×50 in a pty over a store of many lines: milliseconds from a key to the picture that answers
// it, on a still log and while it grows; then the same file in lnav, key for key.
// Usage: node bench/run.mjs keys [LINES=10000000] [FOLDER] [--rounds=11] [--rate=10000] [--lnav=200]   (npm run build first)
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CORPUS_START_MS } from "./corpora/syslog.js";
import { storedCorpus } from "./corpora/stored-corpus.js";
import { median, quantile } from "./corpus.js";
import { openProbe, type Probe } from "./keys/probe.js";
import { LNAV_STEPS, lnavReady } from "./keys/lnav-steps.js";
import { type KeyStep, logstreamSteps, SHARED_STEPS } from "./keys/steps.js";

const given = process.argv.slice(2);
const option = (name: string, usual: number): number =>
  Number(given.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? usual);
const [lines = "10000000", corpora = join(tmpdir(), "logstream-bench-corpora")] = given.filter(
  (arg) => !arg.startsWith("--"),
);
const rounds = option("rounds", 11);
const rate = option("rate", 10_000);
const lnavMegabytes = option("lnav", 200);
const BYTES_OF_A_LINE = 169;
const FEED_EVERY_MS = 10;
/** As the first line of bin/logstream.js has them. */
const FLAGS = ["--max-semi-space-size=4", "--heap-growing-percent=20"];

const folder = mkdtempSync(join(tmpdir(), "logstream-keys-"));
mkdirSync(join(folder, "config", "lnav"), { recursive: true });
const env = { HOME: folder, XDG_CONFIG_HOME: join(folder, "config"), XDG_STATE_HOME: folder };

const opened: Probe[] = [];

function ours(log: string, store: string): Probe {
  const args = [...FLAGS, "bin/logstream.js", "tui", "--restore", "never", "--store", store, log];
  const probe = openProbe(process.execPath, args, env);
  opened.push(probe);
  return probe;
}

async function measure(probe: Probe, steps: readonly KeyStep[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const all = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const step of steps) {
      const times = all.get(step.name) ?? [];
      all.set(step.name, times);
      try {
        times.push(await step.measure(probe, round));
      } catch (error) {
        throw new Error(`${step.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  }
  return all;
}

type Timed = ReadonlyMap<string, readonly number[]>;

function tell(title: string, all: Timed, promised: ReadonlyMap<string, number>): void {
  process.stdout.write(`\n${title}\n`);
  for (const [name, times] of all) {
    const worst = quantile(times, 0.99);
    const most = promised.get(name);
    const verdict = most === undefined ? "" : `  promised ≤ ${most}: ${worst <= most ? "met" : "missed"}`;
    const [half, last] = [median(times), worst].map((ms) => ms.toFixed(0).padStart(6));
    process.stdout.write(`  ${name.padEnd(38)} p50 ${half} ms   p99 ${last} ms${verdict}\n`);
  }
}

function promisedOf(steps: readonly KeyStep[]): ReadonlyMap<string, number> {
  return new Map(steps.flatMap(({ name, promisedMs }) => (promisedMs === undefined ? [] : [[name, promisedMs]])));
}

async function overStore(): Promise<void> {
  const corpus = storedCorpus({ kind: "syslog", lines: Number(lines), seed: 42, folder: corpora });
  const log = join(folder, "box.log");
  copyFileSync(corpus.path, log);
  const loading = ours(log, join(folder, "store.db"));
  await loading.until(({ text }) => text.includes(`${corpus.lines.toLocaleString("en")} lines`), 600_000);
  await loading.close();
  const probe = ours(log, join(folder, "store.db"));
  await probe.until(({ text }) => text.includes(`${corpus.lines.toLocaleString("en")} lines`), 60_000);
  const steps = [...SHARED_STEPS, ...logstreamSteps(corpus.lines)];
  tell(`${corpus.lines.toLocaleString("en")} lines, still`, await measure(probe, steps), promisedOf(steps));
  const stop = feed(log);
  const live = steps.filter(({ needsStill }) => needsStill !== true);
  tell(`the same, and ${rate.toLocaleString("en")} lines/s more arrive`, await measure(probe, live), promisedOf(live));
  stop();
  await probe.close();
}

/** Lines of today behind those of the corpus. */
function feed(log: string): () => void {
  const began = performance.now();
  let written = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) * rate) / 1_000);
    const at = new Date(CORPUS_START_MS + 30 * 86_400_000 + performance.now()).toISOString().replace("Z", "000+00:00");
    const line = `${at} box app[77]: request path=/api/v1/items status=200 took 12 ms\n`;
    appendFileSync(log, line.repeat(Math.max(0, due - written)));
    written = due;
  }, FEED_EVERY_MS);
  return () => clearInterval(timer);
}

async function besideLnav(): Promise<void> {
  const wanted = Math.round((lnavMegabytes * 1e6) / BYTES_OF_A_LINE);
  const corpus = storedCorpus({ kind: "syslog", lines: wanted, seed: 42, folder: corpora });
  const own = ours(corpus.path, join(folder, "small.db"));
  await own.until(({ text }) => text.includes(`${corpus.lines.toLocaleString("en")} lines`), 120_000);
  tell(`logstream, ${lnavMegabytes} MB`, await measure(own, SHARED_STEPS), new Map());
  await own.close();
  const lnav = openProbe("lnav", [corpus.path], env);
  opened.push(lnav);
  await lnavReady(lnav);
  tell(`lnav, the same file`, await measure(lnav, LNAV_STEPS), new Map());
  await lnav.close();
}

try {
  if (lines !== "0") await overStore();
  await besideLnav();
} finally {
  for (const probe of opened) await probe.close();
  rmSync(folder, { recursive: true, force: true });
}
