import type { EntryBatch } from "../core/batch.js";

/** Batches of one source, one after the other, as one. Where there are several, none may hold records. */
export function joinBatches(batches: readonly EntryBatch[]): EntryBatch | undefined {
  const [first, second] = batches;
  if (first === undefined || second === undefined) return first;
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const pick = <Column>(of: (batch: EntryBatch) => Column): readonly Column[] => batches.map(of);
  const offsets = startsOf(batches.map(({ bytes }) => bytes.length));
  const numbers = (of: (batch: EntryBatch) => Uint32Array): Uint32Array => joined(new Uint32Array(count), pick(of));
  const bytesOf = (of: (batch: EntryBatch) => Uint8Array): Uint8Array => joined(new Uint8Array(count), pick(of));
  const times = (of: (batch: EntryBatch) => Float64Array): Float64Array => joined(new Float64Array(count), pick(of));
  const ranges = (of: (batch: EntryBatch) => Uint32Array): Uint32Array =>
    mapped(pick(of), count, (place, index) => place + (offsets[index] ?? 0));
  return {
    count,
    bytes: joined(
      new Uint8Array(offsets.at(-1) ?? 0),
      pick(({ bytes }) => bytes),
    ),
    starts: ranges(({ starts }) => starts),
    ends: ranges(({ ends }) => ends),
    lines: numbers(({ lines }) => lines),
    at: times(({ at }) => at),
    order: times(({ order }) => order),
    level: bytesOf(({ level }) => level),
    marks: joined(
      new Uint16Array(count),
      pick(({ marks }) => marks),
    ),
    pid: numbers(({ pid }) => pid),
    ...joinNames(batches, count),
    fields: undefined,
  };
}

type Names = Pick<EntryBatch, "format" | "unit" | "identifier" | "host" | "strings">;

function joinNames(batches: readonly EntryBatch[], count: number): Names {
  const strings = [""];
  const indexes = new Map([["", 0]]);
  const maps = batches.map((batch) => batch.strings.map((name) => placeIn(strings, indexes, name)));
  const names = (column: "unit" | "identifier" | "host" | "format"): Uint32Array =>
    mapped(
      batches.map((batch) => batch[column]),
      count,
      (name, index) => maps[index]?.[name] ?? 0,
    );
  return {
    format: names("format"),
    unit: names("unit"),
    identifier: names("identifier"),
    host: names("host"),
    strings,
  };
}

/** The numbers of all columns, each as `change` makes it; `index` is the column's. */
function mapped(
  columns: readonly Uint32Array[],
  count: number,
  change: (number: number, index: number) => number,
): Uint32Array {
  const all = new Uint32Array(count);
  let row = 0;
  for (const [index, column] of columns.entries()) for (const number of column) all[row++] = change(number, index);
  return all;
}

function placeIn(strings: string[], indexes: Map<string, number>, name: string): number {
  const known = indexes.get(name);
  if (known !== undefined) return known;
  const place = strings.push(name) - 1;
  indexes.set(name, place);
  return place;
}

/** Where each piece begins, and behind the last one where it ends. */
function startsOf(lengths: readonly number[]): readonly number[] {
  const starts = [0];
  for (const length of lengths) starts.push((starts.at(-1) ?? 0) + length);
  return starts;
}

function joined<Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  into: Column,
  parts: readonly Column[],
): Column {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into;
}
