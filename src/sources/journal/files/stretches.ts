import { comparePlaces, readPlace } from "./entry.js";
import type { Run } from "./merge.js";
import { firstIndex, runOf, type Tail } from "./range.js";

/** What of a run was not given yet; which entries they are is found out when its turn comes. */
type Rest = { readonly run: Run; tail: Tail | undefined };

/** Each stretch has so many times the entries of the one before. */
const GROWTH = 4;
const MOST_AT_ONCE = 65_536;

/**
 * The entries of the runs from the newest end: stretches of about `most` entries, later ones larger. Whatever one holds is
 * newer than all of the next. Of files that are not reached nothing is read.
 */
export function* stretchesBack(runs: readonly Run[], most: number): Generator<readonly Run[]> {
  let rests: readonly Rest[] = runs.map((run) => ({ run, tail: undefined }));
  for (let size = Math.max(1, most); ; size = Math.min(MOST_AT_ONCE, size * GROWTH)) {
    const newest = newestOf(rests);
    if (newest === undefined) return;
    const { file, offsets, from, to } = tailOf(newest);
    if (from >= to) {
      rests = rests.filter((rest) => rest !== newest);
      continue;
    }
    const boundary = readPlace(file, offsets.at(Math.max(from, to - size)));
    const taken: Run[] = [];
    for (const rest of rests) {
      if (rest !== newest && comparePlaces(lastOf(rest), boundary) < 0) continue;
      const tail = tailOf(rest);
      const start = Math.max(
        tail.from,
        firstIndex(tail.file, tail.offsets, (place) => comparePlaces(place, boundary) >= 0),
      );
      if (start < tail.to) taken.push(runOf({ ...tail, from: start }));
      rest.tail = { ...tail, to: Math.min(tail.to, start) };
    }
    rests = rests.filter(({ tail }) => tail === undefined || tail.from < tail.to);
    yield taken;
  }
}

function tailOf(rest: Rest): Tail {
  return (rest.tail ??= { file: rest.run.file, ...rest.run.entries() });
}

/** The last place that one of the rest may have. */
function lastOf({ run, tail }: Rest): Run["last"] {
  return tail === undefined ? run.last : readPlace(tail.file, tail.offsets.at(tail.to - 1));
}

function newestOf(rests: readonly Rest[]): Rest | undefined {
  let newest: Rest | undefined;
  for (const rest of rests) {
    if (newest === undefined || comparePlaces(lastOf(rest), lastOf(newest)) > 0) newest = rest;
  }
  return newest;
}
