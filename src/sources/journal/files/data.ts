import { FaultError } from "../../../core/fault.js";
import { MAX_MESSAGE_BYTES } from "../record-builder.js";
import { numberAt, viewAt } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { checkObject, ObjectKind } from "./object.js";
import { damaged, foreign } from "./unreadable.js";

/** One `NAME=value` as bytes; valid until the file's window moves. */
export type Payload = { readonly bytes: Buffer; readonly start: number; readonly end: number };

const Compression = { xz: 1, lz4: 2, zstd: 4 } as const;
const COMPRESSED = Compression.xz | Compression.lz4 | Compression.zstd;

/** Nothing much larger than a message may be is unpacked: a few bytes can stand for gigabytes. */
const MAX_UNPACKED_BYTES = MAX_MESSAGE_BYTES * 2;

/** Throws a `FaultError` when there is no DATA object at the offset, or its content cannot be unpacked. */
export function readPayload(file: JournalFile, at: number): Payload {
  const size = checkObject(file, at, ObjectKind.data);
  const head = payloadAt(file);
  if (size < head) throw new FaultError(damaged(file.bytes.path, "a field is shorter than its head"));
  const { base, bytes } = viewAt(file.bytes, at, size);
  const start = at - base + head;
  const end = at - base + size;
  const compression = (bytes[at - base + 1] ?? 0) & COMPRESSED;
  if (compression === 0) return { bytes, start, end };
  if (compression !== Compression.zstd) throw new FaultError(foreign(file.bytes.path, "is compressed with XZ or LZ4"));
  const unpacked = unpack(file, bytes.subarray(start, end));
  return { bytes: unpacked, start: 0, end: unpacked.length };
}

function unpack(file: JournalFile, packed: Buffer): Buffer {
  try {
    // Asked for here: most files are read without it, and it takes a while to load.
    const { zstdDecompressSync } = process.getBuiltinModule("node:zlib");
    return zstdDecompressSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (cause) {
    const isLarge = cause instanceof RangeError;
    const fault = isLarge
      ? foreign(file.bytes.path, "holds a very large value")
      : damaged(file.bytes.path, "a value cannot be unpacked");
    throw new FaultError({ ...fault, cause });
  }
}

/** Where a DATA object's payload begins. */
export function payloadAt({ header }: JournalFile): number {
  return header.isCompact ? 72 : 64;
}

/** How many entries have this very field; `at` must be one of a DATA object that was read. */
export function usesOf(file: JournalFile, at: number): number {
  return numberAt(viewAt(file.bytes, at, 64), at + 56);
}
