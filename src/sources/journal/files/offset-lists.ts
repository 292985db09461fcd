import type { Offsets } from "./offsets.js";

/* Lists of entries of one file: their offsets, ascending, each once. */

export function listed(offsets: Offsets): Float64Array {
  const list = new Float64Array(offsets.count);
  for (let index = 0; index < list.length; index++) list[index] = offsets.at(index);
  return list;
}

/** Collects offsets in no certain order. */
export type GrowingOffsets = {
  add(at: number): void;
  addAll(offsets: Offsets): void;
  /** All of them, ascending, each once. */
  sorted(): Float64Array;
};

export function growingOffsets(): GrowingOffsets {
  let list = new Float64Array(64);
  let count = 0;
  const add = (at: number) => {
    if (count === list.length) {
      const grown = new Float64Array(count * 2);
      grown.set(list);
      list = grown;
    }
    list[count++] = at;
  };
  return {
    add,
    addAll(offsets) {
      for (let index = 0; index < offsets.count; index++) add(offsets.at(index));
    },
    sorted: () => distinct(list.subarray(0, count).toSorted()),
  };
}

/** Ascending lists made one, two and two at a time. */
export function union(lists: readonly Float64Array[]): Float64Array {
  if (lists.length > 64 && lists.every(({ length }) => length < 8)) return sorted(lists);
  let left = lists;
  while (left.length > 1)
    left = Array.from({ length: Math.ceil(left.length / 2) }, (_, at) => merged(left[2 * at], left[2 * at + 1]));
  return left[0] ?? new Float64Array(0);
}

function sorted(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const list of lists) {
    all.set(list, filled);
    filled += list.length;
  }
  return distinct(all.sort());
}

function distinct(all: Float64Array): Float64Array {
  let kept = 0;
  for (const at of all) if (kept === 0 || all[kept - 1] !== at) all[kept++] = at;
  return all.subarray(0, kept);
}

function merged(one: Float64Array | undefined, other: Float64Array | undefined): Float64Array {
  if (one === undefined || other === undefined) return one ?? other ?? new Float64Array(0);
  const both = new Float64Array(one.length + other.length);
  let [i, j, count] = [0, 0, 0];
  while (i < one.length || j < other.length) {
    const left = one[i] ?? Infinity;
    const right = other[j] ?? Infinity;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
    both[count++] = Math.min(left, right);
  }
  return both.subarray(0, count);
}

/** What all of them have. */
export function intersection(lists: readonly Float64Array[]): Float64Array {
  const [shortest = new Float64Array(0), ...others] = lists.toSorted((one, other) => one.length - other.length);
  const places = others.map(() => 0);
  return shortest.filter((at) =>
    others.every((list, number) => {
      let place = places[number] ?? 0;
      while (place < list.length && (list[place] ?? 0) < at) place += 1;
      places[number] = place;
      return list[place] === at;
    }),
  );
}

/** All that is not among the taken. */
export function without(all: Float64Array, taken: Float64Array): Float64Array {
  let place = 0;
  return all.filter((at) => {
    while (place < taken.length && (taken[place] ?? 0) < at) place += 1;
    return taken[place] !== at;
  });
}
