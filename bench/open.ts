// From start to the first frame with lines of a file, and to a frame after scrolling while the rest still loads; and the
// start-up of `--version`.   node bench/run.mjs open [megabytes=100] [runs=5]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "../test/support/terminal.js";
import { median, writeCorpus } from "./corpus.js";
import { costOf } from "./process-cost.js";

const megabytes = Number(process.argv[2] ?? 100);
const runs = Number(process.argv[3] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "logstream-open-"));
const log = join(folder, "corpus.log");
const lines = writeCorpus(log, megabytes * 1e6);

const figures = {
  first: [] as number[],
  scrolled: [] as number[],
  loaded: [] as number[],
  rss: [] as number[],
  version: [] as number[],
};
for (let run = 0; run < runs; run++) {
  const store = join(folder, `store-${run}.db`);
  const start = performance.now();
  const terminal = launch(process.execPath, ["bin/logstream.js", "tui", "--store", store, log], {
    columns: 200,
    rows: 50,
  });
  await terminal.waitFor(/\[\d+\]|request id=|sshd/);
  figures.first.push(performance.now() - start);
  const before = terminal.text();
  const pressed = performance.now();
  terminal.press("page-up");
  await terminal.waitFor(() => terminal.text() !== before);
  figures.scrolled.push(performance.now() - pressed);
  let peak = 0;
  await terminal.waitFor(() => {
    peak = Math.max(peak, costOf(terminal.pid).rss);
    return terminal.text().includes(`${lines.toLocaleString("en")} lines`);
  }, 120_000);
  figures.loaded.push(performance.now() - start);
  figures.rss.push(peak);
  terminal.press("q");
  await terminal.waitExit();
}
for (let run = 0; run < runs * 3; run++) {
  const start = performance.now();
  execFileSync(process.execPath, ["bin/logstream.js", "--version"]);
  figures.version.push(performance.now() - start);
}
process.stdout.write(
  [
    `file                     ${megabytes} MB, ${lines} lines`,
    `first frame with lines   ${median(figures.first).toFixed(0)} ms`,
    `page up while loading    ${median(figures.scrolled).toFixed(0)} ms`,
    `all loaded               ${median(figures.loaded).toFixed(0)} ms (${((lines / median(figures.loaded)) * 1).toFixed(0)} k lines/s)`,
    `memory                   ${(Math.max(...figures.rss) / 1e6).toFixed(0)} MB at most`,
    `--version                ${median(figures.version).toFixed(0)} ms`,
    "",
  ].join("\n"),
);
rmSync(folder, { recursive: true });
