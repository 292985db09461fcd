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
} from "../record-builder.js";
import { type Payload, readPayload, usesOf } from "./data.js";
import { type Place, readItems } from "./entry.js";
import { moveNear } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { addKnown, findKnown, isFull, type KnownTable, newKnownTable } from "./known-data.js";
import type { JournalRecord, SharedFields } from "./record.js";
import { createSharedSets, type SharedSets, SUPPRESSED } from "./shared-sets.js";

/**
 * Reads entries of one file. What entries have in common is decoded once: an entry of twenty fields costs three or four
 * values of its own. Throws a `FaultError` where the file is damaged.
 */
export type RecordReader = { read(at: number, place: Place): JournalRecord };

const MESSAGE = "MESSAGE";
/** Fields that differ from entry to entry even where two have the same by chance. */
const ALWAYS_OWN: ReadonlySet<string> = new Set([
  MESSAGE,
  "_SOURCE_REALTIME_TIMESTAMP",
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

const NOTHING_SHARED: SharedFields = { fields: {}, saysSuppressed: false };

type Usual = { readonly text: string; readonly bytes: Buffer };
/** Trying more of them would cost more than it saves. */
const MAX_USUAL = 6;

type State = {
  readonly file: JournalFile;
  readonly names: ReturnType<typeof createFieldReader>;
  /** Names whose values were read without being kept, with what they look like: they come with nearly every entry. */
  readonly usual: Usual[];
  readonly items: number[];
  readonly ids: Int32Array;
  readonly record: JournalRecord;
  known: KnownTable;
  sets: SharedSets;
  readonly valuesOf: Map<string, number>;
  entries: number;
};

export function createRecordReader(file: JournalFile): RecordReader {
  const known = newKnownTable();
  const state: State = {
    file,
    names: createFieldReader(),
    usual: [],
    items: [],
    ids: new Int32Array(MAX_QUICK_ITEMS),
    record: { shared: NOTHING_SHARED, count: 0, names: [], values: [], numbers: [], message: undefined },
    known,
    sets: createSharedSets(known.items),
    valuesOf: new Map(),
    entries: 0,
  };
  return { read: (at, place) => read(state, at, place) };
}

function read(state: State, at: number, place: Place): JournalRecord {
  moveNear(state.file.bytes, at, 64);
  if (isFull(state.known) || state.sets.size() >= MAX_SETS) forget(state);
  state.entries += 1;
  const count = readItems(state.file, at, state.items);
  if (count > MAX_QUICK_ITEMS || !readQuickly(state, place, count)) readWhole(state, place, count);
  return state.record;
}

function forget(state: State): void {
  state.known = newKnownTable();
  state.sets = createSharedSets(state.known.items);
}

/** False when the entry is of an unusual kind: a name twice, or very much. */
function readQuickly(state: State, place: Place, count: number): boolean {
  const { record, items, ids } = state;
  record.count = 0;
  record.message = undefined;
  let shared = 0;
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const at = items[index] ?? 0;
    const id = findKnown(state.known, at);
    const item = id < 0 ? undefined : state.known.items[id];
    if (item !== undefined && !item.isOwn) {
      ids[shared++] = id;
      continue;
    }
    const taken = item === undefined ? load(state, at) : item;
    if (typeof taken === "number") {
      ids[shared++] = taken;
      continue;
    }
    bytes += taken.bytes;
    if (bytes > MAX_QUICK_BYTES || !takeOwn(record, taken)) return false;
  }
  const set = state.sets.find(place.bootId, ids, shared);
  if (set === undefined) return false;
  for (let index = 0; index < record.count; index++)
    if (Object.hasOwn(set.fields, record.names[index] ?? "")) return false;
  record.shared = set;
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
    if (record.message !== undefined) return false;
    record.message = text;
    return true;
  }
  if (name === "") return true;
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
  // The entry's own head tells the boot, as it does for journalctl.
  if (name === undefined || name === "_BOOT_ID") return NOTHING;
  const start = payload.start + name.length + 1;
  const bytes = payload.end - start;
  const uses = usesOf(state.file, at);
  if (uses < 2) noteUsual(state, name);
  if (name === MESSAGE) {
    const text = payload.bytes.subarray(start, payload.end);
    if (uses < 2 || bytes > MAX_KNOWN_BYTES) return { name, value: "", text, bytes };
    return keep(state, at, { name, value: "", text: new Uint8Array(text), bytes, isOwn: true });
  }
  if (bytes > MAX_KNOWN_BYTES) return { name, value: valueIn(payload, start), text: undefined, bytes };
  const number = uses < 2 ? digitsIn(payload.bytes, start, payload.end) : Number.NaN;
  if (!Number.isNaN(number)) return { name, value: "", text: undefined, bytes, number };
  const value = decodeValue(payload.bytes, start, payload.end);
  if (uses < 2) return { name, value, text: undefined, bytes };
  return keep(state, at, {
    name,
    value,
    text: undefined,
    bytes,
    isOwn: ALWAYS_OWN.has(name) || isTelling(state, name),
  });
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

/** The number whose decimal text the bytes are; NaN where it is none that is exact, or not written in the usual way. */
function digitsIn(bytes: Buffer, start: number, end: number): number {
  if (end === start || end - start > 16 || (bytes[start] === ZERO && end - start > 1)) return Number.NaN;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

const ZERO = 48;

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
function readWhole(state: State, place: Place, count: number): void {
  const builder = createRecordBuilder();
  for (let index = 0; index < count; index++) {
    const payload = readPayload(state.file, state.items[index] ?? 0);
    const name = nameIn(state, payload);
    if (name === undefined || name === "_BOOT_ID") continue;
    const isMessage = name === MESSAGE;
    const start = payload.start + name.length + 1;
    const length = payload.end - start;
    const kept = Math.min(length, isMessage ? MAX_MESSAGE_BYTES : MAX_FIELD_BYTES);
    const hasRoom = isMessage ? hasRoomForMessage(builder, kept) : hasRoomFor(builder, kept);
    if (kept < length || !hasRoom) addCut(builder, name);
    if (!hasRoom) continue;
    if (isMessage) addMessage(builder, payload.bytes.subarray(start, start + kept));
    else addField(builder, name, valueIn(payload, start), kept);
  }
  if (builder.cut.length > 0) builder.fields[CUT_FIELD] = builder.cut;
  const { record } = state;
  record.count = 0;
  record.message = builder.message;
  const fields = { _BOOT_ID: place.bootId, ...builder.fields };
  record.shared = { fields, saysSuppressed: builder.fields["MESSAGE_ID"] === SUPPRESSED };
}
