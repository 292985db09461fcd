import { FaultError } from "../../../core/fault.js";
import { type View, viewAt } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { damaged } from "./unreadable.js";

export const ObjectKind = { data: 1, field: 2, entry: 3, entryArray: 6 } as const;
type Kind = (typeof ObjectKind)[keyof typeof ObjectKind];

/** What an object of the kind has at least, in bytes. */
const LEAST_BYTES: Readonly<Record<Kind, number>> = { 1: 64, 2: 40, 3: 64, 6: 24 };

/** The size of the object at the offset; throws a `FaultError` when there is none of the kind. */
export function checkObject(file: JournalFile, at: number, kind: Kind): number {
  const least = LEAST_BYTES[kind];
  const size = sizeIn(viewAt(file.bytes, at, least), at, kind);
  if (at < file.header.headerSize || size < least || at + size > file.bytes.limit) throw notThere(file, at);
  return size;
}

/** The size of the object at the offset, which the view holds; 0 where it is of another kind, or larger than any may be. */
export function sizeIn({ base, words }: View, at: number, kind: Kind): number {
  const word = (at - base) >> 2;
  const isKind = ((words[word] ?? 0) & 0xff) === kind && words[word + 3] === 0;
  return isKind ? (words[word + 2] ?? 0) : 0;
}

function notThere(file: JournalFile, at: number): FaultError {
  const what = at < file.header.headerSize ? "it refers to its own header" : "an object is not what it should be";
  return new FaultError(damaged(file.bytes.path, what));
}
