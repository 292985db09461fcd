import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import { EVERYTHING } from "../../src/core/query/ast.js";
import { micros } from "../../src/core/time.js";
import { openStoreReader } from "../../src/engine/store-reader.js";
import { openStore, type Store } from "../../src/store/open-store.js";
import { killWhileCollecting } from "../../test/support/kill-run.js";
import { median } from "../corpus.js";
import { storedCorpus } from "../corpora/stored-corpus.js";
import { RARE_WORD } from "../corpora/syslog.js";
import { costOf, deepestChild } from "../process-cost.js";
import { EVERYWHERE } from "./ask-store.js";
import { against, bothTimes, type Kit, seconds, storeBytes } from "./bench-kit.js";
import { lnavHome, lnavLoad } from "./lnav.js";
import { clocked, type Cost, inRounds, logstream, timed, type Timing } from "./measure.js";

/** Collecting: how fast, how small, how it grows, what a trickle costs, and what is left after a kill. */
export async function storePart(kit: Kit): Promise<void> {
  collecting(kit);
  await comesBack(kit);
  realLogs(kit);
  nixLogs(kit);
  growth(kit);
  await reopening(kit);
  await following(kit);
  await killing(kit);
}

function collecting(kit: Kit): void {
  const { settings, find, peers } = kit;
  const { path, lines, bytes } = kit.corpus(settings.someLines);
  const record = (from: "file" | "stdin") => (): Cost => {
    const store = kit.place(`collect-${from}.db`);
    for (const each of [store, `${store}-wal`, `${store}-shm`]) rmSync(each, { force: true });
    const command = logstream("record", "--once", "--store", store, from === "file" ? path : "-");
    return { ...timed(from === "file" ? { command } : { command, stdin: path }), out: String(storeBytes(store)) };
  };
  const taken = inRounds(settings.rounds, {
    file: record("file"),
    stdin: record("stdin"),
    lnav: peers.lnav === undefined ? undefined : () => timed({ command: lnavLoad(path), env: lnavHome(kit) }),
    wc: () => timed({ command: ["wc", "-l", path] }),
  });
  for (const [from, id] of [
    ["file", "collect-file"],
    ["stdin", "collect-stdin"],
  ] as const) {
    const cost = taken[from];
    if (cost === undefined) continue;
    const says = `collect ${lines / 1e6} M lines from ${from === "file" ? "a file" : "standard input"}, whole process`;
    const note = `${bothTimes(cost)}, ${megabytes(cost)} MB at most`;
    find.row({ says, value: (lines / kit.ms(cost)) * 1_000, unit: "lines/s", targets: [id], note });
  }
  const { file, stdin, lnav, wc } = taken;
  if (file === undefined || stdin === undefined) return;
  find.row({
    says: "the same from a file, per processor second",
    value: (lines / file.cpuMs) * 1_000,
    unit: "lines/s",
    targets: ["collect-core"],
  });
  const memory = Math.max(megabytes(file) ?? Number.NaN, megabytes(stdin) ?? Number.NaN);
  find.row({ says: "memory while it collects", value: memory, unit: "MB", targets: ["memory-collecting"] });
  against(kit, { says: "collect a file, of wc -l", who: "wc", targets: ["collect-wc"] }, file, wc);
  const theirs = lnav === undefined ? undefined : lnav.cpuMs;
  find.row({
    says: "collect a file, processor time, of lnav's load",
    value: theirs === undefined ? undefined : file.cpuMs / theirs,
    unit: "ratio",
    targets: ["collect-lnav"],
    note:
      lnav === undefined
        ? "lnav is missing"
        : `${bothTimes(file)}, lnav ${bothTimes(lnav)}, ${megabytes(lnav)} MB, keeps nothing`,
  });
  const kept = Number(file.out);
  find.row({ says: "disk, a line", value: kept / lines, unit: "bytes", note: `raw ${(bytes / lines).toFixed(1)}` });
  find.row({ says: "disk, of raw text", value: kept / bytes, unit: "ratio", targets: ["disk-hard", "disk-fifth"] });
  const none = "there are no detectors yet";
  find.row({
    says: "collect with all detectors",
    value: undefined,
    unit: "lines/s",
    targets: ["collect-detectors"],
    note: none,
  });
}

/** What came through the pipe is there byte for byte, in order, none twice. */
async function comesBack(kit: Kit): Promise<void> {
  const { path, lines } = kit.corpus(kit.settings.someLines);
  const reader = openStoreReader(kit.place("collect-stdin.db"));
  const scan = {
    query: EVERYTHING,
    scope: EVERYWHERE,
    direction: "oldest-first",
    limit: undefined,
  } as const;
  const [sent, came] = [createHash("sha256"), createHash("sha256")];
  for await (const piece of createReadStream(path)) sent.update(piece as Buffer);
  let count = 0;
  for await (const entries of reader.scan(scan)) {
    count += entries.length;
    came.update(entries.map(({ text }) => `${text}\n`).join(""));
  }
  await reader.close();
  const isSame = sent.digest("hex") === came.digest("hex");
  kit.find.check("what came through a pipe comes back byte for byte", isSame, `${count} of ${lines} lines`);
}

