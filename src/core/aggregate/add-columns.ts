import type { Cell } from "./cell.js";
import type { Group, Grouping } from "./groups.js";
import { addNumber } from "./summary.js";

/** One field of many rows: row i has the value `values[codes[i]]`. */
export type KeyColumn = { readonly codes: Codes; readonly values: readonly Cell[] };

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Rows whose fields lie in columns. */
export type RowColumns = {
  /** Which rows count; undefined for all. */
  readonly rows: Uint32Array | undefined;
  readonly count: number;
  /** The time of each row, or one time in whose slice all of them lie. */
  readonly at: Float64Array | number;
  /** The first and the last time of the rows, where they are known. */
  readonly reach?: { readonly from: number; readonly to: number } | undefined;
  /** One for each key of the stage. */
  readonly keys: readonly KeyColumn[];
  /** The number of a row, where the stage measures; undefined where it has none. */
  readonly numberAt: ((row: number) => number | undefined) | undefined;
};

/** More combinations than these are not counted in one array. */
const MOST_CELLS = 1 << 16;

/**
 * Adds rows that lie in columns. Each combination of a slice and the codes of the keys is a number; rows are counted by
 * that number, and only combinations that occur meet the groups: some thousand times cheaper than row by row.
 */
export function addColumns(grouping: Grouping, columns: RowColumns): void {
  const combined = combine(columns.keys, columns.count);
  const sliced = slicedBy(grouping, columns);
  const width = combined.size;
  if (columns.numberAt !== undefined || sliced.count * width > MOST_CELLS || sliced.count < 1) {
    addEach(grouping, columns, combined);
    return;
  }
  const counts = new Uint32Array(sliced.count * width);
  countInto(counts, columns, combined, sliced);
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index] ?? 0;
    if (count === 0) continue;
    const slice = Math.floor(index / width);
    grouping.add(sliced.first + slice, combined.cells(index - slice * width), count);
  }
}

/** The slices that the rows lie in; `at` is undefined when they all lie in one. */
type Sliced = {
  readonly grouping: Grouping;
  readonly at: Float64Array | undefined;
  readonly first: number;
  readonly count: number;
};

function slicedBy(grouping: Grouping, columns: RowColumns): Sliced {
  const { at } = columns;
  if (typeof at === "number") return { grouping, at: undefined, first: grouping.sliceOf(at), count: 1 };
  const { from, to } = columns.reach ?? reachOf(at, columns);
  if (from > to) return { grouping, at: undefined, first: 0, count: 1 };
  grouping.reach(from, to);
  const first = grouping.sliceOf(from);
  const slices = grouping.sliceOf(to) - first + 1;
  return { grouping, at: slices === 1 ? undefined : at, first, count: slices };
}

