import { FaultError } from "../../../core/fault.js";
import { type FileBytes, numberAt, viewAt } from "./file-bytes.js";
import { damaged, foreign } from "./unreadable.js";

/** What a journal file says of itself (systemd, JOURNAL_FILE_FORMAT; offsets in bytes from its start). */
export type Header = {
  /** Offsets are 32 bits wide. */
  readonly isCompact: boolean;
  /** Hashes are SipHash keyed with `fileId`, else Jenkins' lookup3. */
  readonly isKeyed: boolean;
  /** Some values are packed with zstd. */
  readonly isPacked: boolean;
  readonly fileId: Buffer;
  /** Entries with the same id are numbered by one writer; 32 hex digits. */
  readonly seqnumId: string;
  readonly headerSize: number;
  /** 0 where it does not say. */
  readonly lastObjectAt: number;
  readonly entryArrayAt: number;
  readonly entryCount: number;
  readonly dataTable: HashTable;
  readonly fieldTable: HashTable;
};

/** A table of chains: the first object of chain n is named at `at + 16 n`. */
export type HashTable = { readonly at: number; readonly buckets: number };

const LEAST_HEADER_BYTES = 208;
const SIGNATURE = "LPKSHHRH";
const STATES = 3;

const Incompatible = { xz: 1, lz4: 2, keyedHash: 4, zstd: 8, compact: 16 } as const;
const KNOWN = Incompatible.keyedHash | Incompatible.zstd | Incompatible.compact;

/** Reads the header anew: of a file that is being written, its counts grow. Throws a `FaultError`. */
export function readHeader(file: FileBytes): Header {
  if (file.limit < LEAST_HEADER_BYTES) throw new FaultError(damaged(file.path, "it has no header"));
  const view = viewAt(file, 0, LEAST_HEADER_BYTES);
  const { bytes } = view;
  if (bytes.toString("latin1", 0, 8) !== SIGNATURE)
    throw new FaultError(damaged(file.path, "it does not begin as one"));
  const flags = bytes.readUInt32LE(12);
  if ((flags & Incompatible.lz4) !== 0) throw new FaultError(foreign(file.path, "is compressed with LZ4"));
  if ((flags & Incompatible.xz) !== 0) throw new FaultError(foreign(file.path, "is compressed with XZ"));
  if ((flags & ~KNOWN) !== 0) throw new FaultError(foreign(file.path, "is of a newer kind"));
  const headerSize = numberAt(view, 88);
  const arenaSize = numberAt(view, 96);
  const isPlausible =
    (bytes[16] ?? STATES) < STATES &&
    headerSize >= LEAST_HEADER_BYTES &&
    headerSize % 8 === 0 &&
    headerSize + arenaSize <= file.limit;
  if (!isPlausible) throw new FaultError(damaged(file.path, "its header does not fit the file"));
  return {
    isCompact: (flags & Incompatible.compact) !== 0,
    isKeyed: (flags & Incompatible.keyedHash) !== 0,
    isPacked: (flags & Incompatible.zstd) !== 0,
    fileId: Buffer.from(bytes.subarray(24, 40)),
    seqnumId: bytes.toString("hex", 72, 88),
    headerSize,
    lastObjectAt: numberAt(view, 136),
    entryArrayAt: numberAt(view, 176),
    entryCount: numberAt(view, 152),
    dataTable: { at: numberAt(view, 104), buckets: Math.floor(numberAt(view, 112) / 16) },
    fieldTable: { at: numberAt(view, 120), buckets: Math.floor(numberAt(view, 128) / 16) },
  };
}
