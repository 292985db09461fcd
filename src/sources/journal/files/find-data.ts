import { FaultError } from "../../../core/fault.js";
import { readPayload, type Payload } from "./data.js";
import { numberAt, viewAt } from "./file-bytes.js";
import { jenkinsHash, sipHash } from "./hash.js";
import type { HashTable } from "./header.js";
import type { JournalFile } from "./journal-file.js";
import { checkObject, ObjectKind } from "./object.js";
import { chainedOffsets, NO_OFFSETS, type Offsets } from "./offsets.js";
import { damaged } from "./unreadable.js";

const HASH_AT = 16;
const NEXT_IN_BUCKET_AT = 24;
const NEXT_OF_FIELD_AT = 32;
const HEAD_DATA_AT = 32;
const FIRST_ENTRY_AT = 40;
const ENTRY_CHAIN_AT = 48;
const ENTRY_COUNT_AT = 56;
const FIELD_NAME_AT = 40;

/** The entries with this very field; `payload` is `NAME=value`. By the file's hash table: no entry is read. */
export function entriesWith(file: JournalFile, payload: string): Offsets {
  const wanted = Buffer.from(payload);
  const at = findInTable(file, file.header.dataTable, wanted, {
    kind: ObjectKind.data,
    bytesOf: readPayload,
  });
  return at === undefined ? NO_OFFSETS : entriesOfData(file, at);
}

/** The entries that a DATA object lists. */
export function entriesOfData(file: JournalFile, at: number): Offsets {
  checkObject(file, at, ObjectKind.data);
  const view = viewAt(file.bytes, at, 64);
  const count = numberAt(view, at + ENTRY_COUNT_AT);
  const first = numberAt(view, at + FIRST_ENTRY_AT);
  // A field that was written just before journald was killed has no entry yet.
  if (count === 0 || first === 0) return NO_OFFSETS;
  if (count > file.header.entryCount + SLACK)
    throw new FaultError(damaged(file.bytes.path, "a field has too many entries"));
  return chainedOffsets(file, { first, chain: numberAt(view, at + ENTRY_CHAIN_AT), count });
}

/** What may have been written between the reading of the header and now. */
const SLACK = 2 ** 24;

/** The DATA objects of a field, in no certain order; none when no entry has it. */
export function* dataOfField(file: JournalFile, name: string): Generator<number> {
  const wanted = Buffer.from(name);
  const field = findInTable(file, file.header.fieldTable, wanted, {
    kind: ObjectKind.field,
    bytesOf: fieldName,
  });
  if (field === undefined) return;
  yield* chainFrom(file, numberAt(viewAt(file.bytes, field, FIELD_NAME_AT), field + HEAD_DATA_AT));
}

function* chainFrom(file: JournalFile, head: number): Generator<number> {
  let at = head;
  // The newest is first, and each was written after the next one: the chain ends.
  for (let last = Infinity; at !== 0;) {
    if (at >= last) throw new FaultError(damaged(file.bytes.path, "a list of fields turns back"));
    checkObject(file, at, ObjectKind.data);
    yield at;
    last = at;
    at = numberAt(viewAt(file.bytes, at, 64), at + NEXT_OF_FIELD_AT);
  }
}

/** The names of all fields of the file. */
export function fieldNames(file: JournalFile): readonly string[] {
  const names: string[] = [];
  const { at, buckets } = file.header.fieldTable;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (const field of bucketFrom(file, bucketAt(file, at, bucket), ObjectKind.field)) {
      const { bytes, start, end } = fieldName(file, field);
      names.push(bytes.toString("latin1", start, end));
    }
  }
  return names;
}

function fieldName(file: JournalFile, at: number): Payload {
  const size = checkObject(file, at, ObjectKind.field);
  const { base, bytes } = viewAt(file.bytes, at, size);
  return { bytes, start: at - base + FIELD_NAME_AT, end: at - base + size };
}

type Sought = {
  readonly kind: typeof ObjectKind.data | typeof ObjectKind.field;
  readonly bytesOf: (file: JournalFile, at: number) => Payload;
};

function findInTable(
  file: JournalFile,
  table: HashTable,
  wanted: Buffer,
  { kind, bytesOf }: Sought,
): number | undefined {
  if (table.buckets === 0) return undefined;
  const hash = file.header.isKeyed ? sipHash(file.header.fileId, wanted) : jenkinsHash(wanted);
  const low = Number(hash & 0xffff_ffffn);
  const high = Number(hash >> 32n);
  const head = bucketAt(file, table.at, Number(hash % BigInt(table.buckets)));
  for (const at of bucketFrom(file, head, kind)) {
    const { base, words } = viewAt(file.bytes, at, FIELD_NAME_AT);
    const index = (at + HASH_AT - base) / 4;
    if (words[index] !== low || words[index + 1] !== high) continue;
    const { bytes, start, end } = bytesOf(file, at);
    if (bytes.subarray(start, end).equals(wanted)) return at;
  }
  return undefined;
}

function bucketAt(file: JournalFile, table: number, bucket: number): number {
  const at = table + 16 * bucket;
  return numberAt(viewAt(file.bytes, at, 16), at);
}

function* bucketFrom(file: JournalFile, head: number, kind: Sought["kind"]): Generator<number> {
  let at = head;
  // Each was written after the one before it: the chain ends.
  for (let last = 0; at !== 0;) {
    if (at <= last) throw new FaultError(damaged(file.bytes.path, "a hash chain turns back"));
    checkObject(file, at, kind);
    yield at;
    last = at;
    at = numberAt(viewAt(file.bytes, at, FIELD_NAME_AT), at + NEXT_IN_BUCKET_AT);
  }
}
