import type { FieldValue } from "../../core/entry.js";

/** A record in the making. Its message may lie in the caller's memory until `own`. */
export type RecordBuilder = {
  fields: Record<string, FieldValue>;
  message: Uint8Array | undefined;
  isMessageOwned: boolean;
  /** Values taken, and the bytes of all of them but the message. */
  count: number;
  bytes: number;
  /** Names of values that are not kept, or not whole. */
  cut: string[];
};

/** What is kept of one value, and of all values of a record but its message. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
export const MAX_FIELD_BYTES = 1024 * 1024;
const MAX_RECORD_BYTES = 8 * 1024 * 1024;
/** As many as journald takes (`ENTRY_FIELD_COUNT_MAX`), and its own on top. */
const MAX_VALUES = 1024 + 64;

/** The field that names the values of its record which are not kept whole. */
export const CUT_FIELD = "LOGSTREAM_CUT";

export function createRecordBuilder(): RecordBuilder {
  return { fields: {}, message: undefined, isMessageOwned: false, count: 0, bytes: 0, cut: [] };
}

export function startAnew(record: RecordBuilder): void {
  record.fields = {};
  record.message = undefined;
  record.isMessageOwned = false;
  record.count = 0;
  record.bytes = 0;
  if (record.cut.length > 0) record.cut = [];
}

export function hasRoomFor(record: RecordBuilder, bytes: number): boolean {
  return record.count < MAX_VALUES && record.bytes + bytes <= MAX_RECORD_BYTES;
}

export function hasRoomForMessage(record: RecordBuilder, bytes: number): boolean {
  if (record.count >= MAX_VALUES) return false;
  return record.message === undefined || record.message.length + bytes <= MAX_MESSAGE_BYTES;
}

/** Adds a value; a name that comes again makes an array, as journalctl's JSON does. */
export function addField(record: RecordBuilder, name: string, value: FieldValue, bytes: number): void {
  record.count++;
  record.bytes += bytes;
  const before = record.fields[name];
  if (before === undefined) record.fields[name] = value;
  else record.fields[name] = Array.isArray(before) ? [...before, value] : [before, value];
}

/** A message that is given twice has two paragraphs. */
export function addMessage(record: RecordBuilder, text: Uint8Array): void {
  record.count++;
  const before = record.message;
  record.isMessageOwned = before !== undefined;
  record.message = before === undefined ? text : Buffer.concat([before, Buffer.from("\n"), text]);
}

export function addCut(record: RecordBuilder, name: string): void {
  if (record.cut.length < MAX_VALUES && !record.cut.includes(name)) record.cut.push(name);
}

/** Takes the message into memory of its own, before the caller's is used again. */
export function own(record: RecordBuilder): void {
  if (record.message === undefined || record.isMessageOwned) return;
  record.message = new Uint8Array(record.message);
  record.isMessageOwned = true;
}
