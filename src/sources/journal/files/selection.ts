import { readPayload } from "./data.js";
import { dataOfField, entriesOfData, entriesWith } from "./find-data.js";
import type { JournalFile } from "./journal-file.js";
import { allEntries, offsetsOf, type Offsets } from "./offsets.js";

/** Which entries are asked for, in terms of what a journal file has an index of. */
export type Selection =
  | { readonly kind: "all" }
  /** Those with exactly this field. */
  | { readonly kind: "is"; readonly name: string; readonly value: string }
  /** Those with a field of this name whose value passes. */
  | { readonly kind: "passes"; readonly name: string; readonly test: (value: string) => boolean }
  /** Those with some field of this name. */
  | { readonly kind: "lacks"; readonly names: readonly string[] }
  /** Those that a search of the file's bytes finds. */
  | { readonly kind: "found"; readonly find: (file: JournalFile) => Float64Array }
  | { readonly kind: "every"; readonly parts: readonly Selection[] }
  | { readonly kind: "some"; readonly parts: readonly Selection[] };

export const ALL: Selection = { kind: "all" };

export function everyOf(parts: readonly Selection[]): Selection {
  const telling = parts.filter(({ kind }) => kind !== "all");
  const [only] = telling;
  if (only === undefined) return ALL;
  return telling.length === 1 ? only : { kind: "every", parts: telling };
}

export function someOf(parts: readonly Selection[]): Selection {
  const [only] = parts;
  if (parts.some(({ kind }) => kind === "all")) return ALL;
  return parts.length === 1 && only !== undefined ? only : { kind: "some", parts };
}

/** The entries of the file that are asked for, ascending. Throws a `FaultError` where the file is damaged. */
export function select(file: JournalFile, selection: Selection): Offsets {
  if (selection.kind === "all") return allEntries(file);
  if (selection.kind === "is") return entriesWith(file, `${selection.name}=${selection.value}`);
  return offsetsOf(listOf(file, selection));
}

function listOf(file: JournalFile, selection: Selection): Float64Array {
  switch (selection.kind) {
    case "all":
      return listed(allEntries(file));
    case "is":
      return listed(entriesWith(file, `${selection.name}=${selection.value}`));
    case "passes":
      return union(dataPassing(file, selection).map((at) => listed(entriesOfData(file, at))));
    case "lacks": {
      const having = selection.names.map((name) =>
        union([...dataOfField(file, name)].map((at) => listed(entriesOfData(file, at)))),
      );
      return without(listed(allEntries(file)), union(having));
    }
    case "found":
      return selection.find(file);
    case "some":
      return union(selection.parts.map((part) => listOf(file, part)));
    case "every":
      return intersection(selection.parts.map((part) => listOf(file, part)));
  }
}

function dataPassing(file: JournalFile, { name, test }: Selection & { readonly kind: "passes" }): readonly number[] {
  return [...dataOfField(file, name)].filter((at) => {
    const { bytes, start, end } = readPayload(file, at);
    return test(bytes.toString("utf8", start + name.length + 1, end));
  });
}

function listed(offsets: Offsets): Float64Array {
  const list = new Float64Array(offsets.count);
  for (let index = 0; index < list.length; index++) list[index] = offsets.at(index);
  return list;
}

function union(lists: readonly Float64Array[]): Float64Array {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const list of lists) {
    all.set(list, filled);
    filled += list.length;
  }
  all.sort();
  let kept = 0;
  for (const at of all) if (kept === 0 || all[kept - 1] !== at) all[kept++] = at;
  return all.subarray(0, kept);
}

function intersection(lists: readonly Float64Array[]): Float64Array {
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

function without(all: Float64Array, taken: Float64Array): Float64Array {
  let place = 0;
  return all.filter((at) => {
    while (place < taken.length && (taken[place] ?? 0) < at) place += 1;
    return taken[place] !== at;
  });
}
