import type { CursorColumn, DigitsColumn, OwnColumn, ValuesColumn } from "../../core/batch.js";
import type { FieldValue } from "../../core/entry.js";
import { ownValue } from "../../core/record-fields.js";
import { newSlot, readTexts, readValue, writeTexts, writeValue } from "./field-value.js";
import { readSeries, type Series, writeSeries } from "./number-series.js";
import {
  isOverrun,
  newSink,
  newTape,
  readBytes,
  readText,
  readVarint,
  type Sink,
  type Tape,
  writeByte,
  writeBytes,
  writeText,
  writeVarint,
  written,
} from "./varint.js";

/** A column as it lies in a block. */
export type StoredOwn = { readonly name: string; at(row: number): FieldValue | undefined; column(): OwnColumn };

const Kind = { digits: 0, cursor: 1, values: 2 } as const;

/** Each column as kind, name, size and what is written of it. Columns without any value are left out. */
export function encodeOwn(sink: Sink, columns: readonly OwnColumn[], at: Series): void {
  const bases: Series[] = [at];
  const used = columns.filter(hasValues);
  writeVarint(sink, used.length);
  for (const column of used) {
    const body = newSink(at.length * 4);
    if (column.kind === "digits") writeDigits(body, column, bases);
    else if (column.kind === "cursor") writeCursor(body, column, bases);
    else writeValues(body, column);
    writeByte(sink, Kind[column.kind]);
    writeText(sink, column.name);
    writeVarint(sink, body.length);
    writeBytes(sink, written(body));
  }
}

function hasValues(column: OwnColumn): boolean {
  if (column.kind === "values") return column.values.some((value) => value !== undefined);
  return (column.kind === "digits" ? column.values : column.seqnum).some((value) => !Number.isNaN(value));
}

/** What columns of a block are read with, when they are first asked for. */
export type OwnContext = {
  /** The block's times. */
  readonly at: () => Series;
  /** A column that could not be read has no values. */
  readonly damaged: (cause: unknown) => void;
  /** Called with the bytes of memory that a column took. */
  readonly grew: (bytes: number) => void;
};

