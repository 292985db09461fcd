import { readSync } from "node:fs";
import { type ByteSearch, openByteSearch } from "../../../bytes/byte-search.js";
import { FaultError } from "../../../core/fault.js";
import type { Literal } from "../../../core/query/match/needs.js";
import { type Payload, payloadAt, readPayload } from "./data.js";
import { numberAt, shareNear, viewAt } from "./file-bytes.js";
import { entriesOfData } from "./find-data.js";
import type { JournalFile } from "./journal-file.js";
import { ObjectKind } from "./object.js";
import { type EntryIndex, entryIndex } from "./entry-index.js";
import { messageAround } from "./message-around.js";
import { holdsAll } from "./message-test.js";
import { growingOffsets } from "./offset-lists.js";
import { damaged } from "./unreadable.js";

/** What is read and searched at once. */
const ROOM_BYTES = 1024 * 1024;
const MESSAGE = Buffer.from("MESSAGE=");
/** What zstd's frames begin with. */
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** The first byte is in every text: it is looked at last. */
const MAGIC_END = MAGIC.subarray(1);

/**
 * The entries whose message holds the literal: the bytes of the file are searched as they lie there, and only what is
 * found is looked at. Messages that are packed are unpacked and searched one by one. Throws a `FaultError`.
 */
export function entriesHolding(file: JournalFile, literal: Literal): Float64Array {
  const entries = entryIndex(file);
  const walk = createWalk(file, entries);
  const holds = holdsAll([literal]);
  const head = payloadAt(file);
  const found = growingOffsets();
  const { near } = file.bytes;
  try {
    searchBytes(file, literal, {
      onText(at) {
        const message = messageAround(file, entries, at);
        if (message !== undefined) {
          if (message.isOnly) found.add(message.entry);
          else found.addAll(entriesOfData(file, message.object));
          return message.end;
        }
        const object = walk(at);
        const isMessage = object.kind === ObjectKind.data && !isPacked(file, object) && isMessageAt(file, object);
        if (isMessage && at >= object.at + head + MESSAGE.length) found.addAll(entriesOfData(file, object.at));
        return object.at + object.size;
      },
      onPacked(at) {
        const object = walk(at);
        if (object.at !== at - head || object.kind !== ObjectKind.data || !isPacked(file, object)) return;
        const payload = readPayload(file, object.at);
        if (isMessage(payload) && holds(payload.bytes, payload.start + MESSAGE.length, payload.end))
          found.addAll(entriesOfData(file, object.at));
      },
    });
  } finally {
    file.bytes.near = near;
  }
  return found.sorted();
}

type Listener = {
  /** The literal is at this offset; gives where to search on. */
  readonly onText: (at: number) => number;
  /** Something packed may begin at this offset. */
  readonly onPacked: (at: number) => void;
};

/** One for all files that are asked the same: its memory, and what it learns of the bytes. Only one is searched at a time. */
const searches = new WeakMap<Literal, ByteSearch>();

function searchFor(literal: Literal): ByteSearch {
  const known = searches.get(literal) ?? openByteSearch(literal, ROOM_BYTES);
  searches.set(literal, known);
  return known;
}

function searchBytes(file: JournalFile, literal: Literal, { onText, onPacked }: Listener): void {
  const { fd, path } = file.bytes;
  const search = searchFor(literal);
  const { room } = search;
  const overlap = Math.max(MAGIC.length, Buffer.byteLength(literal.text)) - 1;
  const end = endOfObjects(file);
  let base = startOfObjects(file);
  let kept = 0;
  let searchFrom = base;
  while (base + kept < end) {
    const read = readSync(fd, room, kept, Math.min(room.length - kept, end - base - kept), base + kept);
    if (read <= 0) throw new FaultError(damaged(path, "it was cut short"));
    const filled = kept + read;
    // What is found is looked at in the same memory.
    shareNear(file.bytes, base, room, filled);
    for (;;) {
      const at = search.find(Math.max(0, searchFrom - base), filled);
      if (at < 0) break;
      searchFrom = onText(base + at);
    }
    if (file.header.isPacked) eachMagic(room, filled, (at) => onPacked(base + at));
    kept = Math.min(overlap, filled);
    // The window begins at a whole word.
    kept += (base + filled - kept) % 8;
    room.copyWithin(0, filled - kept, filled);
    base += filled - kept;
  }
}

