import type { FieldValue } from "../../../core/entry.js";
import { createFieldReader, decodeValue } from "../field-reader.js";
import {
  addCut,
  addField,
  addMessage,
  createRecordBuilder,
  CUT_FIELD,
  hasRoomFor,
  hasRoomForMessage,
  MAX_FIELD_BYTES,
  MAX_MESSAGE_BYTES,
  type RecordBuilder,
} from "../record-builder.js";
import { type Payload, readPayload, usesOf } from "./data.js";
import { type Place, readItems } from "./entry.js";
import { moveNear, viewAt } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { addKnown, findKnown, isFull, type KnownTable, newKnownTable, UNKNOWN } from "./known-data.js";
import type { MessageTest } from "./message-test.js";
import { checkObject, ObjectKind } from "./object.js";
import type { JournalRecord, SharedFields } from "./record.js";
import { digitsIn, MESSAGE, NO_TEXT, SOURCE_TIME, takeSourceTime, takeUsual, Usual } from "./usual-fields.js";
import { createSharedSets, sharedFields, type SharedSets } from "./shared-sets.js";

/**
 * Reads entries of one file. What entries have in common is decoded once: an entry of twenty fields costs three or four
 * values of its own. Throws a `FaultError` where the file is damaged.
 */
type RecordReader = {
  /** Undefined where the message does not pass the test that the reader was made with. */
  read(at: number, place: Place): JournalRecord | undefined;
};

const ENTRY_ITEMS_AT = 64;
/** Fields that differ from entry to entry even where two have the same by chance. */
const ALWAYS_OWN: ReadonlySet<string> = new Set([
  MESSAGE,
  SOURCE_TIME,
  "_SOURCE_MONOTONIC_TIMESTAMP",
  "SYSLOG_TIMESTAMP",
]);
/** Longer values are read again each time. */
const MAX_KNOWN_BYTES = 4096;
/** Entries with more fields, or more bytes in them, are put together one by one. */
const MAX_QUICK_ITEMS = 512;
const MAX_QUICK_BYTES = 1024 * 1024;
const MAX_SETS = 65_536;
/** A name with so many values tells entries apart: with them there would be as many sets as entries. */
const MANY_VALUES = 256;

const NOTHING_SHARED = sharedFields({});

type UsualName = { readonly text: string; readonly bytes: Buffer };
/** Trying more of them would cost more than it saves. */
const MAX_USUAL = 6;

type State = {
  readonly file: JournalFile;
  readonly mayMatch: MessageTest | undefined;
  readonly names: ReturnType<typeof createFieldReader>;
  /** Names whose values were read without being kept, with what they look like: they come with nearly every entry. */
  readonly usual: UsualName[];
  readonly items: number[];
  readonly ids: Int32Array;
  readonly record: JournalRecord;
  known: KnownTable;
  sets: SharedSets;
  readonly valuesOf: Map<string, number>;
  entries: number;
  /** Bytes that the entry at hand may still take. */
  room: number;
};

/** A reader for each file, made when the first of its entries is read. */
export type RecordReaders = { of(file: JournalFile): RecordReader; drop(file: JournalFile): void };

export function createRecordReaders(mayMatch?: MessageTest): RecordReaders {
  const readers = new Map<JournalFile, RecordReader>();
  let latest: { readonly file: JournalFile; readonly reader: RecordReader } | undefined;
  return {
    of(file) {
      if (latest?.file === file) return latest.reader;
      const reader = readers.get(file) ?? createRecordReader(file, mayMatch);
      readers.set(file, reader);
      latest = { file, reader };
      return reader;
    },
    drop(file) {
      readers.delete(file);
      latest = undefined;
    },
  };
}

function createRecordReader(file: JournalFile, mayMatch: MessageTest | undefined): RecordReader {
  const known = newKnownTable();
  const state: State = {
    file,
    mayMatch,
    names: createFieldReader(),
    usual: [],
    items: [],
    ids: new Int32Array(MAX_QUICK_ITEMS),
    record: {
      shared: NOTHING_SHARED,
      count: 0,
      names: [],
      values: [],
      numbers: [],
      sourceTime: Number.NaN,
      text: { bytes: NO_TEXT, start: 0, end: 0 },
    },
    known,
    sets: createSharedSets(known.items),
    valuesOf: new Map(),
    entries: 0,
    room: 0,
  };
  return { read: (at, place) => read(state, at, place) };
}

function read(state: State, at: number, place: Place): JournalRecord | undefined {
  moveNear(state.file.bytes, at, 64);
  if (isFull(state.known) || state.sets.size() >= MAX_SETS) forget(state);
  state.entries += 1;
  const quick = readQuickly(state, at, place);
  if (quick === Quick.unwanted) return undefined;
  if (quick === Quick.unusual) readWhole(state, at, place);
  return state.record;
}

function forget(state: State): void {
  state.known = newKnownTable();
  state.sets = createSharedSets(state.known.items);
}