function megabytes({ rssBytes }: Cost): number | undefined {
  return rssBytes === undefined ? undefined : Math.round(rssBytes / 1e6);
}

function realLogs(kit: Kit): void {
  const { real } = kit.settings;
  if (real.length === 0) {
    const note = "no --real FILE was given";
    kit.find.row({ says: "disk, real logs", value: undefined, unit: "ratio", targets: ["disk-real"], note });
  }
  for (const path of real) {
    const store = kit.place(`real-${basename(path)}.db`);
    const cost = timed({ command: logstream("record", "--once", "--store", store, path) });
    const bytes = statSync(path).size;
    const note = `${(bytes / 1e6).toFixed(1)} MB in ${seconds(cost.wallMs)}`;
    const targets = ["disk-real"] as const;
    kit.find.row({ says: `disk, ${basename(path)}`, value: storeBytes(store) / bytes, unit: "ratio", targets, note });
  }
}

const NIX_LINES = 500_000;

/** What a rebuild says, for machines: nearly all of it progress that is folded; and for people. */
function nixLogs(kit: Kit): void {
  const { folder, seed } = kit.settings;
  for (const kind of ["nix-json", "nix-log"] as const) {
    const { path, lines, bytes } = storedCorpus({ kind, lines: NIX_LINES, seed, folder });
    const store = kit.place(`${kind}.db`);
    const cost = timed({ command: logstream("record", "--once", "--store", store, "-"), stdin: path });
    kit.find.row({
      says: `collect ${kind}, ${lines / 1e6} M lines from standard input`,
      value: (lines / kit.ms(cost)) * 1_000,
      unit: "lines/s",
      note: `${bothTimes(cost)}, ${megabytes(cost)} MB; 1/${(bytes / storeBytes(store)).toFixed(1)} of its text on disk`,
    });
  }
}

const HUGE_LINES = 100_000_000;

/** A million, ten, and where that is wished a hundred: is a line as cheap in a large store as in a small one? */
function growth(kit: Kit): void {
  const sizes = [...new Set([kit.settings.lines / 10, kit.settings.lines])];
  for (const lines of sizes) {
    const { path, cost, bytes } = kit.store(lines);
    sayGrowth(kit, { path, lines, cost, bytes });
  }
  if (!kit.settings.isHuge) return;
  const path = kit.place("huge.db");
  const make = [
    process.execPath,
    join(process.cwd(), "bench/run.mjs"),
    "make-corpus",
    "syslog",
    String(HUGE_LINES),
    "-",
  ];
  const quoted = [make, logstream("record", "--once", "--store", path, "-")].map((words) =>
    words.map((word) => `'${word}'`).join(" "),
  );
  // The cost is that of both, so only the clock is said: making the lines takes the other core.
  const cost = timed({ command: ["bash", "-c", quoted.join(" | ")] });
  sayGrowth(kit, { path, lines: HUGE_LINES, cost, bytes: storeBytes(path) });
}

type Grown = { readonly path: string; readonly lines: number; readonly cost: Cost; readonly bytes: number };

function sayGrowth(kit: Kit, { path, lines, cost, bytes }: Grown): void {
  const ask = timed({ command: logstream("query", "-c", RARE_WORD, "--store", path), isHeard: true });
  kit.find.check(`the rare word among ${lines} lines`, ask.out.trim() === "7", `${ask.out.trim()} of 7`);
  kit.find.row({
    says: `growth: ${lines / 1e6} M lines collected`,
    value: (lines / kit.ms(cost)) * 1_000,
    unit: "lines/s",
    note: `${bothTimes(cost)}, ${(bytes / lines).toFixed(1)} bytes a line, ${megabytes(cost)} MB; rare word counted in ${bothTimes(ask)}, ${megabytes(ask)} MB`,
  });
}

const REOPENINGS = 5;

