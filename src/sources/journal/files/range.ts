import { comparePlaces, type Place, readPlace } from "./entry.js";
import type { JournalFile } from "./journal-file.js";
import { mergeRuns, type Run } from "./merge.js";
import { allEntries, type Offsets } from "./offsets.js";
import { select, type Selection } from "./selection.js";

/** Which entries of a journal are read. Times are journald's own, in microseconds. */
export type Range = {
  readonly selection: Selection;
  /** Only what comes after this entry. */
  readonly after: Place | undefined;
  /** Only what journald took at or after this time, and before that one. */
  readonly from: number;
  readonly to: number;
  /** Only the newest so many of them. */
  readonly newest: number | undefined;
};

export type RunsOfRange = {
  readonly runs: readonly Run[];
  /** How many of the first ones are to be passed over. */
  readonly skip: number;
  /** Whether the entry that reading goes on after is still there; true when there is none to go on after. */
  readonly isAfterThere: boolean;
};

/** Throws a `FaultError` where a file is damaged. */
export function runsOf(files: readonly JournalFile[], range: Range): RunsOfRange {
  let isAfterThere = range.after === undefined;
  const runs: Run[] = [];
  for (const file of files) {
    const all = allEntries(file);
    const { from, to } = bounded(file, all, range);
    if (range.after !== undefined && from > 0 && comparePlaces(readPlace(file, all.at(from - 1)), range.after) === 0) {
      isAfterThere = true;
    }
    if (from >= to) continue;
    runs.push({
      file,
      first: readPlace(file, all.at(from)),
      last: readPlace(file, all.at(to - 1)),
      entries() {
        const offsets = select(file, range.selection);
        return { offsets, ...bounded(file, offsets, range) };
      },
    });
  }
  const most = runs.reduce((sum, { file }) => sum + file.header.entryCount, 0);
  // Where all are wanted, nobody need count them first.
  if (range.newest === undefined || range.newest >= most) return { runs, skip: 0, isAfterThere };
  return { ...newestOf(runs, range.newest), isAfterThere };
}

function bounded(file: JournalFile, offsets: Offsets, { after, from, to }: Range): { from: number; to: number } {
  const earliest = from === -Infinity ? 0 : firstIndex(file, offsets, ({ realtime }) => realtime >= from);
  const next = after === undefined ? 0 : firstIndex(file, offsets, (place) => comparePlaces(place, after) > 0);
  const end = to === Infinity ? offsets.count : firstIndex(file, offsets, ({ realtime }) => realtime >= to);
  return { from: Math.max(earliest, next), to: end };
}

/** The first entry for which the test holds, which must hold for all behind it; the count when there is none. */
export function firstIndex(file: JournalFile, offsets: Offsets, test: (place: Place) => boolean): number {
  let low = 0;
  let high = offsets.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(readPlace(file, offsets.at(middle)))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Entries `from` to `to` (exclusive) of those that were asked for of a file. */
export type Tail = {
  readonly file: JournalFile;
  readonly offsets: Offsets;
  readonly from: number;
  readonly to: number;
};

/** Cuts the runs down to the newest entries of each, and leaves out files that are older than enough of others. */
function newestOf(runs: readonly Run[], newest: number): { readonly runs: readonly Run[]; readonly skip: number } {
  const tails: Tail[] = [];
  for (const run of runs.toSorted((left, right) => comparePlaces(right.last, left.last))) {
    const newer = tails.reduce((sum, tail) => sum + tail.to - Math.max(tail.from, indexAfter(tail, run.last)), 0);
    if (newer >= newest) break;
    const { offsets, from, to } = run.entries();
    if (from < to) tails.push({ file: run.file, offsets, from: Math.max(from, to - newest), to });
  }
  const cut = tails.map(runOf);
  const merge = mergeRuns(cut, () => {});
  let count = 0;
  while (merge.next() !== undefined) count += 1;
  return { runs: cut, skip: Math.max(0, count - newest) };
}

function indexAfter({ file, offsets }: Tail, place: Place): number {
  return firstIndex(file, offsets, (other) => comparePlaces(other, place) > 0);
}

export function runOf({ file, offsets, from, to }: Tail): Run {
  const [first, last] = [readPlace(file, offsets.at(from)), readPlace(file, offsets.at(to - 1))];
  return { file, first, last, entries: () => ({ offsets, from, to }) };
}
