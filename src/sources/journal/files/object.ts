import { FaultError } from "../../../core/fault.js";
import { numberAt, viewAt } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { damaged } from "./unreadable.js";

export const ObjectKind = { data: 1, field: 2, entry: 3, entryArray: 6 } as const;
type Kind = (typeof ObjectKind)[keyof typeof ObjectKind];

/** What an object of the kind has at least, in bytes. */
const LEAST_BYTES: Readonly<Record<Kind, number>> = { 1: 64, 2: 40, 3: 64, 6: 24 };

/** The size of the object at the offset; throws a `FaultError` when there is none of the kind. */
export function checkObject(file: JournalFile, at: number, kind: Kind): number {
  if (at < file.header.headerSize) throw new FaultError(damaged(file.bytes.path, "it refers to its own header"));
  const view = viewAt(file.bytes, at, LEAST_BYTES[kind]);
  const size = numberAt(view, at + 8);
  if (view.bytes[at - view.base] !== kind || size < LEAST_BYTES[kind] || at + size > file.bytes.limit) {
    throw new FaultError(damaged(file.bytes.path, "an object is not what it should be"));
  }
  return size;
}