/** Unusual: a name twice, or very much. */
const Quick = { read: 0, unusual: 1, unwanted: 2 } as const;

function readQuickly(state: State, at: number, place: Place): (typeof Quick)[keyof typeof Quick] {
  const { record, ids, mayMatch } = state;
  startAnew(record);
  const shared = gather(state, at);
  if (shared === UNUSUAL) return Quick.unusual;
  const { bytes, start, end } = record.text;
  if (mayMatch !== undefined && !mayMatch(bytes, start, end)) return Quick.unwanted;
  const set = state.sets.find(place.bootId, ids, shared);
  if (set === undefined || !isApart(record, set)) return Quick.unusual;
  record.shared = set;
  return Quick.read;
}

const UNUSUAL = -1;

/** Takes the entry's own fields into the record, and puts what it shares into `ids`; gives how many these are. */
function gather(state: State, at: number): number {
  const { file, ids, known } = state;
  const size = checkObject(file, at, ObjectKind.entry);
  const { base, words } = viewAt(file.bytes, at, size);
  const { isCompact } = file.header;
  const step = isCompact ? 1 : 4;
  const first = (at - base + ENTRY_ITEMS_AT) >> 2;
  const end = (at - base + size) >> 2;
  if (end - first > step * MAX_QUICK_ITEMS) return UNUSUAL;
  let shared = 0;
  state.room = MAX_QUICK_BYTES;
  for (let word = first; word + step <= end; word += step) {
    const offset = (words[word] ?? 0) + (isCompact ? 0 : (words[word + 1] ?? 0) * 4_294_967_296);
    const id = findKnown(known, offset);
    const taken = id >= 0 ? id : takeItem(state, offset, id);
    if (taken === UNUSUAL) return UNUSUAL;
    if (taken !== TAKEN) ids[shared++] = taken;
  }
  return shared;
}

const TAKEN = -2;

/** One that is not known to be shared: its index if it is from now on, else `TAKEN`, or `UNUSUAL`. */
function takeItem(state: State, at: number, id: number): number {
  const { file, record, known } = state;
  const usual = id === UNKNOWN ? takeUsual(file, record, at) : Usual.no;
  if (usual === Usual.takenOfMany) remember(state, at);
  if (usual !== Usual.no) return TAKEN;
  const item = id === UNKNOWN ? load(state, at) : (known.items[~id] ?? NOTHING);
  if (typeof item === "number") return item;
  state.room -= item.bytes;
  return state.room >= 0 && takeOwn(record, item) ? TAKEN : UNUSUAL;
}

/** The message of the entry at hand, which others have too. */
function remember({ known, record }: State, at: number): void {
  const { bytes, start, end } = record.text;
  if (end - start > MAX_KNOWN_BYTES) return;
  const text = new Uint8Array(bytes.subarray(start, end));
  addKnown(known, at, { name: MESSAGE, value: "", text, bytes: text.length, isOwn: true });
}

function startAnew(record: JournalRecord): void {
  record.count = 0;
  record.sourceTime = Number.NaN;
  record.text.bytes = NO_TEXT;
  record.text.start = 0;
  record.text.end = 0;
}

/** Whether none of the record's own fields is among the shared ones too. */
function isApart({ count, names, sourceTime }: JournalRecord, { fields, hasSourceTime }: SharedFields): boolean {
  if (!Number.isNaN(sourceTime) && hasSourceTime) return false;
  for (let index = 0; index < count; index++) if (Object.hasOwn(fields, names[index] ?? "")) return false;
  return true;
}

type Own = {
  readonly name: string;
  readonly value: FieldValue;
  readonly text: Uint8Array | undefined;
  readonly bytes: number;
  /** The value where it is the decimal text of a safe whole number that is met only here. */
  readonly number?: number;
};

const NOTHING: Own = { name: "", value: "", text: undefined, bytes: 0 };

/** False when the record has it already. */
function takeOwn(record: JournalRecord, { name, value, text, number }: Own): boolean {
  if (text !== undefined) {
    if (record.text.bytes !== NO_TEXT) return false;
    record.text.bytes = text;
    record.text.end = text.length;
    return true;
  }
  if (name === "") return true;
  if (name === SOURCE_TIME) {
    if (!Number.isNaN(record.sourceTime)) return false;
    if (typeof value === "string" && /^[1-9]\d{0,15}$/.test(value) && takeSourceTime(record, Number(value)))
      return true;
  }
  for (let index = 0; index < record.count; index++) if (record.names[index] === name) return false;
  record.names[record.count] = name;
  record.values[record.count] = value;
  record.numbers[record.count] = number ?? Number.NaN;
  record.count += 1;
  return true;
}

