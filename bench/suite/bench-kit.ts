import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { storedCorpus, type Corpus } from "../corpora/stored-corpus.js";
import { type Cost, logstream, timed, type Timing } from "./measure.js";
import type { Peers } from "./peer.js";
import type { Findings, Row } from "./row.js";
import type { Settings } from "./settings.js";
import type { TargetId } from "./target.js";

/** What every part of the suite works with. */
export type Kit = {
  readonly settings: Settings;
  readonly peers: Peers;
  readonly find: Findings;
  corpus(lines: number): Corpus;
  /** A store of that corpus, made when it is first asked for. */
  store(lines: number): StoredLines;
  /** What the rows count of it, in milliseconds: the clock's time or the processor's. */
  ms(cost: Timing): number;
  /** A place of that name that is gone after the run. */
  place(name: string): string;
};

export type StoredLines = {
  readonly path: string;
  readonly corpus: Corpus;
  readonly bytes: number;
  /** What making it took. */
  readonly cost: Cost;
};

export function openKit(settings: Settings, peers: Peers, find: Findings): Kit {
  const { seed, folder, samples } = settings;
  const place = (name: string) => join(settings.scratch, name);
  const corpus = (lines: number) => storedCorpus({ kind: "syslog", lines, seed, folder, samples });
  const made = new Map<number, StoredLines>();
  return {
    settings,
    peers,
    find,
    corpus,
    place,
    ms: ({ wallMs, cpuMs }) => (settings.by === "clock" ? wallMs : cpuMs),
    store(lines) {
      const known = made.get(lines);
      if (known !== undefined) return known;
      const stored = collect(corpus(lines), place(`lines-${lines}.db`));
      made.set(lines, stored);
      return stored;
    },
  };
}

function collect(corpus: Corpus, path: string): StoredLines {
  const cost = timed({ command: logstream("record", "--once", "--store", path, corpus.path) });
  return { path, corpus, bytes: storeBytes(path), cost };
}

/** With what has not been moved out of the log beside it. */
export function storeBytes(path: string): number {
  return [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}

/** A row that says how many times as long as theirs ours takes; both times of both are in its note. */
export function against(
  kit: Kit,
  row: { readonly says: string; readonly who: string; readonly targets?: readonly TargetId[] },
  ours: Cost | undefined,
  theirs: Cost | undefined,
): void {
  const { who, ...rest } = row;
  if (ours === undefined || theirs === undefined) {
    kit.find.row({ ...rest, value: undefined, unit: "ratio", note: `${who} is missing` });
    return;
  }
  const note = `${bothTimes(ours)}, ${who} ${bothTimes(theirs)}`;
  kit.find.row({ ...rest, value: kit.ms(ours) / kit.ms(theirs), unit: "ratio", note });
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;

/** By the clock, and of the processor. */
export const bothTimes = ({ wallMs, cpuMs }: Timing): string => `${seconds(wallMs)} (${seconds(cpuMs)})`;

/** The others' times, of those that are here. */
export function besides(kit: Kit, costs: Readonly<Record<string, Cost | undefined>>): Row["beside"] {
  return Object.entries(costs).flatMap(([who, cost]) => (cost === undefined ? [] : [{ who, value: kit.ms(cost) }]));
}