/** Kills a collector that has just kept something, then opens what it left: for writing, and a first page. */
async function reopening(kit: Kit): Promise<void> {
  const { lines, rounds } = kit.settings;
  const path = kit.place("killed.db");
  copyFileSync(kit.store(lines).path, path);
  const log = kit.place("killed.log");
  const figures: { readonly writer: Timing; readonly page: Timing }[] = [];
  let written = 0;
  for (let round = 0; round < Math.max(rounds, REOPENINGS); round++) {
    const child = spawn(process.execPath, logstream("record", "--store", path, log).slice(1), { stdio: "ignore" });
    const walBefore = existsSync(`${path}-wal`) ? statSync(`${path}-wal`).mtimeMs : 0;
    let isKept = false;
    while (!isKept) {
      appendFileSync(log, `2026-04-01T00:00:00+00:00 box app[1]: line ${written++}\n`);
      await later(5);
      isKept = existsSync(`${path}-wal`) && statSync(`${path}-wal`).mtimeMs > walBefore && written > 200 * (round + 1);
    }
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("close", resolve));
    figures.push(await reopen(path));
  }
  const [writer, page] = [middleOf(figures.map((each) => each.writer)), middleOf(figures.map((each) => each.page))];
  kit.find.row({
    says: `reopen after kill -9 with ${lines / 1e6} M lines, writer and first page`,
    value: median(figures.map((each) => kit.ms(each.writer) + kit.ms(each.page))),
    unit: "ms",
    targets: ["reopen"],
    note: `writer ${bothTimes(writer)}, reader and first page ${bothTimes(page)}; ${figures.length} kills`,
  });
}

function middleOf(times: readonly Timing[]): Timing {
  return { wallMs: median(times.map(({ wallMs }) => wallMs)), cpuMs: median(times.map(({ cpuMs }) => cpuMs)) };
}

async function reopen(path: string): Promise<{ readonly writer: Timing; readonly page: Timing }> {
  const label = { kind: "bench", command: "reopen" };
  let store: Store | undefined;
  const writer = await clocked(async () => {
    const opened = openStore({ path, collector: label, now: () => micros(Date.now() * 1_000) });
    if (!opened.ok) throw new Error(opened.fault.message);
    store = opened.value;
    return Promise.resolve();
  });
  const anchor = { kind: "tail" } as const;
  const page = await clocked(async () => {
    const reader = openStoreReader(path);
    await reader.page({ query: EVERYTHING, scope: EVERYWHERE, anchor, before: 60, after: 0 });
    await reader.close();
  });
  store?.writer.close();
  return { writer, page };
}

const LIVE = { seconds: 8, linesPerSecond: 80_000, everyMs: 20 };

/** A file that grows fast while it is followed: what of a core that takes, and how much memory. */
async function following(kit: Kit): Promise<void> {
  const log = kit.place("live.log");
  const store = kit.place("live.db");
  writeFileSync(log, "");
  const child = spawn(process.execPath, logstream("record", "--store", store, log).slice(1), { stdio: "ignore" });
  await later(1_000);
  const pid = deepestChild(child.pid ?? 0);
  const before = costOf(pid);
  const start = performance.now();
  let sent = 0;
  while (performance.now() - start < LIVE.seconds * 1_000) {
    const due = Math.floor(((performance.now() - start) / 1_000) * LIVE.linesPerSecond);
    const time = new Date().toISOString().replace("Z", "000+00:00");
    let text = "";
    for (; sent < due; sent++)
      text += `${time} box app[77]: request seq=${sent} path=/api/v1/items/${sent % 977} took ${sent % 89} ms\n`;
    if (text !== "") appendFileSync(log, text);
    await later(LIVE.everyMs);
  }
  const wallMs = performance.now() - start;
  await kept(store, sent);
  const after = costOf(pid);
  child.kill("SIGTERM");
  await new Promise((resolve) => child.once("close", resolve));
  // On a busy machine fewer lines are written than were meant: what one costs is scaled to the rate that was promised.
  const cpuMsPerLine = (after.cpuMs - before.cpuMs) / sent;
  kit.find.row({
    says: `follow a file that grows by ${LIVE.linesPerSecond / 1_000} k lines/s`,
    value: (cpuMsPerLine * LIVE.linesPerSecond) / 10,
    unit: "%",
    targets: ["live-rate"],
    note: `of a core of ${cpus().length}; ${sent} lines at ${Math.round(sent / wallMs)} k lines/s, all kept`,
  });
  kit.find.row({ says: "memory while it follows", value: after.rss / 1e6, unit: "MB", targets: ["memory-following"] });
}

/** Waits until so many lines are in the store. */
async function kept(store: string, lines: number): Promise<void> {
  const reader = openStoreReader(store);
  while ((await reader.count(EVERYTHING, EVERYWHERE)) < lines) await later(20);
  await reader.close();
}

async function killing(kit: Kit): Promise<void> {
  const { kills, seed } = kit.settings;
  const folder = kit.place("kills");
  mkdirSync(folder);
  const run = await killWhileCollecting({ kills, program: ["bin/logstream.js"], folder, journald: undefined, seed });
  const wrong = run.scores.reduce((sum, { lost, twice }) => sum + lost + twice, 0);
  const there = run.scores.reduce((sum, score) => sum + score.there, 0);
  kit.find.row({
    says: `kill -9 at random, ${run.kills} times: lines lost or doubled`,
    value: wrong,
    unit: "count",
    targets: ["killed"],
    note: `of ${there} in two rotated files; ${run.fruitful} kills after something new was kept`,
  });
  kit.find.check("after kills every line is there once", wrong === 0, `${wrong} wrong`);
}
