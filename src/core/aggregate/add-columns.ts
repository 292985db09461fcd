import type { AggregateStage } from "../query/statement.js";
import { type Cell, numberIn } from "./cell.js";
import type { Group, Grouping } from "./groups.js";
import { addNumber } from "./summary.js";

/** One field of many rows: row i has the value `values[codes[i]]`. */
export type KeyColumn = { readonly codes: ArrayLike<number>; readonly values: readonly Cell[] };

/** Rows whose fields lie in columns. */
export type RowColumns = {
  /** Which rows count; undefined for all. */
  readonly rows: ArrayLike<number> | undefined;
  readonly count: number;
  /** The time of each row, or one time in whose slice all of them lie. */
  readonly at: Float64Array | number;
  /** One for each key of the stage. */
  readonly keys: readonly KeyColumn[];
  /** What is measured, where the stage measures. */
  readonly measured: KeyColumn | undefined;
};

/** More combinations than these are not counted in one array. */
const MOST_CELLS = 1 << 16;

/**
 * Adds rows that lie in columns. Each combination of a slice and the codes of the keys is a number; rows are counted by
 * that number, and only combinations that occur meet the groups: some thousand times cheaper than row by row.
 */
export function addColumns(stage: AggregateStage, grouping: Grouping, columns: RowColumns): void {
  const combined = combine(columns.keys, columns.count);
  const sliced = slicedBy(grouping, columns);
  const width = combined.size;
  if (stage.kind === "stats" || sliced.count * width > MOST_CELLS || sliced.count < 1) {
    addEach(stage, grouping, columns, combined);
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

function slicedBy(grouping: Grouping, { rows, count, at }: RowColumns): Sliced {
  if (typeof at === "number") return { grouping, at: undefined, first: grouping.sliceOf(at), count: 1 };
  let earliest = Infinity;
  let latest = -Infinity;
  const amount = rows?.length ?? count;
  for (let index = 0; index < amount; index += 1) {
    const time = at[rows === undefined ? index : (rows[index] ?? 0)] ?? 0;
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  if (amount === 0) return { grouping, at: undefined, first: 0, count: 1 };
  grouping.reach(earliest, latest);
  const first = grouping.sliceOf(earliest);
  const slices = grouping.sliceOf(latest) - first + 1;
  return { grouping, at: slices === 1 ? undefined : at, first, count: slices };
}

/** The keys as one column: a number for each combination of codes. */
type Combined = {
  readonly codes: ArrayLike<number>;
  readonly size: number;
  cells(code: number): readonly Cell[];
};

function combine(keys: readonly KeyColumn[], count: number): Combined {
  const [first, ...rest] = keys;
  if (first === undefined) return { codes: new Uint8Array(count), size: 1, cells: () => [] };
  const { codes, values } = first;
  return rest.reduce<Combined>(joined, { codes, size: values.length, cells: (code) => [values[code]] });
}

/** Where the product of both sizes is too big the combinations that occur are numbered. */
function joined(left: Combined, { codes, values }: KeyColumn): Combined {
  const before = left.codes;
  const size = values.length;
  const product = left.size * size <= MOST_CELLS ? new Uint32Array(codes.length) : new Float64Array(codes.length);
  for (let row = 0; row < product.length; row += 1) product[row] = (before[row] ?? 0) * size + (codes[row] ?? 0);
  const cells = (code: number): readonly Cell[] => [...left.cells(Math.floor(code / size)), values[code % size]];
  return left.size * size <= MOST_CELLS ? { codes: product, size: left.size * size, cells } : numbered(product, cells);
}

function numbered(codes: ArrayLike<number>, cellsOf: (code: number) => readonly Cell[]): Combined {
  const numbers = new Map<number, number>();
  const kept: number[] = [];
  const dense = new Uint32Array(codes.length);
  for (let row = 0; row < dense.length; row += 1) {
    const code = codes[row] ?? 0;
    let number = numbers.get(code);
    if (number === undefined) numbers.set(code, (number = kept.push(code) - 1));
    dense[row] = number;
  }
  return { codes: dense, size: kept.length, cells: (number) => cellsOf(kept[number] ?? 0) };
}

function countInto(counts: Uint32Array, columns: RowColumns, combined: Combined, sliced: Sliced): void {
  const { rows, count } = columns;
  const { codes, size } = combined;
  const { at, first, grouping } = sliced;
  const amount = rows?.length ?? count;
  for (let index = 0; index < amount; index += 1) {
    const row = rows === undefined ? index : (rows[index] ?? 0);
    const code = codes[row] ?? 0;
    const slice = at === undefined ? 0 : grouping.sliceOf(at[row] ?? 0) - first;
    const cell = slice * size + code;
    // Where clocks go back a slice may lie before the first.
    if (cell >= 0 && cell < counts.length) counts[cell] = (counts[cell] ?? 0) + 1;
    else grouping.add(slice + first, combined.cells(code), 1);
  }
}

function addEach(stage: AggregateStage, grouping: Grouping, columns: RowColumns, combined: Combined): void {
  const { rows, count } = columns;
  const groupOf = lastGroups(grouping, combined);
  const sliceAt = slicer(grouping, columns.at);
  const numberAt = stage.kind === "stats" ? numbersOf(columns.measured) : undefined;
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

function numbersOf(measured: KeyColumn | undefined): (row: number) => number | undefined {
  const numbers = measured?.values.map(numberIn);
  return (row) => numbers?.[measured?.codes[row] ?? 0];
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
