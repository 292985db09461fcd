import type { Fields, FieldValue } from "../../core/entry.js";
import {
  isOverrun,
  newSink,
  newTape,
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
  written,
} from "./varint.js";

/**
 * The fields of structured records. Layout: the texts (keys and values, each once), the shapes (lists of keys, each
 * once), the size of each row, the rows. A row is its shape and then its values; shape 0 is "no fields at all".
 * Texts that hardly ever come again and numbers in digits stand in the row itself.
 */
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

/** Records of one program have the same keys; each key remembers what it held last. */
type Shape = { readonly index: number; readonly keys: readonly string[]; readonly slots: readonly Slot[] };
type Slot = { last: string | undefined; code: number; uses: number; misses: number };

type Dictionary = {
  readonly texts: Map<string, number>;
  readonly shapes: Map<string, Shape>;
  recent: Shape | undefined;
};

export function encodeFields(rows: readonly (Fields | undefined)[]): Buffer {
  const dictionary: Dictionary = { texts: new Map(), shapes: new Map(), recent: undefined };
  const body = newSink(rows.length * 64);
  const sizes: number[] = [];
  for (const row of rows) {
    const start = body.length;
    writeRow(body, row, dictionary);
    sizes.push(body.length - start);
  }
  const { texts, shapes } = dictionary;
  // Keys may be texts that no value is: they are entered last, and all before anything is written out.
  const keys = [...shapes.values()].map((shape) => shape.keys.map((key) => textIndex(texts, key)));
  const sink = newSink(body.length + texts.size * 24);
  writeVarint(sink, texts.size);
  for (const text of texts.keys()) writeText(sink, text);
  writeVarint(sink, keys.length);
  for (const indexes of keys) {
    writeVarint(sink, indexes.length);
    for (const index of indexes) writeVarint(sink, index);
  }
  for (const size of sizes) writeVarint(sink, size);
  writeBytes(sink, written(body));
  return written(sink);
}

function writeRow(sink: Sink, row: Fields | undefined, dictionary: Dictionary): void {
  if (row === undefined) {
    writeVarint(sink, 0);
    return;
  }
  const shape = shapeOf(Object.keys(row), dictionary);
  writeVarint(sink, shape.index);
  for (const [index, slot] of shape.slots.entries()) {
    const value = row[shape.keys[index] ?? ""] ?? null;
    if (typeof value === "string") writeString(sink, value, dictionary.texts, slot);
    else writeValue(sink, value, dictionary.texts, 0);
  }
}

function shapeOf(keys: readonly string[], dictionary: Dictionary): Shape {
  const { recent } = dictionary;
  if (recent !== undefined && recent.keys.length === keys.length && keys.every((key, at) => key === recent.keys[at])) {
    return recent;
  }
  const name = JSON.stringify(keys);
  let shape = dictionary.shapes.get(name);
  if (shape === undefined) {
    const slots = keys.map((): Slot => ({ last: undefined, code: 0, uses: 0, misses: 0 }));
    shape = { index: dictionary.shapes.size + 1, keys, slots };
    dictionary.shapes.set(name, shape);
  }
  dictionary.recent = shape;
  return shape;
}

function textIndex(texts: Map<string, number>, text: string): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, texts.size);
  return texts.size - 1;
}

/** After so many texts that were new, a key whose texts are mostly new is not looked up any more. */
const PATIENCE = 32;

function writeString(sink: Sink, value: string, texts: Map<string, number>, slot: Slot): void {
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

function writeValue(sink: Sink, value: FieldValue, texts: Map<string, number>, depth: number): void {
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
    for (const item of value) writeValue(sink, item, texts, depth + 1);
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

/** Reads single rows without unpacking the others. */
export type FieldTable = { row(index: number): Fields | undefined };

export function decodeFields(bytes: Uint8Array, count: number): FieldTable {
  const tape = newTape(bytes);
  const texts = readTexts(tape);
  const shapes = readShapes(tape, texts);
  const ends = new Float64Array(count);
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    end += readVarint(tape);
    ends[index] = end;
  }
  if (isOverrun(tape)) throw new RangeError("the fields of a block end too early");
  const base = tape.at;
  return {
    row(index) {
      const row = newTape(bytes, base + (index === 0 ? 0 : (ends[index - 1] ?? 0)));
      const shape = shapes[readVarint(row) - 1];
      if (shape === undefined) return undefined;
      const fields: Record<string, FieldValue> = {};
      for (const key of shape) setOwn(fields, key, readValue(row, texts));
      return fields;
    },
  };
}

/** `__proto__` is a name like any other. */
function setOwn(fields: Record<string, FieldValue>, key: string, value: FieldValue): void {
  if (key === "__proto__") Object.defineProperty(fields, key, { value, enumerable: true, configurable: true });
  else fields[key] = value;
}

type Texts = { at(index: number): string };

/** Texts are made into strings when they are first asked for. */
function readTexts(tape: Tape): Texts {
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

function readShapes(tape: Tape, texts: Texts): readonly (readonly string[])[] {
  const shapes: string[][] = [];
  const count = readVarint(tape);
  for (let index = 0; index < count && !isOverrun(tape); index += 1) {
    const keys: string[] = [];
    const length = readVarint(tape);
    for (let key = 0; key < length && !isOverrun(tape); key += 1) keys.push(texts.at(readVarint(tape)));
    shapes.push(keys);
  }
  return shapes;
}

function readValue(tape: Tape, texts: Texts): FieldValue {
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
