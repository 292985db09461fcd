import type { Fields, FieldValue } from "../../core/entry.js";
import { setField } from "../../core/record-fields.js";
import {
  newSlot,
  readTexts,
  readValue,
  type Slot,
  type TextIndexes,
  textIndex,
  type Texts,
  writeTexts,
  writeValue,
} from "./field-value.js";
import {
  isOverrun,
  newSink,
  newTape,
  readVarint,
  type Sink,
  type Tape,
  writeBytes,
  writeVarint,
  written,
} from "./varint.js";

/**
 * Sets of fields. Layout: the texts (keys and values, each once), the shapes (lists of keys, each once), the size of
 * each row, the rows. A row is its shape and then its values; shape 0 is "no fields at all". Texts that hardly ever
 * come again and numbers in digits stand in the row itself.
 */

/** Records of one program have the same keys; each key remembers what it held last. */
type Shape = { readonly index: number; readonly keys: readonly string[]; readonly slots: readonly Slot[] };

type Dictionary = {
  readonly texts: TextIndexes;
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
  writeTexts(sink, texts);
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
    writeValue(sink, row[shape.keys[index] ?? ""] ?? null, dictionary.texts, slot);
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
    const slots = keys.map(newSlot);
    shape = { index: dictionary.shapes.size + 1, keys, slots };
    dictionary.shapes.set(name, shape);
  }
  dictionary.recent = shape;
  return shape;
}

/** Reads single rows without unpacking the others. */
export type FieldRows = { row(index: number): Fields | undefined };

export function decodeFields(bytes: Uint8Array, count: number): FieldRows {
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
      for (const key of shape) setField(fields, key, readValue(row, texts));
      return fields;
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
