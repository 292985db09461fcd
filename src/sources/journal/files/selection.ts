import type { FieldValue } from "../../../core/entry.js";
import type { Literal } from "../../../core/query/match/needs.js";
import { decodeValue } from "../field-reader.js";
import { MAX_FIELD_BYTES } from "../record-builder.js";
import { readPayload } from "./data.js";
import { dataOfField, entriesOfData, entriesWith, fieldNames } from "./find-data.js";
import { entriesHolding } from "./find-text.js";
import type { JournalFile } from "./journal-file.js";
import { intersection, listed, union, without } from "./offset-lists.js";
import { allEntries, offsetsOf, type Offsets } from "./offsets.js";

/** Which entries are asked for, in terms of what a journal file has an index of. */
export type Selection =
  | { readonly kind: "all" }
  /** Those with exactly this field. */
  | { readonly kind: "is"; readonly name: string; readonly value: string }
  /** Those with a field of one of these names whose value passes. */
  | {
      readonly kind: "passes";
      readonly names: readonly string[];
      readonly test: (value: FieldValue) => boolean;
    }
  /** The same, for a name in any case. */
  | {
      readonly kind: "passes-any-case";
      readonly name: string;
      readonly test: (value: FieldValue) => boolean;
    }
  /** Those without any field of this name. */
  | { readonly kind: "lacks"; readonly name: string }
  /** Those whose message holds the first literal; who reads them looks for the others, which may lie in another part of it. */
  | { readonly kind: "holds"; readonly literals: readonly [Literal, ...Literal[]] }
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
      return union(selection.names.flatMap((name) => entriesPassing(file, name, selection.test)));
    case "passes-any-case": {
      const names = fieldNames(file).filter((name) => name.toLowerCase() === selection.name.toLowerCase());
      return listOf(file, { kind: "passes", names, test: selection.test });
    }
    case "lacks":
      return without(listed(allEntries(file)), union(entriesPassing(file, selection.name, () => true)));
    case "holds":
      return entriesHolding(file, selection.literals[0]);
    case "some":
      return union(selection.parts.map((part) => listOf(file, part)));
    case "every":
      return everyListOf(file, selection.parts);
  }
}

/** Reading an entry costs as much as searching so many bytes. */
const BYTES_AN_ENTRY = 4096;

/** What the file has an index of comes first: where that leaves little, the file is not searched for the rest. */
function everyListOf(file: JournalFile, parts: readonly Selection[]): Float64Array {
  const indexed = parts.filter(({ kind }) => kind !== "holds").map((part) => listOf(file, part));
  const kept = indexed.length === 0 ? undefined : intersection(indexed);
  if (kept !== undefined && kept.length * BYTES_AN_ENTRY < file.bytes.limit) return kept;
  const searched = parts.filter(({ kind }) => kind === "holds").map((part) => listOf(file, part));
  return intersection(kept === undefined ? searched : [kept, ...searched]);
}

function entriesPassing(
  file: JournalFile,
  name: string,
  test: (value: FieldValue) => boolean,
): readonly Float64Array[] {
  const passing = [...dataOfField(file, name)].filter((at) => {
    const { bytes, start, end } = readPayload(file, at);
    const from = start + name.length + 1;
    // What is longer than what is kept of a value is not tested by its whole.
    return end - from > MAX_FIELD_BYTES || test(decodeValue(bytes, from, end));
  });
  return passing.map((at) => listed(entriesOfData(file, at)));
}