function eachMagic(room: Buffer, end: number, onMagic: (at: number) => void): void {
  for (
    let at = room.indexOf(MAGIC_END, 1);
    at >= 0 && at + MAGIC_END.length <= end;
    at = room.indexOf(MAGIC_END, at + 1)
  ) {
    if (room[at - 1] === MAGIC[0]) onMagic(at - 1);
  }
}

type Found = { readonly at: number; readonly kind: number; readonly size: number };

const LEAST_OBJECT_BYTES = 16;
const KINDS = 8;
/** From here on it is quicker to start at an entry than to go on from the last object. */
const FAR_BYTES = 16 * 1024;

/** Behind the hash tables, which come first and hold no text. */
function startOfObjects({ header }: JournalFile): number {
  let start = header.headerSize;
  for (const { at, buckets } of [header.dataTable, header.fieldTable].toSorted((one, other) => one.at - other.at)) {
    if (at === start + LEAST_OBJECT_BYTES) start = at + buckets * BUCKET_BYTES;
  }
  return start;
}

const BUCKET_BYTES = 16;

/** What lies behind the last object was only set aside. */
function endOfObjects(file: JournalFile): number {
  const { lastObjectAt } = file.header;
  return lastObjectAt === 0 ? file.bytes.limit : Math.min(file.bytes.limit, endOf(objectAt(file, lastObjectAt)));
}

/** Finds the object that an offset lies in: objects follow each other without gaps, and where the entries are is known. */
function createWalk(file: JournalFile, entries: EntryIndex): (at: number) => Found {
  const first = file.header.headerSize;
  let last = objectAt(file, first);
  return (wanted) => {
    if (wanted < last.at || wanted - last.at > FAR_BYTES) {
      const start = entries.before(wanted);
      if (start !== undefined && (start > last.at || wanted < last.at)) last = objectAt(file, start);
      else if (wanted < last.at) last = objectAt(file, first);
    }
    for (let next = endOf(last); next <= wanted; next = endOf(last)) last = objectAt(file, next);
    return last;
  };
}

function objectAt(file: JournalFile, at: number): Found {
  const view = viewAt(file.bytes, at, LEAST_OBJECT_BYTES);
  const kind = view.bytes[at - view.base] ?? 0;
  const size = numberAt(view, at + 8);
  if (kind === 0 || kind >= KINDS || size < LEAST_OBJECT_BYTES || at + size > file.bytes.limit) {
    throw new FaultError(damaged(file.bytes.path, "an object is not what it should be"));
  }
  return { at, kind, size };
}

function endOf({ at, size }: Found): number {
  return at + Math.ceil(size / 8) * 8;
}

const FLAGS_AT = 1;

function isPacked(file: JournalFile, { at }: Found): boolean {
  const { base, bytes } = viewAt(file.bytes, at, LEAST_OBJECT_BYTES);
  return (bytes[at - base + FLAGS_AT] ?? 0) !== 0;
}

function isMessageAt(file: JournalFile, { at, size }: Found): boolean {
  const head = payloadAt(file);
  if (size < head + MESSAGE.length) return false;
  const { base, bytes } = viewAt(file.bytes, at, head + MESSAGE.length);
  return isMessage({ bytes, start: at - base + head, end: at - base + head + MESSAGE.length });
}

function isMessage({ bytes, start, end }: Payload): boolean {
  return end - start >= MESSAGE.length && MESSAGE.compare(bytes, start, start + MESSAGE.length) === 0;
}
