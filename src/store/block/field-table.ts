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
 */
const Tag = { null: 0, false: 1, true: 2, whole: 3, negative: 4, float: 5, bytes: 6, list: 7, text: 8 } as const;

/** Deeper lists are cut off as null; no source makes them. */
const DEEPEST = 32;

export function encodeFields(rows: readonly (Fields | undefined)[]): Buffer {
  const texts = new Map<string, number>();
  const shapes = new Map<string, { readonly index: number; readonly keys: readonly number[] }>();
  const body = newSink(rows.length * 64);
  const sizes: number[] = [];
  for (const row of rows) {
    const start = body.length;
    writeRow(body, row, { texts, shapes });
    sizes.push(body.length - start);
  }
  const sink = newSink(body.length + texts.size * 24);
  writeVarint(sink, texts.size);
  for (const text of texts.keys()) writeText(sink, text);
  writeVarint(sink, shapes.size);
  for (const { keys } of shapes.values()) {
    writeVarint(sink, keys.length);
    for (const key of keys) writeVarint(sink, key);
  }
  for (const size of sizes) writeVarint(sink, size);
  writeBytes(sink, written(body));
  return written(sink);
}

type Dictionary = {
  readonly texts: Map<string, number>;
  readonly shapes: Map<string, { readonly index: number; readonly keys: readonly number[] }>;
};

function writeRow(sink: Sink, row: Fields | undefined, dictionary: Dictionary): void {
  if (row === undefined) {
    writeVarint(sink, 0);
    return;
  }
  const keys = Object.keys(row).map((key) => textIndex(dictionary.texts, key));
  const name = keys.join(" ");
  let shape = dictionary.shapes.get(name);
  if (shape === undefined) {
    shape = { index: dictionary.shapes.size + 1, keys };
    dictionary.shapes.set(name, shape);
  }
  writeVarint(sink, shape.index);
  for (const value of Object.values(row)) writeValue(sink, value, dictionary.texts, 0);
}

function textIndex(texts: Map<string, number>, text: string): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, texts.size);
  return texts.size - 1;
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
