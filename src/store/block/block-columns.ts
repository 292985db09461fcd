import { Mark } from "../../core/entry.js";
import { LEVEL_UNKNOWN } from "../../core/level.js";
import type { GroupName } from "./chunk.js";
import { decodeFieldColumns, type FieldTable, tableOfRows } from "./field-columns.js";
import { decodeFields } from "./field-table.js";
import { readTimes } from "./times.js";
import { isOverrun, newTape, readByte, readBytes, readText, readVarint, type Tape } from "./varint.js";

/** The columns of one block; each group is fetched and unpacked when it is first asked for, and kept. */
export type BlockColumns = {
  readonly count: number;
  /** All texts, one after the other without anything between. */
  text(): Buffer;
  /** Where each text starts, and at `count` where the last one ends. */
  starts(): Uint32Array;
  at(): Float64Array;
  order(): Float64Array;
  level(): Uint8Array;
  spans(): Spans;
  names(): Names;
  fields(): FieldTable | undefined;
  /** True when the times are here already, so that asking for them costs nothing. */
  hasTimes(): boolean;
};

/** `lines[i]` is how many lines entry i has; `line[i]` the number of its first, counted from the block's own. */
type Spans = { readonly marks: Uint8Array; readonly lines: Uint32Array; readonly line: Uint32Array };

type Indexes = Uint8Array | Uint16Array | Uint32Array;
type Names = {
  readonly strings: readonly string[];
  readonly unit: Indexes;
  readonly identifier: Indexes;
  readonly host: Indexes;
  readonly format: Indexes;
  readonly pid: Uint32Array;
};

export type ColumnSource = {
  readonly count: number;
  readonly orderFirst: number;
  readonly atMin: number;
  /** The unpacked bytes of a group, or undefined when the block has none. */
  load(group: GroupName): Buffer | undefined;
  /** A group that could not be read is shown as empty, never as somebody else's text. */
  damaged(group: GroupName, cause: unknown): void;
  /** Called with the bytes of memory that a group took. */
  grew(bytes: number): void;
};

export function openColumns(source: ColumnSource): BlockColumns {
  const { count } = source;
  const lazily = <Value>(
    group: GroupName,
    decode: (bytes: Buffer | undefined) => Value,
    filler: () => Value,
  ): (() => Value) & { has(): boolean } => {
    let made: { readonly value: Value } | undefined;
    const get = (): Value => (made ??= { value: guarded(source, group, decode, filler) }).value;
    return Object.assign(get, { has: () => made !== undefined });
  };
  const times = lazily(
    "times",
    (bytes) => decodeTimes(present(bytes), source),
    () => flatTimes(source),
  );
  const starts = lazily(
    "sizes",
    (bytes) => decodeSizes(present(bytes), count),
    () => new Uint32Array(count + 1),
  );
  const text = lazily("text", present, () => Buffer.alloc(0));
  const records = lazily(
    "records",
    (bytes) => decodeRecords(bytes, source, () => times().at),
    () => undefined,
  );
  const rows = lazily(
    "fields",
    (bytes) => (bytes === undefined ? undefined : tableOfRows(decodeFields(bytes, count), count)),
    () => undefined,
  );
  return {
    count,
    text: () => (text().length >= (starts()[count] ?? 0) ? text() : Buffer.alloc(starts()[count] ?? 0, "?")),
    starts,
    at: () => times().at,
    order: () => times().order,
    level: lazily(
      "levels",
      (bytes) => sized(present(bytes), count),
      () => new Uint8Array(count).fill(LEVEL_UNKNOWN),
    ),
    spans: lazily(
      "spans",
      (bytes) => decodeSpans(bytes, count),
      () => decodeSpans(undefined, count),
    ),
    names: lazily(
      "names",
      (bytes) => decodeNames(newTape(present(bytes)), count),
      () => noNames(count),
    ),
    fields: () => records() ?? rows(),
    hasTimes: () => times.has(),
  };
}

