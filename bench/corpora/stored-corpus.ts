import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, join } from "node:path";
import { createHash } from "node:crypto";
import { nixJsonPieces, nixLogPieces } from "./nix-stream.js";
import { syslogPieces, type SyslogWish } from "./syslog.js";

/** Kinds of text that a corpus can be of; each gives its bytes in pieces that may be kept. */
export const CORPORA = {
  syslog: syslogPieces,
  "nix-json": ({ lines, seed }: SyslogWish) => nixJsonPieces(lines, seed),
  "nix-log": ({ lines, seed }: SyslogWish) => nixLogPieces(lines, seed),
} as const satisfies Record<string, (wish: SyslogWish) => Generator<Uint8Array>>;

export type CorpusKind = keyof typeof CORPORA;

export type Corpus = { readonly path: string; readonly lines: number; readonly bytes: number };

/** Raised when the same wish gives other bytes than before. */
const EDITION = 1;

export type CorpusWish = SyslogWish & { readonly kind: CorpusKind; readonly folder: string };

/** The file of that corpus; made when it is not there whole. Its name says what it was made from. */
export function storedCorpus(wish: CorpusWish): Corpus {
  const { kind, lines, seed, folder, samples } = wish;
  const spoken =
    samples === undefined
      ? ""
      : `-${createHash("sha256")
          .update(JSON.stringify([...samples]))
          .digest("hex")
          .slice(0, 8)}`;
  const path = join(folder, `${kind}-${lines}-s${seed}-e${EDITION}${spoken}.log`);
  if (!existsSync(path)) write(path, CORPORA[kind](wish));
  return { path, lines, bytes: statSync(path).size };
}

function write(path: string, pieces: Iterable<Uint8Array>): void {
  mkdirSync(join(path, ".."), { recursive: true });
  const part = `${path}.part`;
  const file = openSync(part, "w");
  for (const piece of pieces) writeSync(file, piece);
  closeSync(file);
  renameSync(part, path);
}

const LINES_OF_A_SAMPLE = 5_000;
/** A syslog header in front of a message: time, host, program. */
const HEADER =
  /^(?:<\d+>)?(?:\w{3} +\d+ [\d:]+|\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?) (?:\S+ [^ [:]+(?:\[\d+\])?: )?/;

/** The messages of the log files of a folder, for a corpus in their likeness; never more than some thousands of each. */
export function samplesIn(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".log"));
  if (files.length === 0) throw new Error(`there is no *.log in ${folder}`);
  return new Map(
    files.map((name) => {
      const text = readFileSync(join(folder, name), "latin1");
      const messages = text
        .split(/\r?\n/)
        .filter((line) => line !== "")
        .map((line) => line.replace(HEADER, ""));
      return [basename(name, ".log").replaceAll(/[^\w.-]/g, "") || "sample", messages.slice(0, LINES_OF_A_SAMPLE)];
    }),
  );
}
