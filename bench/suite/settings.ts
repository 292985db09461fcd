import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { samplesIn } from "../corpora/stored-corpus.js";
import type { PartName } from "./row.js";
import { PART_NAMES } from "./row.js";

export type Settings = {
  readonly parts: readonly PartName[];
  /** Lines of the store that is asked. */
  readonly lines: number;
  /** Lines that are collected again and again, beside the others. */
  readonly someLines: number;
  /** Megabytes of the file that is opened. */
  readonly megabytes: number;
  readonly entries: number;
  readonly kills: number;
  readonly rounds: number;
  /**
   * What the rows count. On a machine that others use the clock tells how busy they are; the processor's time of what
   * runs in one thread is what the clock would say on a quiet one.
   */
  readonly by: "clock" | "processor";
  /** A store of a hundred million lines as well. */
  readonly isHuge: boolean;
  readonly seed: number;
  /** Corpora lie here and are used again. */
  readonly folder: string;
  /** Everything else; taken away at the end. */
  readonly scratch: string;
  readonly samples: ReadonlyMap<string, readonly string[]> | undefined;
  /** Log files of one's own, collected as they are. */
  readonly real: readonly string[];
};

export const USAGE = `npm run bench -- PART [OPTIONS]
  PART         ${PART_NAMES.join(", ")} or all; several may be named
  --full       the sizes of the promises: ten million lines, a file of 1 GB, a million journal entries, a hundred kills
  --processor  count the processor's time instead of the clock's, for a machine that others use, too
  --huge       store: a point of 100 million lines as well (16 GB through a pipe)
  --lines N    query, crowd, growth: lines of the store (2000000)
  --some N     store, peers: lines that are collected again and again (1000000)
  --mb N       open: megabytes of the file (200)
  --entries N  journal: entries (200000)
  --kills N    store: kill -9 at random (20)
  --rounds N   of whole processes (3)
  --folder P   where corpora are kept and found again           --seed N
  --samples P  a folder of *.log files whose messages the corpus is made of
  --real P     log files to collect as they are; may be given several times
`;

/** Undefined where the words name no part. Throws a TypeError for an option that is not there. */
export function settingsOf(args: readonly string[]): Settings | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      full: { type: "boolean", default: false },
      processor: { type: "boolean", default: false },
      huge: { type: "boolean", default: false },
      lines: { type: "string" },
      some: { type: "string" },
      mb: { type: "string" },
      entries: { type: "string" },
      kills: { type: "string" },
      rounds: { type: "string", default: "3" },
      folder: { type: "string" },
      seed: { type: "string", default: "42" },
      samples: { type: "string" },
      real: { type: "string", multiple: true, default: [] },
    },
  });
  const unknown = positionals.filter((name) => name !== "all" && !isPart(name));
  if (unknown.length > 0 || positionals.length === 0) return undefined;
  const folder = values.folder ?? join(tmpdir(), "logstream-bench-corpora");
  mkdirSync(folder, { recursive: true });
  return {
    parts: positionals.includes("all") ? PART_NAMES : positionals.filter(isPart),
    lines: Number(values.lines ?? (values.full ? 10_000_000 : 2_000_000)),
    someLines: Number(values.some ?? (values.full ? 2_000_000 : 1_000_000)),
    megabytes: Number(values.mb ?? (values.full ? 1_000 : 200)),
    entries: Number(values.entries ?? (values.full ? 1_000_000 : 200_000)),
    kills: Number(values.kills ?? (values.full ? 100 : 20)),
    rounds: Number(values.rounds),
    by: values.processor ? "processor" : "clock",
    isHuge: values.huge,
    seed: Number(values.seed),
    folder,
    scratch: mkdtempSync(join(tmpdir(), "logstream-bench-")),
    samples: values.samples === undefined ? undefined : samplesIn(values.samples),
    real: values.real,
  };
}

function isPart(name: string): name is PartName {
  return (PART_NAMES as readonly string[]).includes(name);
}

export function tidyUp({ scratch }: Settings): void {
  rmSync(scratch, { recursive: true, force: true });
}