/** Decodes a field that is not known yet: as its index among the known when it is to be shared from now on. */
function load(state: State, at: number): Own | number {
  const payload = readPayload(state.file, at);
  const name = usualName(state, payload) ?? nameIn(state, payload);
  if (name === undefined) return NOTHING;
  // The entry's own head tells the boot, as it does for journalctl.
  if (name === "_BOOT_ID") return keep(state, at, { ...NOTHING, isOwn: true });
  const start = payload.start + name.length + 1;
  const bytes = payload.end - start;
  const isOnlyHere = usesOf(state.file, at) < 2;
  if (name === MESSAGE) {
    const text = payload.bytes.subarray(start, payload.end);
    if (isOnlyHere || bytes > MAX_KNOWN_BYTES) return { name, value: "", text, bytes };
    return keep(state, at, { name, value: "", text: new Uint8Array(text), bytes, isOwn: true });
  }
  if (bytes > MAX_KNOWN_BYTES) return { name, value: valueIn(payload, start), text: undefined, bytes };
  if (isOnlyHere) return loadOwn(state, name, payload);
  const value = decodeValue(payload.bytes, start, payload.end);
  const isOwn = ALWAYS_OWN.has(name) || isTelling(state, name);
  return keep(state, at, { name, value, text: undefined, bytes, isOwn });
}

function loadOwn(state: State, name: string, payload: Payload): Own {
  if (name !== SOURCE_TIME) noteUsual(state, name);
  const start = payload.start + name.length + 1;
  const bytes = payload.end - start;
  const number = digitsIn(payload.bytes, start, payload.end);
  if (!Number.isNaN(number)) return { name, value: "", text: undefined, bytes, number };
  return { name, value: decodeValue(payload.bytes, start, payload.end), text: undefined, bytes };
}

function keep(state: State, at: number, item: Own & { readonly isOwn: boolean }): Own | number {
  const id = addKnown(state.known, at, item);
  return item.isOwn ? item : id;
}

/** Whether the name has had so many values that it tells entries apart. */
function isTelling(state: State, name: string): boolean {
  const values = (state.valuesOf.get(name) ?? 0) + 1;
  state.valuesOf.set(name, values);
  return values > MANY_VALUES && values * 64 > state.entries;
}

/** The name, where it is one of the usual ones. */
function usualName({ usual }: State, { bytes, start, end }: Payload): string | undefined {
  for (let index = 0; index < usual.length; index++) {
    const known = usual[index];
    if (known !== undefined && end - start >= known.bytes.length && beginsWith(bytes, start, known.bytes)) {
      return known.text;
    }
  }
  return undefined;
}

function beginsWith(bytes: Buffer, start: number, head: Buffer): boolean {
  // From the end: names differ there, and `=` is there.
  for (let index = head.length - 1; index >= 0; index--) if (bytes[start + index] !== head[index]) return false;
  return true;
}

function noteUsual({ usual }: State, name: string): void {
  if (usual.length >= MAX_USUAL || usual.some(({ text }) => text === name)) return;
  usual.push({ text: name, bytes: Buffer.from(`${name}=`) });
}

/** Undefined where the bytes are no field: journald would not have taken them. */
function nameIn({ names }: State, { bytes, start, end }: Payload): string | undefined {
  const equals = bytes.indexOf(EQUALS, start);
  if (equals < 0 || equals >= end || equals - start > MAX_NAME_BYTES) return undefined;
  return names.name(bytes, start, equals)?.text;
}

const EQUALS = 61;
const MAX_NAME_BYTES = 64;

function valueIn(payload: Payload, start: number): FieldValue {
  return decodeValue(payload.bytes, start, Math.min(payload.end, start + MAX_FIELD_BYTES));
}

/** Puts all fields of an unusual entry together as the export format's decoder does; nothing of it is shared. */
function readWhole(state: State, at: number, place: Place): void {
  const builder = createRecordBuilder();
  const count = readItems(state.file, at, state.items);
  for (let index = 0; index < count; index++) {
    const payload = readPayload(state.file, state.items[index] ?? 0);
    const name = nameIn(state, payload);
    if (name !== undefined && name !== "_BOOT_ID") build(builder, name, payload);
  }
  if (builder.cut.length > 0) builder.fields[CUT_FIELD] = builder.cut;
  const { record } = state;
  startAnew(record);
  if (builder.message !== undefined) record.text.bytes = builder.message;
  record.text.end = builder.message?.length ?? 0;
  record.shared = sharedFields({ _BOOT_ID: place.bootId, ...builder.fields });
}

function build(builder: RecordBuilder, name: string, payload: Payload): void {
  const isMessage = name === MESSAGE;
  const start = payload.start + name.length + 1;
  const length = payload.end - start;
  const kept = Math.min(length, isMessage ? MAX_MESSAGE_BYTES : MAX_FIELD_BYTES);
  const hasRoom = isMessage ? hasRoomForMessage(builder, kept) : hasRoomFor(builder, kept);
  if (kept < length || !hasRoom) addCut(builder, name);
  if (!hasRoom) return;
  if (isMessage) addMessage(builder, payload.bytes.subarray(start, start + kept));
  else addField(builder, name, valueIn(payload, start), kept);
}
