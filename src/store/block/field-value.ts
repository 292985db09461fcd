import type { FieldValue } from "../../core/entry.js";
import {
  isOverrun,
  readBytes,
  readFloat,
  readText,
  readVarint,
  type Sink,
  type Tape,
  writeByte,
  writeBytes,
  writeFloat,
  writeText,
  writeVarint,
} from "./varint.js";

/** A value is a tag and what belongs to it; from `text` on the tag is itself the index of a text, which is kept once. */
const Tag = {
  null: 0,
  false: 1,
  true: 2,
  whole: 3,
  negative: 4,
  float: 5,
  bytes: 6,
  list: 7,
  digits: 8,
  inline: 9,
  text: 10,
} as const;

/** Deeper lists are cut off as null; no source makes them. */
const DEEPEST = 32;

/** The place of each text, in the order in which they are written out. */
export type TextIndexes = Map<string, number>;

/** What was seen of the values that follow each other in one place. */
export type Slot = { last: string | undefined; code: number; uses: number; misses: number };

export function newSlot(): Slot {
  return { last: undefined, code: 0, uses: 0, misses: 0 };
}

export function textIndex(texts: TextIndexes, text: string): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, texts.size);
  return texts.size - 1;
}

/** After so many texts that were new, a key whose texts are mostly new is not looked up any more. */
const PATIENCE = 32;

function writeString(sink: Sink, value: string, texts: TextIndexes, slot: Slot): void {
  if (value === slot.last) {
    writeVarint(sink, slot.code);
    return;
  }
  if (isWholeNumber(value)) {
    writeByte(sink, Tag.digits);
    writeVarint(sink, Number(value));
    return;
  }
  slot.uses += 1;
  if (slot.misses > PATIENCE && slot.misses * 2 > slot.uses) {
    writeByte(sink, Tag.inline);
    writeText(sink, value);
    return;
  }
  const before = texts.size;
  const code = Tag.text + textIndex(texts, value);
  if (texts.size > before) slot.misses += 1;
  slot.last = value;
  slot.code = code;
  writeVarint(sink, code);
}

/** Digits that a number gives back as they were. */
function isWholeNumber(text: string): boolean {
  if (text.length === 0 || text.length > 15) return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text.length === 1 || text.charCodeAt(0) !== 48;
}

export function writeValue(sink: Sink, value: FieldValue, texts: TextIndexes, slot: Slot): void {
  if (typeof value === "string") writeString(sink, value, texts, slot);
  else writeItem(sink, value, texts, 0);
}

function writeItem(sink: Sink, value: FieldValue, texts: TextIndexes, depth: number): void {
  if (typeof value === "string") writeVarint(sink, Tag.text + textIndex(texts, value));
  else if (typeof value === "number") writeNumber(sink, value);
  else if (typeof value === "boolean") writeByte(sink, value ? Tag.true : Tag.false);
  else if (value === null || depth > DEEPEST) writeByte(sink, Tag.null);
  else if (value instanceof Uint8Array) {
    writeByte(sink, Tag.bytes);
    writeVarint(sink, value.length);
    writeBytes(sink, value);
  } else {
    writeByte(sink, Tag.list);
    writeVarint(sink, value.length);
    for (const item of value) writeItem(sink, item, texts, depth + 1);
  }
}

function writeNumber(sink: Sink, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    writeByte(sink, value < 0 ? Tag.negative : Tag.whole);
    writeVarint(sink, Math.abs(value));
  } else {
    writeByte(sink, Tag.float);
    writeFloat(sink, value);
  }
}

/** All texts of a dictionary, as `readTexts` reads them. */
export function writeTexts(sink: Sink, texts: TextIndexes): void {
  writeVarint(sink, texts.size);
  for (const text of texts.keys()) writeText(sink, text);
}

export type Texts = { at(index: number): string };

/** Texts are made into strings when they are first asked for. */
export function readTexts(tape: Tape): Texts {
  const count = readVarint(tape);
  const starts: number[] = [];
  for (let index = 0; index < count && !isOverrun(tape); index += 1) {
    starts.push(tape.at);
    const size = readVarint(tape);
    tape.at += size;
  }
  const made: (string | undefined)[] = [];
  return {
    at(index) {
      const start = starts[index];
      if (start === undefined) return "";
      return (made[index] ??= readText({ bytes: tape.bytes, at: start }));
    },
  };
}

export function readValue(tape: Tape, texts: Texts): FieldValue {
  const tag = readVarint(tape);
  switch (tag) {
    case Tag.null:
      return null;
    case Tag.false:
      return false;
    case Tag.true:
      return true;
    case Tag.whole:
      return readVarint(tape);
    case Tag.negative:
      return -readVarint(tape);
    case Tag.float:
      return readFloat(tape);
    case Tag.bytes:
      return new Uint8Array(readBytes(tape, readVarint(tape)));
    case Tag.list:
      return readList(tape, texts);
    case Tag.digits:
      return String(readVarint(tape));
    case Tag.inline:
      return readText(tape);
    default:
      return texts.at(tag - Tag.text);
  }
}

function readList(tape: Tape, texts: Texts): readonly FieldValue[] {
  const items: FieldValue[] = [];
  const length = readVarint(tape);
  for (let index = 0; index < length && !isOverrun(tape); index += 1) items.push(readValue(tape, texts));
  return items;
}
