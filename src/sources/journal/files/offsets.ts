import { FaultError } from "../../../core/fault.js";
import { numberAt, type View, viewAt } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { checkObject, ObjectKind } from "./object.js";
import { damaged } from "./unreadable.js";

/** Offsets of entries, ascending: of all entries of a file, or of those that have a certain field. */
export type Offsets = {
  readonly count: number;
  /** The offset of entry `index`, which must be in [0, count). */
  at(index: number): number;
};

export const NO_OFFSETS: Offsets = { count: 0, at: () => 0 };

export function offsetsOf(list: Float64Array): Offsets {
  return { count: list.length, at: (index) => list[index] ?? 0 };
}

/** All entries, in the order they were written in. */
export function allEntries(file: JournalFile): Offsets {
  const { entryArrayAt, entryCount } = file.header;
  return entryCount === 0 ? NO_OFFSETS : chainedOffsets(file, { first: 0, chain: entryArrayAt, count: entryCount });
}

type Stretch = { readonly itemsAt: number; readonly from: number; readonly to: number };

const ITEMS_AT = 24;

/**
 * What a chain of entry arrays lists, `count` entries of it in all; `first` is one that is listed outside of the chain, 0 for
 * none. The chain is walked here, the offsets are read when they are asked for. Throws a `FaultError`.
 */
export function chainedOffsets(
  file: JournalFile,
  { first, chain, count }: { readonly first: number; readonly chain: number; readonly count: number },
): Offsets {
  const stretches = walk(file, { chain, from: first === 0 ? 0 : 1, count });
  const width = file.header.isCompact ? 4 : 8;
  let current = 0;
  const itemAt = itemReader(file);
  return {
    count,
    at(index) {
      if (index === 0 && first !== 0) return first;
      while (index < (stretches[current]?.from ?? 0)) current -= 1;
      while (index >= (stretches[current]?.to ?? Infinity)) current += 1;
      const stretch = stretches[current];
      if (stretch === undefined) throw new FaultError(damaged(file.bytes.path, "its list of entries is too short"));
      return itemAt(stretch.itemsAt + (index - stretch.from) * width);
    },
  };
}

/** Reads the offsets that lie at offsets; the next one mostly lies in the same page. */
function itemReader(file: JournalFile): (at: number) => number {
  const { isCompact } = file.header;
  let page: View | undefined;
  return (at) => {
    const start = at - (at % 8);
    const isThere = page !== undefined && start >= page.base && start + 8 <= page.base + page.length;
    const view = isThere && page !== undefined ? page : viewAt(file.bytes, start, 8);
    // A window is not kept: it moves.
    page = view === file.bytes.near ? undefined : view;
    return isCompact ? (view.words[(at - view.base) >> 2] ?? 0) : numberAt(view, at);
  };
}

/** The arrays of the chain, each behind the one before: a chain that turns back would have no end. */
function walk(
  file: JournalFile,
  { chain, from, count }: { readonly chain: number; readonly from: number; readonly count: number },
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let at = chain;
  let listed = from;
  let last = 0;
  while (listed < count) {
    if (at <= last) throw new FaultError(damaged(file.bytes.path, "its list of entries is too short"));
    const size = checkObject(file, at, ObjectKind.entryArray);
    const items = Math.floor((size - ITEMS_AT) / (file.header.isCompact ? 4 : 8));
    const to = Math.min(count, listed + items);
    if (to > listed) stretches.push({ itemsAt: at + ITEMS_AT, from: listed, to });
    listed = to;
    last = at;
    at = numberAt(viewAt(file.bytes, at, ITEMS_AT), at + 16);
  }
  return stretches;
}
