import type { FieldValue } from "../../core/entry.js";
import { type ByteWindow, createByteWindow, hold, takeIn } from "./byte-window.js";
import { createFieldReader, type FieldReader } from "./field-reader.js";
import {
  addField,
  addCut,
  addMessage,
  createRecordBuilder,
  CUT_FIELD,
  hasRoomFor,
  hasRoomForMessage,
  MAX_FIELD_BYTES,
  MAX_MESSAGE_BYTES,
  own,
  type RecordBuilder,
  startAnew,
} from "./record-builder.js";

/**
 * One record of the Journal Export Format. `message` is MESSAGE as it was written (undefined: the record has none) and
 * is only valid during the call; `fields` are all the others, repeated ones as an array, and belong to the receiver.
 */
export type OnRecord = (fields: Record<string, FieldValue>, message: Uint8Array | undefined) => void;

export type ExportDecoder = {
  /** Calls back for each record that the bytes complete. Never throws; the bytes may be used again afterwards. */
  push(bytes: Uint8Array): void;
  /** How many records were left out so far because their bytes do not follow the format. */
  damaged(): number;
};

/**
 * Decodes `journalctl -o export` (systemd, JOURNAL_EXPORT_FORMATS): lines `NAME=text`, or `NAME`, a little-endian u64
 * length, that many bytes and a line end; an empty line ends a record. Takes the bytes in any pieces and holds no more
 * than one unfinished record. What is unfinished at the end is never given: its writer was killed.
 */
export function createExportDecoder(onRecord: OnRecord): ExportDecoder {
  const state: State = {
    window: createByteWindow(),
    record: createRecordBuilder(),
    reader: createFieldReader(),
    searched: 0,
    skipping: "nothing",
    left: 0,
    isMidLine: false,
    damaged: 0,
  };
  return {
    push(bytes) {
      takeIn(state.window, bytes);
      while (state.window.at < state.window.length && step(state, onRecord)) {
        // Each step consumes a field, the end of a record, or a part of what is skipped.
      }
      own(state.record);
      hold(state.window);
    },
    damaged: () => state.damaged,
  };
}

type State = {
  readonly window: ByteWindow;
  readonly record: RecordBuilder;
  readonly reader: FieldReader;
  /** How much of the unfinished line has been searched for its end, so that a long one is searched once. */
  searched: number;
  skipping: Skipping;
  /** Bytes of a value that are still to be skipped. */
  left: number;
  isMidLine: boolean;
  damaged: number;
};

type Skipping =
  | "nothing"
  /** The rest of a line that is too long or means nothing. */
  | "line"
  /** The rest of a binary value that is longer than what is kept. */
  | "value"
  /** A record that does not follow the format, up to the empty line at its end. */
  | "record";

/** systemd's own limits (`journal_field_valid`, `DATA_SIZE_MAX`): journald writes no longer names and values. */
const MAX_NAME_BYTES = 64;
const MAX_WRITTEN_BYTES = 768 * 1024 * 1024;

const LF = 10;
const EQUALS = 61;

/** False when more bytes are needed. */
function step(state: State, onRecord: OnRecord): boolean {
  const { window } = state;
  if (state.skipping !== "nothing") return skip(state);
  if (window.data[window.at] === LF) {
    window.at++;
    endRecord(state, onRecord);
    return true;
  }
  const nameEnd = endOfName(window);
  if (nameEnd === "more") return false;
  if (nameEnd === "none") {
    state.skipping = "line";
    return true;
  }
  return window.data[nameEnd] === EQUALS ? textField(state, nameEnd) : binaryField(state, nameEnd);
}

/** Index of the `=` or the line end after the name. */
function endOfName({ data, at, length }: ByteWindow): number | "none" | "more" {
  const limit = Math.min(length, at + MAX_NAME_BYTES + 1);
  for (let index = at; index < limit; index++) {
    const byte = data[index];
    if (byte === EQUALS || byte === LF) return index > at ? index : "none";
  }
  return length - at <= MAX_NAME_BYTES ? "more" : "none";
}