/** Names and sizes are read, the bodies when they are asked for. */
export function decodeOwn(tape: Tape, count: number, context: OwnContext): readonly StoredOwn[] {
  const own: StoredOwn[] = [];
  const bases = [context.at];
  const lazily = <Value>(read: () => Value, none: Value): (() => Value) =>
    once(() => guarded(context, count, read) ?? none);
  const length = readVarint(tape);
  for (let index = 0; index < length && !isOverrun(tape); index += 1) {
    const kind = readVarint(tape);
    const name = readText(tape);
    const body = newTape(readBytes(tape, readVarint(tape)));
    const before = [...bases];
    if (kind === Kind.values)
      own.push(
        storedValues(
          name,
          lazily(
            () => readValues(body, count),
            () => undefined,
          ),
          count,
        ),
      );
    else if (kind === Kind.digits) {
      const column = lazily(() => readDigits(name, body, count, before), noDigits(name));
      bases.push(() => column().values);
      own.push(storedNumbers(name, column));
    } else if (kind === Kind.cursor) {
      const column = lazily(() => readCursor(name, body, count, before), noCursors(name));
      bases.push(
        () => column().realtime,
        () => column().monotonic,
      );
      own.push(storedNumbers(name, column));
    } else throw new RangeError("a column of fields has an unknown kind");
  }
  return own;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

function guarded<Value>({ damaged, grew }: OwnContext, count: number, read: () => Value): Value | undefined {
  try {
    const value = read();
    grew(count * 8);
    return value;
  } catch (error) {
    damaged(error);
    return undefined;
  }
}

function noDigits(name: string): DigitsColumn {
  return { kind: "digits", name, values: new Float64Array(0) };
}

function noCursors(name: string): CursorColumn {
  const none = new Uint32Array(0);
  const no = new Float64Array(0);
  return {
    kind: "cursor",
    name,
    ids: [],
    seqnumId: none,
    bootId: none,
    seqnum: no,
    monotonic: no,
    realtime: no,
    xor: none,
  };
}

function storedNumbers(name: string, column: () => DigitsColumn | CursorColumn): StoredOwn {
  return { name, at: (row) => ownValue(column(), row), column };
}

function storedValues(name: string, read: () => ReadValue, count: number): StoredOwn {
  const column = (): ValuesColumn => {
    const at = read();
    return { kind: "values", name, values: Array.from({ length: count }, (_, row) => at(row)) };
  };
  return { name, at: (row) => read()(row), column };
}

function checked<Value>(tape: Tape, value: Value): Value {
  if (isOverrun(tape)) throw new RangeError("a column of fields ends too early");
  return value;
}

function writeDigits(sink: Sink, column: DigitsColumn, bases: Series[]): void {
  writeSeries(sink, column.values, bases);
  bases.push(column.values);
}

type Bases = readonly (() => Series)[];

function readDigits(name: string, tape: Tape, count: number, bases: Bases): DigitsColumn {
  return checked(tape, { kind: "digits", name, values: readSeries(tape, count, bases) });
}

/** Nearly all of it follows from the columns before, but for the hash, which is as random as it looks. */
function writeCursor(sink: Sink, column: CursorColumn, bases: Series[]): void {
  writeVarint(sink, column.ids.length);
  for (const id of column.ids) writeText(sink, id);
  writeSeries(sink, new Float64Array(column.seqnumId), []);
  writeSeries(sink, new Float64Array(column.bootId), []);
  writeSeries(sink, column.seqnum, []);
  for (const series of [column.realtime, column.monotonic]) {
    writeSeries(sink, series, bases);
    bases.push(series);
  }
  const { xor } = column;
  writeBytes(sink, new Uint8Array(xor.buffer, xor.byteOffset, xor.byteLength));
}

function readCursor(name: string, tape: Tape, count: number, bases: Bases): CursorColumn {
  const ids: string[] = [];
  const length = readVarint(tape);
  for (let index = 0; index < length && !isOverrun(tape); index += 1) ids.push(readText(tape));
  const seqnumId = new Uint32Array(readSeries(tape, count, []));
  const bootId = new Uint32Array(readSeries(tape, count, []));
  const seqnum = readSeries(tape, count, []);
  const realtime = readSeries(tape, count, bases);
  const monotonic = readSeries(tape, count, [...bases, () => realtime]);
  const bytes = readBytes(tape, count * 8);
  if (bytes.length !== count * 8) throw new RangeError("a column of fields ends too early");
  const xor = new Uint32Array(new Uint8Array(bytes).buffer);
  return checked(tape, { kind: "cursor", name, ids, seqnumId, bootId, seqnum, monotonic, realtime, xor });
}

type ReadValue = (row: number) => FieldValue | undefined;

/** The texts, the size of each row's value (0 for none), the values. */
function writeValues(sink: Sink, { values }: ValuesColumn): void {
  const texts = new Map<string, number>();
  const slot = newSlot();
  const sizes = newSink(values.length);
  const body = newSink(values.length * 8);
  for (const value of values) {
    const start = body.length;
    if (value !== undefined) writeValue(body, value, texts, slot);
    writeVarint(sizes, body.length - start);
  }
  writeTexts(sink, texts);
  writeBytes(sink, written(sizes));
  writeBytes(sink, written(body));
}

function readValues(tape: Tape, count: number): ReadValue {
  const texts = readTexts(tape);
  const ends = new Float64Array(count + 1);
  for (let row = 0; row < count; row += 1) ends[row + 1] = (ends[row] ?? 0) + readVarint(tape);
  checked(tape, ends);
  const { bytes, at: base } = tape;
  return (row) => {
    const start = ends[row] ?? 0;
    return (ends[row + 1] ?? 0) > start ? readValue(newTape(bytes, base + start), texts) : undefined;
  };
}
