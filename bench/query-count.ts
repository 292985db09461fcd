// Counts the entries of a file that hold a word, beside ripgrep counting its lines, each as a process of its own.
// node bench/run.mjs query-count [PATH] [MEGABYTES] [WORD...]; the file is made when it is not there.
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceId } from "../src/core/entry.js";
import { parseQuery } from "../src/core/query/parse.js";
import { micros } from "../src/core/time.js";
import { countMatches } from "../src/pipeline/count.js";
import { median, writeCorpus } from "./corpus.js";

const RUNS = 9;
const WORDS = ["SHA256:dead", "xhci_hcd", "upstream", "timed out", "error", "10.0.17."];

async function count(path: string, word: string): Promise<void> {
  const now = micros(Date.now() * 1_000);
  const localOffset = (): number => 0;
  const parsed = parseQuery(`"${word}"${exact ? "c" : ""}`, { now, localOffset });
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const source = { id: sourceId(`file:${path}`), label: path, events: () => never(path) };
  const { count: found } = await countMatches({
    sources: [source],
    query: parsed.value,
    localOffset,
    now,
    signal: new AbortController().signal,
  });
  process.stdout.write(`${found}\n`);
}

// oxlint-disable-next-line require-yield -- a source that must not be asked
async function* never(path: string): AsyncGenerator<never> {
  throw new Error(`${path} was not counted the quick way`);
}

function timed(command: string, args: readonly string[]): { readonly ms: number; readonly out: string } {
  const started = performance.now();
  const run = spawnSync(command, args, { encoding: "utf8" });
  if (run.status === null || run.stderr !== "") throw new Error(`${command} failed: ${run.stderr}`);
  return { ms: performance.now() - started, out: run.stdout.trim() };
}

function measure(command: string, args: readonly string[]): string {
  const runs = Array.from({ length: RUNS }, () => timed(command, args));
  return `${median(runs.map(({ ms }) => ms))
    .toFixed(0)
    .padStart(5)} ms  ${(runs[0]?.out ?? "").padStart(8)}`;
}

const exact = process.argv.includes("--exact");
const args = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
if (process.argv.includes("--count")) {
  await count(args[0] ?? "", args[1] ?? "");
} else {
  const path = args[0] ?? join(tmpdir(), "logstream-bench-count.log");
  const lines = writeCorpus(path, Number(args[1] ?? 200) * 1_000_000);
  const self = fileURLToPath(import.meta.url);
  const words = args.length > 2 ? args.slice(2) : WORDS;
  process.stdout.write(`${lines} lines; node -e 0: ${measure(process.execPath, ["-e", "0"])}\n`);
  for (const word of words) {
    for (const folds of [false, true]) {
      const ours = measure(process.execPath, [self, "--count", path, word, ...(folds ? [] : ["--exact"])]);
      const theirs = measure("rg", [folds ? "-ciF" : "-cF", word, path]);
      process.stdout.write(`${`${word}${folds ? " -i" : ""}`.padEnd(18)} ours ${ours}   rg ${theirs}\n`);
    }
  }
}
