/**
 * What was promised, a line each. `most` and `least` are in the unit of the row that is held against it; a ratio is ours
 * over theirs.
 */
export type Unit = "ms" | "s" | "lines/s" | "MB" | "bytes" | "ratio" | "count" | "%";

export type Target = {
  readonly id: string;
  readonly says: string;
  readonly unit: Unit;
  readonly bound: { readonly most: number } | { readonly least: number };
  /** How many stored lines it speaks of; met by a smaller store it is not met yet. Undefined where that is all one. */
  readonly lines?: number;
};

type Named<Id> = Target & { readonly id: Id };
const most = <const Id extends string>(id: Id, says: string, value: number, unit: Unit): Named<Id> => ({
  id,
  says,
  unit,
  bound: { most: value },
});
/** Of a store of ten million lines. */
const mostOfTen = <const Id extends string>(id: Id, says: string, value: number, unit: Unit): Named<Id> => ({
  ...most(id, `10 M lines: ${says}`, value, unit),
  lines: 10_000_000,
});
const least = <const Id extends string>(id: Id, says: string, value: number, unit: Unit): Named<Id> => ({
  id,
  says,
  unit,
  bound: { least: value },
});

/** The two tables of the design: the first one, then what was promised after everything had been measured. */
export const TARGETS = [
  least("collect-file", "collect a file, durable and searchable", 600_000, "lines/s"),
  least("collect-stdin", "collect standard input, durable and searchable", 600_000, "lines/s"),
  least("collect-detectors", "collect with all detectors", 200_000, "lines/s"),
  most("disk-hard", "disk, of raw text of the hard corpus", 1 / 6, "ratio"),
  most("disk-real", "disk, of raw text of real logs", 1 / 10, "ratio"),
  most("disk-journal", "disk, of journald's own files of the same entries", 1 / 6, "ratio"),
  mostOfTen("rare-newest", "rare word, newest 50", 20, "ms"),
  mostOfTen("rare-count", "rare word, count", 60, "ms"),
  mostOfTen("common-newest", "common word, newest 50", 20, "ms"),
  mostOfTen("place-page", "time and level and unit, a page", 20, "ms"),
  mostOfTen("regex-literal", "regex with a literal, count", 1_200, "ms"),
  mostOfTen("levels-by-minute", "count by level per minute", 300, "ms"),
  most("grep-store", "word in the store, of journalctl -g", 1 / 100, "ratio"),
  most("grep-files", "word in the journal's files, of journalctl -g", 1 / 8, "ratio"),
  most("backfill-json", "back-fill of a journal, stored, of journalctl -o json", 1 / 10, "ratio"),
  most("backfill-export", "back-fill of a journal, stored, of journalctl -o export", 1 / 5, "ratio"),
  most("rare-rg-1m", "1 M lines: rare word, whole process, of ripgrep", 1, "ratio"),
  mostOfTen("rare-rg-10m", "rare word, whole process, of ripgrep", 1, "ratio"),
  most("open-first", "open a big file: first screen, of lnav", 0.5, "ratio"),
  most("open-all", "open a big file: all searchable, of lnav", 1, "ratio"),
  most("memory-collecting", "memory, collecting at full speed", 300, "MB"),
  most("memory-following", "memory, following", 150, "MB"),
  mostOfTen("reopen", "reopen after kill -9", 200, "ms"),
  most("collect-lnav", "collect a file: processor time, of lnav's load", 0.4, "ratio"),
  least("collect-core", "collect a file, per processor second", 800_000, "lines/s"),
  most("collect-wc", "collect a file: time, of wc -l", 35, "ratio"),
  most("disk-fifth", "disk, of raw text", 0.2, "ratio"),
  mostOfTen("word-rg", "word or phrase, count, whole process, of ripgrep", 1, "ratio"),
  mostOfTen("word-count", "word or phrase, count", 150, "ms"),
  mostOfTen("inside-rg", "text inside of what changes, whole process, of ripgrep", 4, "ratio"),
  mostOfTen("inside-count", "text inside of what changes, count", 1_200, "ms"),
  mostOfTen("regex-literal-rg", "regex with a literal, whole process, of ripgrep", 4, "ratio"),
  mostOfTen("regex-plain-rg", "regex without a literal, whole process, of ripgrep", 6, "ratio"),
  mostOfTen("regex-plain", "regex without a literal, count", 2_000, "ms"),
  mostOfTen("minutes-awk", "count by program per minute, whole process, of awk", 0.1, "ratio"),
  mostOfTen("minutes", "count by program per minute", 400, "ms"),
  most("journal-json", "journal entries read and stored, of journalctl -o json", 1 / 15, "ratio"),
  most("json-parse", "journal JSON read, of a JSON.parse loop", 1 / 8, "ratio"),
  most("json-jq", "journal JSON read, whole process, of jq", 1 / 8, "ratio"),
  most("json-lnav", "journal JSON read, whole process, of lnav", 1 / 4, "ratio"),
  most("first-screen", "open a big file: first screen", 100, "ms"),
  most("index-wc", "open a big file: all searchable, of wc -l", 3, "ratio"),
  most("late-keys", "keys answered later than 33 ms while a file loads", 0, "count"),
  most("live-rate", "80,000 lines/s live, of a core", 15, "%"),
  most("killed", "lines lost or doubled by kill -9 at random", 0, "count"),
  most("crowd-rate", "collecting while ten ask and one follows, of the time alone", 1.25, "ratio"),
  most("crowd-torn", "answers that saw half a transaction", 0, "count"),
] as const satisfies readonly Target[];

export type TargetId = (typeof TARGETS)[number]["id"];

export function targetOf(id: TargetId): Target {
  const target = TARGETS.find((each) => each.id === id);
  if (target === undefined) throw new Error(`no target ${id}`);
  return target;
}

export type Verdict = "met" | "met by less" | "NOT MET";

/** `lines` is how many the store has that was asked. */
export function verdictOn({ bound, lines: needed = 0 }: Target, value: number, lines: number): Verdict {
  const isWithin = "most" in bound ? value <= bound.most : value >= bound.least;
  if (!isWithin) return "NOT MET";
  return lines < needed ? "met by less" : "met";
}
