// History and questions straight from journal files, beside journalctl on the same files; all of it in whole processes,
// in rounds, medians: node bench/run.mjs journal-history [ENTRIES [ROUNDS [FOLDER]]]. Needs systemd-journal-remote and
// `npm run build`. Processor time is what counts on a busy machine.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeRuns } from "../src/sources/journal/files/merge.js";
import { closeJournal, openJournal } from "../src/sources/journal/files/open-journal.js";
import { runsOf } from "../src/sources/journal/files/range.js";
import { readEntries } from "../src/sources/journal/files/read-entries.js";
import { createRecordReaders } from "../src/sources/journal/files/record-reader.js";
import { ALL } from "../src/sources/journal/files/selection.js";
import { WHOLE_JOURNAL } from "../src/sources/journal/arguments.js";
import { bytesIn, journalCorpus } from "./journal-corpus.js";

const entries = Number(process.argv[2] ?? 500_000);
const rounds = Number(process.argv[3] ?? 3);
const folder = process.argv[4] ?? join(tmpdir(), `logstream-journal-${entries}`);
const journal = await journalCorpus(folder, entries);
if (journal === undefined) throw new Error("systemd-journal-remote is missing (Debian: systemd-journal-remote)");
const scratch = mkdtempSync(join(tmpdir(), "logstream-bench-"));
const store = join(scratch, "log.db");

/** Seconds, and megabytes where they can be had. */
type Cost = { readonly wall: number; readonly cpu: number; readonly rss: number | undefined };

const GNU_TIME = "/usr/bin/time";
const TIMED = existsSync(GNU_TIME)
  ? [GNU_TIME, "-f", "%e %U %S %M"]
  : ["bash", "-c", 'TIMEFORMAT="%R %U %S"; time "$@"', "_"];

function run(command: readonly string[]): Cost {
  const [program = "", ...args] = [...TIMED, ...command];
  const { stderr } = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 2 ** 30 });
  const line = stderr.toString().trim().split("\n").at(-1) ?? "";
  const [wall = 0, user = 0, system = 0, kilobytes] = line.split(" ").map(Number);
  return { wall, cpu: user + system, rss: kilobytes === undefined ? undefined : kilobytes / 1000 };
}

function within(work: () => void): Cost {
  const [start, before] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, rss: undefined };
}

const RANGE = { selection: ALL, after: undefined, from: -Infinity, to: Infinity, newest: undefined };

function readAll(into: "entries" | "batches"): void {
  const opened = openJournal({ ...WHOLE_JOURNAL, directory: journal });
  if (!opened.ok) throw new Error(opened.fault.message);
  const { files } = opened.value;
  let count = 0;
  if (into === "batches") {
    for (const { event } of readEntries(files, RANGE, { countsHoles: true })) {
      if (event.kind === "batch") count += event.batch.count;
    }
  } else {
    const readers = createRecordReaders();
    const merge = mergeRuns(runsOf(files, RANGE).runs, () => {});
    for (let due = merge.next(); due !== undefined; due = merge.next()) {
      readers.of(due.file).read(due.at, due.place);
      count += 1;
    }
  }
  closeJournal(opened.value);
  if (count !== entries) throw new Error(`${count} of ${entries} entries were read`);
}

const journalctl = (...flags: readonly string[]) => ["journalctl", "-q", "-m", `--directory=${journal}`, ...flags];
/** The project's own Node: an older one would start first and hand over, which is measured by itself. */
const NODE = existsSync("node_modules/node/bin/node") ? "node_modules/node/bin/node" : process.execPath;
const logstream = (...args: readonly string[]) => [NODE, "bin/logstream.js", ...args];
const spec = `journal:dir=${journal}`;

const MEASURES: readonly (readonly [string, () => Cost])[] = [
  ["journalctl -o json", () => run(journalctl("--all", "-o", "json"))],
  ["journalctl -o export", () => run(journalctl("--all", "-o", "export"))],
  ["our reader: every entry and field, in order", () => within(() => readAll("entries"))],
  ["our reader, into batches", () => within(() => readAll("batches"))],
  [
    "logstream record --once: stored and indexed",
    () => {
      rmSync(store, { force: true });
      return run(logstream("record", "--once", "--lines", "all", "--store", store, spec));
    },
  ],
  ["journalctl -n 20", () => run(journalctl("-n", "20"))],
  ["logstream query -n 20", () => run(logstream("query", "-n", "20", spec))],
  ["journalctl -u sshd -g port", () => run(journalctl("-u", "sshd", "-g", "port", "-o", "cat"))],
  ["logstream query -u sshd port", () => run(logstream("query", "-u", "sshd", "port", spec, "-o", "cat"))],
  ["journalctl -u dhcpd-3 -g '7b:'", () => run(journalctl("-u", "dhcpd-3", "-g", "7b:", "-o", "cat"))],
  ["logstream query -u dhcpd-3 '7b:'", () => run(logstream("query", "-u", "dhcpd-3", '"7b:"', spec, "-o", "cat"))],
  ["journalctl -g 10.3.77.12 (rare)", () => run(journalctl("-g", "10\\.3\\.77\\.12", "-o", "cat"))],
  ["logstream query 10.3.77.12", () => run(logstream("query", "10.3.77.12", spec, "-o", "cat"))],
  ["journalctl -g 'timed out' (common)", () => run(journalctl("-g", "timed out", "-o", "cat"))],
  ["logstream query 'timed out'", () => run(logstream("query", '"timed out"', spec, "-o", "cat"))],
  ["node -e 0", () => run([NODE, "-e", "0"])],
  ["logstream --version", () => run(logstream("--version"))],
  ["bin/logstream.js --version, as a shell starts it", () => run(["bin/logstream.js", "--version"])],
  [`the same, handed over by Node ${process.version}`, () => run([process.execPath, "bin/logstream.js", "--version"])],
];

const costs = new Map<string, Cost[]>(MEASURES.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, measure] of MEASURES) costs.get(name)?.push(measure());
}

const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
console.log(`${entries} entries, ${Math.round(bytesIn(journal) / 1e6)} MB of journal files, ${rounds} rounds, medians`);
for (const [name, taken] of costs) {
  const [wall, cpu] = [median(taken.map((cost) => cost.wall)), median(taken.map((cost) => cost.cpu))];
  const rss = taken[0]?.rss === undefined ? "" : `${Math.round(median(taken.map((cost) => cost.rss ?? 0)))} MB`;
  const rate = `${Math.round(entries / cpu / 1000)} k/s`;
  console.log(`${name.padEnd(46)} ${cpu.toFixed(2)} s cpu ${rate.padStart(10)}  ${wall.toFixed(2)} s wall  ${rss}`);
}
console.log(`the store: ${Math.round(statSync(store).size / 1e6)} MB`);
rmSync(scratch, { recursive: true });
