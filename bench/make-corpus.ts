// Makes a corpus and says how fast: node bench/run.mjs make-corpus KIND LINES [FOLDER|-] [--samples FOLDER] [--seed N]
// KIND is syslog, nix-json or nix-log; `-` writes to standard output. `--samples` takes messages from *.log files.
import { writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { CORPORA, type CorpusKind, samplesIn, storedCorpus } from "./corpora/stored-corpus.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { samples: { type: "string" }, seed: { type: "string", default: "42" } },
});
const [kind = "", lines = "1000000", folder = tmpdir()] = positionals;
if (!isKind(kind)) throw new Error(`a corpus is one of ${Object.keys(CORPORA).join(", ")}, not '${kind}'`);
const samples = values.samples === undefined ? undefined : samplesIn(values.samples);
const wish = { kind, lines: Number(lines), seed: Number(values.seed), samples };

const start = performance.now();
if (folder === "-") for (const piece of CORPORA[kind](wish)) writeWhole(piece);
else {
  const corpus = storedCorpus({ ...wish, folder });
  const seconds = (performance.now() - start) / 1_000;
  const rate = Math.round(corpus.lines / seconds / 1_000);
  console.log(`${corpus.path}: ${corpus.lines} lines, ${corpus.bytes} bytes, ${rate} k lines/s`);
}

function isKind(name: string): name is CorpusKind {
  return Object.hasOwn(CORPORA, name);
}

/** A pipe takes less than it is given, and says so when it is full. */
function writeWhole(bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}