function decodeRecords(
  bytes: Buffer | undefined,
  source: ColumnSource,
  at: () => Float64Array,
): FieldTable | undefined {
  if (bytes === undefined) return undefined;
  const damaged = (cause: unknown): void => source.damaged("records", cause);
  return decodeFieldColumns(bytes, source.count, { at, damaged, grew: (size) => source.grew(size) });
}

function guarded<Value>(
  source: ColumnSource,
  group: GroupName,
  decode: (bytes: Buffer | undefined) => Value,
  filler: () => Value,
): Value {
  try {
    const bytes = source.load(group);
    source.grew((bytes?.length ?? 0) + source.count * 8);
    return decode(bytes);
  } catch (error) {
    source.damaged(group, error);
    return filler();
  }
}

function present(bytes: Buffer | undefined): Buffer {
  if (bytes === undefined) throw new RangeError("a column group is missing");
  return bytes;
}

function sized(bytes: Buffer, count: number): Uint8Array {
  if (bytes.length !== count) throw new RangeError("a column has not as many rows as its block");
  return bytes;
}

function finished<Value>(tape: Tape, value: Value): Value {
  if (isOverrun(tape)) throw new RangeError("a column ends too early");
  return value;
}

function decodeSizes(bytes: Buffer, count: number): Uint32Array {
  const tape = newTape(bytes);
  const starts = new Uint32Array(count + 1);
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    start += readVarint(tape);
    starts[row + 1] = start;
  }
  return finished(tape, starts);
}

type Times = { readonly at: Float64Array; readonly order: Float64Array };

function decodeTimes(bytes: Buffer, source: ColumnSource): Times {
  const tape = newTape(bytes);
  const isExplicit = readByte(tape) === 1;
  const at = readTimes(tape, source.count);
  const order = isExplicit ? readTimes(tape, source.count) : latestSoFar(at, source.orderFirst);
  return finished(tape, { at, order });
}

function latestSoFar(at: Float64Array, first: number): Float64Array {
  let latest = first;
  return at.map((time) => (latest = Math.max(latest, time)));
}

function flatTimes(source: ColumnSource): Times {
  const { count, atMin, orderFirst } = source;
  return { at: new Float64Array(count).fill(atMin), order: new Float64Array(count).fill(orderFirst) };
}

function decodeSpans(bytes: Buffer | undefined, count: number): Spans {
  const marks = new Uint8Array(count);
  const lines = new Uint32Array(count).fill(1);
  if (bytes !== undefined) {
    const tape = newTape(bytes);
    marks.set(readBytes(tape, count));
    for (let row = 0; row < count; row += 1) lines[row] = readVarint(tape);
    finished(tape, undefined);
  }
  return { marks, lines, line: firstLines(marks, lines) };
}

/** A piece of a long line leaves its last line unfinished. */
function firstLines(marks: Uint8Array, lines: Uint32Array): Uint32Array {
  let next = 0;
  return lines.map((span, row) => {
    const line = next;
    next += Math.max(0, span - (((marks[row] ?? 0) & Mark.continues) === 0 ? 0 : 1));
    return line;
  });
}

function decodeNames(tape: Tape, count: number): Names {
  const width = readByte(tape);
  const strings: string[] = [];
  const size = readVarint(tape);
  for (let index = 0; index < size && !isOverrun(tape); index += 1) strings.push(readText(tape));
  const unit = readIndexes(tape, count, width);
  const identifier = readIndexes(tape, count, width);
  const host = readIndexes(tape, count, width);
  const format = readIndexes(tape, count, width);
  const pid = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) pid[row] = readVarint(tape);
  return finished(tape, { strings, unit, identifier, host, format, pid });
}

function readIndexes(tape: Tape, count: number, width: number): Indexes {
  const bytes = readBytes(tape, count * width);
  if (width === 1) return sized(bytes, count);
  // A copy, because the views below need an aligned start.
  const aligned = new Uint8Array(bytes).buffer;
  if (width === 2) return new Uint16Array(aligned);
  if (width === 4) return new Uint32Array(aligned);
  throw new RangeError("the name columns have an unknown width");
}

function noNames(count: number): Names {
  const none = new Uint8Array(count);
  return { strings: [""], unit: none, identifier: none, host: none, format: none, pid: new Uint32Array(count) };
}