function textField(state: State, nameEnd: number): boolean {
  const { window, record } = state;
  const { data, length } = window;
  const start = nameEnd + 1;
  const name = state.reader.name(data, window.at, nameEnd);
  const last = name?.sameAsLast(data, start, length);
  if (name !== undefined && last !== undefined && hasRoomFor(record, last.bytes)) {
    addField(record, name.text, last.value, last.bytes);
    window.at = start + last.bytes + 1;
    state.searched = 0;
    return true;
  }
  const found = lineEnd(data, Math.max(start, window.at + state.searched), length);
  const end = found === -1 ? length : found;
  const keptEnd = Math.min(end, start + maxBytes(name?.text));
  if (found === -1 && keptEnd === end) {
    state.searched = length - window.at;
    return false;
  }
  state.searched = 0;
  const isCut = keptEnd < end;
  if (name !== undefined) {
    const value = () => name.textValue(data, start, keptEnd);
    take(record, name.text, { data, start, end: keptEnd, isCut, value });
  }
  window.at = isCut ? keptEnd : keptEnd + 1;
  if (isCut) state.skipping = "line";
  return true;
}

/** Index of the next line end, or -1. Most lines are short: a loop finds their end before a native search has begun. */
function lineEnd(data: Buffer, from: number, length: number): number {
  const near = Math.min(length, from + 160);
  for (let index = from; index < near; index++) if (data[index] === LF) return index;
  return near === length ? -1 : data.subarray(0, length).indexOf(LF, near);
}

function binaryField(state: State, nameEnd: number): boolean {
  const { window, reader } = state;
  const { data, length } = window;
  const start = nameEnd + 9;
  if (start > length) return false;
  const size = data.readUInt32LE(nameEnd + 1) + data.readUInt32LE(nameEnd + 5) * 2 ** 32;
  const name = reader.name(data, window.at, nameEnd);
  // Where the name is none, what follows is no length either.
  if (name === undefined || size > MAX_WRITTEN_BYTES) return abandonRecord(state);
  const max = maxBytes(name.text);
  const isCut = size > max;
  const end = start + Math.min(size, max);
  // The byte after the value must be seen too.
  if (end >= length) return false;
  if (!isCut && data[end] !== LF) return abandonRecord(state);
  const value = () => reader.binaryValue(data, start, end);
  take(state.record, name.text, { data, start, end, isCut, value });
  window.at = isCut ? end : end + 1;
  if (isCut) {
    state.skipping = "value";
    state.left = size - max;
  }
  return true;
}

function maxBytes(name: string | undefined): number {
  return name === "MESSAGE" ? MAX_MESSAGE_BYTES : MAX_FIELD_BYTES;
}

type Taken = {
  readonly data: Buffer;
  readonly start: number;
  readonly end: number;
  readonly isCut: boolean;
  readonly value: () => FieldValue;
};

function take(record: RecordBuilder, name: string, { data, start, end, isCut, value }: Taken): void {
  const isMessage = name === "MESSAGE";
  const hasRoom = isMessage ? hasRoomForMessage(record, end - start) : hasRoomFor(record, end - start);
  if (isCut || !hasRoom) addCut(record, name);
  if (!hasRoom) return;
  if (isMessage) addMessage(record, data.subarray(start, end));
  else addField(record, name, value(), end - start);
}

function endRecord(state: State, onRecord: OnRecord): void {
  const { record } = state;
  if (record.count > 0) {
    if (record.cut.length > 0) record.fields[CUT_FIELD] = record.cut;
    onRecord(record.fields, record.message);
  }
  startAnew(record);
}

function abandonRecord(state: State): true {
  state.damaged++;
  state.skipping = "record";
  state.isMidLine = false;
  startAnew(state.record);
  return true;
}

function skip(state: State): boolean {
  const { window } = state;
  if (state.skipping === "value") return skipValue(state);
  if (state.skipping === "record" && !state.isMidLine && window.data[window.at] === LF) {
    window.at++;
    state.skipping = "nothing";
    return true;
  }
  const end = lineEnd(window.data, window.at, window.length);
  state.isMidLine = end === -1;
  window.at = end === -1 ? window.length : end + 1;
  if (state.skipping === "line" && end !== -1) state.skipping = "nothing";
  return end !== -1;
}

function skipValue(state: State): boolean {
  const { window } = state;
  const skipped = Math.min(state.left, window.length - window.at);
  window.at += skipped;
  state.left -= skipped;
  if (state.left > 0 || window.at === window.length) return false;
  if (window.data[window.at] !== LF) return abandonRecord(state);
  window.at++;
  state.skipping = "nothing";
  return true;
}
