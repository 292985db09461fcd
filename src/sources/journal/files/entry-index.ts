import type { JournalFile } from "./journal-file.js";
import { listed } from "./offset-lists.js";
import { allEntries, type Offsets, offsetsOf } from "./offsets.js";

/** Where the entries of a file are. */
export type EntryIndex = {
  /** The last entry that does not lie behind the offset. */
  before(at: number): number | undefined;
  isEntry(at: number): boolean;
};

/** For fewer questions it does not pay to read the whole list. */
const FEW_QUESTIONS = 48;

/** By halving the file's list of entries, which is read as a whole once there are many questions. */
export function entryIndex(file: JournalFile): EntryIndex {
  let entries: Offsets | undefined;
  let questions = 0;

  function before(at: number): number | undefined {
    entries ??= allEntries(file);
    questions += 1;
    if (questions === FEW_QUESTIONS) entries = offsetsOf(listed(entries));
    let low = 0;
    let high = entries.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (entries.at(middle) <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : entries.at(low - 1);
  }

  return { before, isEntry: (at) => before(at) === at };
}
