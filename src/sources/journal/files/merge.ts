import { comparePlaces, copyPlace, type Place, type PlaceSlot, readPlaceInto } from "./entry.js";
import { liesApart, moveNear } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import type { Offsets } from "./offsets.js";

/** Some entries of one file, on their way into the merge. */
export type Run = {
  readonly file: JournalFile;
  /** The first entry that may come, and the last: what comes lies between them. */
  readonly first: Place;
  readonly last: Place;
  /** Which entries they are; asked for when the run is due, and not before. */
  readonly entries: () => { readonly offsets: Offsets; readonly from: number; readonly to: number };
};

/** The entry at hand; the same object for the next one of the file. */
export type Due = {
  readonly file: JournalFile;
  readonly place: Place;
  readonly at: number;
};

/** Gives entries of many files in journalctl's order; an entry that several files hold is given once. */
export type Merge = {
  /** Goes on to the next entry; undefined at the end. Throws a `FaultError` where a file is damaged. */
  next(): Due | undefined;
  /** How many entries were left out so far because another file had them too. */
  duplicates(): number;
};

type Lane = {
  readonly run: Run;
  offsets: Offsets | undefined;
  index: number;
  to: number;
  /** Its entries lie far apart. */
  isSparse: boolean;
  readonly due: { -readonly [Part in keyof Due]: Due[Part] };
  readonly place: PlaceSlot;
};

/** `onDone` hears of a file that will not be read any more. */
export function mergeRuns(runs: readonly Run[], onDone: (file: JournalFile) => void): Merge {
  const lanes = runs.map(laneOf);
  let current: Lane | undefined;
  /** The current lane's entry was given; it goes on when the next one is asked for. */
  let isGiven = false;
  /** The first of the others: while the current lane is before it, nobody else need be looked at. */
  let rival: Lane | undefined;
  let last: PlaceSlot | undefined;
  let duplicates = 0;

  function drop(lane: Lane): void {
    lanes.splice(lanes.indexOf(lane), 1);
    onDone(lane.run.file);
  }

  /** The lane whose next entry is first; all that must be known of it is. */
  function pick(): Lane | undefined {
    if (current !== undefined && isBefore(current, rival)) return current;
    for (;;) {
      current = firstOf(lanes, undefined);
      if (current === undefined) return undefined;
      if (current.offsets !== undefined) break;
      if (!open(current)) drop(current);
    }
    rival = firstOf(lanes, current);
    return current;
  }

  return {
    next() {
      for (;;) {
        if (isGiven && current !== undefined && !advance(current)) {
          drop(current);
          current = undefined;
        }
        isGiven = true;
        const lane = pick();
        if (lane === undefined) return undefined;
        if (last === undefined) last = { ...lane.place };
        else if (comparePlaces(lane.place, last) !== 0) copyPlace(lane.place, last);
        else {
          duplicates += 1;
          continue;
        }
        return lane.due;
      }
    },
    duplicates: () => duplicates,
  };
}

function laneOf(run: Run): Lane {
  const place = { ...run.first };
  const due = { file: run.file, place, at: 0 };
  return { run, offsets: undefined, index: 0, to: 0, isSparse: false, due, place };
}

function isBefore(lane: Lane, rival: Lane | undefined): boolean {
  return rival === undefined || comparePlaces(lane.place, rival.place) < 0;
}

function firstOf(lanes: readonly Lane[], except: Lane | undefined): Lane | undefined {
  let first: Lane | undefined;
  for (const lane of lanes) {
    if (lane !== except && (first === undefined || comparePlaces(lane.place, first.place) < 0)) first = lane;
  }
  return first;
}

/** Finds out which entries the run has; false when it has none. */
function open(lane: Lane): boolean {
  const { offsets, from, to } = lane.run.entries();
  lane.offsets = offsets;
  lane.index = from - 1;
  lane.to = to;
  lane.isSparse = liesApart(lane.run.file.bytes, to - from);
  return advance(lane);
}

function advance(lane: Lane): boolean {
  lane.index += 1;
  if (lane.offsets === undefined || lane.index >= lane.to) return false;
  const at = lane.offsets.at(lane.index);
  lane.due.at = at;
  moveNear(lane.run.file.bytes, at, 64, lane.isSparse);
  readPlaceInto(lane.run.file, at, lane.place);
  return true;
}