function reachOf(at: Float64Array, { rows, count }: RowColumns): { readonly from: number; readonly to: number } {
  let from = Infinity;
  let to = -Infinity;
  const amount = rows?.length ?? count;
  for (let index = 0; index < amount; index += 1) {
    const time = at[rows === undefined ? index : (rows[index] ?? 0)] ?? 0;
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return { from, to };
}

/** The keys as one column: a number for each combination of codes. Of one type, so that the loops below stay fast. */
type Combined = {
  readonly codes: Uint32Array;
  readonly size: number;
  cells(code: number): readonly Cell[];
};

function combine(keys: readonly KeyColumn[], count: number): Combined {
  const [first, ...rest] = keys;
  if (first === undefined) return { codes: new Uint32Array(count), size: 1, cells: () => [] };
  const { values } = first;
  return rest.reduce<Combined>(joined, {
    codes: wide(first.codes),
    size: values.length,
    cells: (code) => [values[code]],
  });
}

function wide(codes: Codes): Uint32Array {
  return codes instanceof Uint32Array ? codes : new Uint32Array(codes);
}

/** Where the product of both sizes is too big the combinations that occur are numbered. */
function joined(left: Combined, column: KeyColumn): Combined {
  const { values } = column;
  const size = values.length;
  const cells = (code: number): readonly Cell[] => [...left.cells(Math.floor(code / size)), values[code % size]];
  const [before, codes] = [left.codes, wide(column.codes)];
  if (left.size * size > MOST_CELLS) return numbered(before, codes, { size, cells });
  const product = new Uint32Array(codes.length);
  for (let row = 0; row < product.length; row += 1) product[row] = (before[row] ?? 0) * size + (codes[row] ?? 0);
  return { codes: product, size: left.size * size, cells };
}

function numbered(
  before: Uint32Array,
  codes: Uint32Array,
  { size, cells }: Pick<Combined, "size" | "cells">,
): Combined {
  const numbers = new Map<number, number>();
  const kept: number[] = [];
  const dense = new Uint32Array(codes.length);
  for (let row = 0; row < dense.length; row += 1) {
    const code = (before[row] ?? 0) * size + (codes[row] ?? 0);
    let number = numbers.get(code);
    if (number === undefined) numbers.set(code, (number = kept.push(code) - 1));
    dense[row] = number;
  }
  return { codes: dense, size: kept.length, cells: (number) => cells(kept[number] ?? 0) };
}

function countInto(counts: Uint32Array, columns: RowColumns, combined: Combined, sliced: Sliced): void {
  const { rows, count } = columns;
  const { codes } = combined;
  if (sliced.at !== undefined) countSlices(counts, columns, combined, sliced);
  else {
    const amount = rows?.length ?? count;
    for (let index = 0; index < amount; index += 1) {
      const code = codes[rows === undefined ? index : (rows[index] ?? 0)] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
}

/** Times come mostly in order: the slice is asked for only where they leave the one before. */
function countSlices(counts: Uint32Array, columns: RowColumns, combined: Combined, sliced: Sliced): void {
  const { rows, count } = columns;
  const { codes, size } = combined;
  const { at, first, grouping } = sliced;
  let from = Infinity;
  let to = -Infinity;
  let base = 0;
  const amount = rows?.length ?? count;
  for (let index = 0; index < amount; index += 1) {
    const row = rows === undefined ? index : (rows[index] ?? 0);
    const time = at?.[row] ?? 0;
    if (time < from || time >= to) {
      const stretch = grouping.stretchAt(time);
      ({ from, to } = stretch);
      base = (stretch.index - first) * size;
    }
    const code = codes[row] ?? 0;
    const cell = base + code;
    // Where clocks go back a slice may lie before the first.
    if (cell >= 0 && cell < counts.length) counts[cell] = (counts[cell] ?? 0) + 1;
    else grouping.add(base / size + first, combined.cells(code), 1);
  }
}

function addEach(grouping: Grouping, columns: RowColumns, combined: Combined): void {
  const { rows, count } = columns;
  const groupOf = lastGroups(grouping, combined);
  const sliceAt = slicer(grouping, columns.at);
  const { numberAt } = columns;
  const amount = rows?.length ?? count;
  for (let index = 0; index < amount; index += 1) {
    const row = rows === undefined ? index : (rows[index] ?? 0);
    const value = numberAt?.(row);
    if (numberAt !== undefined && value === undefined) {
      grouping.groups.unmeasured += 1;
      continue;
    }
    const group = groupOf(sliceAt(row), combined.codes[row] ?? 0);
    group.count += 1;
    if (value !== undefined && group.summary !== undefined) addNumber(group.summary, value);
  }
}

function slicer(grouping: Grouping, at: RowColumns["at"]): (row: number) => number {
  if (typeof at !== "number") return (row) => grouping.sliceOf(at[row] ?? 0);
  const slice = grouping.sliceOf(at);
  return () => slice;
}

/** Groups by code, as long as the slice is the same. */
function lastGroups(grouping: Grouping, combined: Combined): (slice: number, code: number) => Group {
  const known = new Map<number, Group>();
  let last = Number.NaN;
  return (slice, code) => {
    if (slice !== last) known.clear();
    last = slice;
    let group = known.get(code);
    if (group === undefined) known.set(code, (group = grouping.group(slice, combined.cells(code))));
    return group;
  };
}
