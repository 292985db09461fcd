import { payloadAt } from "./data.js";
import type { EntryIndex } from "./entry-index.js";
import { numberAt, type View } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { ObjectKind, sizeIn } from "./object.js";
import { isMessage } from "./usual-fields.js";

/** The object that holds a message, and the first entry with it; `isOnly` where there is no other. */
export type FoundMessage = {
  readonly object: number;
  readonly end: number;
  readonly entry: number;
  readonly isOnly: boolean;
};

/** So far before the bytes that were found is the beginning of their message looked for. */
const LONGEST_STEP_BACK = 1024;
const FLAGS = 0xff00;
const FIRST_ENTRY_AT = 40;
const ENTRY_COUNT_AT = 56;
const ITEMS_AT = 64;
const NAME_BYTES = 8;

/**
 * The message that the bytes at `at` are in, by going back to its beginning; undefined where it is not plain to see. A
 * message may hold what looks like an object: it is believed when one of the file's entries names it.
 */
export function messageAround(file: JournalFile, entries: EntryIndex, at: number): FoundMessage | undefined {
  const { near } = file.bytes;
  if (near === undefined) return undefined;
  const head = payloadAt(file);
  const least = Math.max(near.base + head, at - LONGEST_STEP_BACK);
  for (let start = at - (at % 8) - NAME_BYTES; start >= least; start -= 8) {
    if (!isMessage(near, (start - near.base) >> 2)) continue;
    return messageOf(near, { file, entries, object: start - head, at });
  }
  return undefined;
}

type Candidate = {
  readonly file: JournalFile;
  readonly entries: EntryIndex;
  readonly object: number;
  readonly at: number;
};

function messageOf(near: View, { file, entries, object, at }: Candidate): FoundMessage | undefined {
  const size = sizeIn(near, object, ObjectKind.data);
  const isPlain = ((near.words[(object - near.base) >> 2] ?? 0) & FLAGS) === 0;
  if (!isPlain || object + size <= at) return undefined;
  const entry = numberAt(near, object + FIRST_ENTRY_AT);
  if (!names(near, file, entry, object) || !entries.isEntry(entry)) return undefined;
  return { object, end: object + size, entry, isOnly: numberAt(near, object + ENTRY_COUNT_AT) === 1 };
}

/** Whether the entry lies in the window, too, and has the object among its fields. */
function names(near: View, { header }: JournalFile, entry: number, object: number): boolean {
  const { base, length, words } = near;
  if (entry < base || entry % 8 !== 0 || entry + ITEMS_AT > base + length) return false;
  const size = sizeIn(near, entry, ObjectKind.entry);
  if (size < ITEMS_AT || entry + size > base + length) return false;
  const step = header.isCompact ? 1 : 4;
  const end = (entry - base + size) >> 2;
  for (let word = (entry - base + ITEMS_AT) >> 2; word + step <= end; word += step) {
    const high = header.isCompact ? 0 : (words[word + 1] ?? 0);
    if ((words[word] ?? 0) + high * 4_294_967_296 === object) return true;
  }
  return false;
}
