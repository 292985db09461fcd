import { Mark } from "../../core/entry.js";
import { LEVEL_UNKNOWN } from "../../core/level.js";
import { openTexts, toldBy } from "./block-texts.js";
import { decodeFieldColumns, type FieldTable, tableOfRows } from "./field-columns.js";
import { decodeFields } from "./field-table.js";
import { type ColumnSource, lazyColumn, present, sized } from "./lazy-column.js";
import { decodeNames, type Names, noNames } from "./names-column.js";
import type { TextColumn } from "./text/text-column.js";
import { readTimes } from "./times.js";
import { isOverrun, newTape, readByte, readBytes, readVarint, type Tape } from "./varint.js";

/** The columns of one block; each group is fetched and unpacked when it is first asked for, and kept. */
export type BlockColumns = {
  readonly count: number;
  /** All texts, one after the other without anything between. */
  text(): Buffer;
  /** Where each text starts, and at `count` where the last one ends. */
  starts(): Uint32Array;
  /** The exact bytes of one text, to be used before the next is asked for. */
  bytesOf(row: number): Buffer;
  /** The rows whose text holds a literal, or matches a pattern. What is not needed to tell is not unpacked. */
  readonly texts: Pick<TextColumn, "rowsWith" | "countWith" | "rowsMatching">;
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
type Spans = { readonly marks: Uint16Array; readonly lines: Uint32Array; readonly line: Uint32Array };

export function openColumns(source: ColumnSource): BlockColumns {
  const { count } = source;
  const times = lazyColumn(source, "times", {
    decode: (bytes) => decodeTimes(present(bytes), source),
    filler: () => flatTimes(source),
  });
  const names = lazyColumn(source, "names", {
    decode: (bytes) => decodeNames(present(bytes), count),
    filler: () => noNames(count),
  });
  const texts = openTexts(
    source,
    toldBy(
      () => times.sound().at,
      () => names.sound(),
    ),
  );
  const records = lazyColumn(source, "records", {
    decode: (bytes) => decodeRecords(bytes, source, () => times().at),
    filler: () => undefined,
  });
  const rows = lazyColumn(source, "fields", {
    decode: (bytes) => (bytes === undefined ? undefined : tableOfRows(decodeFields(bytes, count), count)),
    filler: () => undefined,
  });
  return {
    count,
    text: () => texts.all(),
    starts: () => texts.starts(),
    bytesOf: (row) => texts.bytes(row),
    texts,
    at: () => times().at,
    order: () => times().order(),
    level: lazyColumn<Uint8Array>(source, "levels", {
      decode: (bytes) => sized(present(bytes), count),
      filler: () => new Uint8Array(count).fill(LEVEL_UNKNOWN),
    }),
    spans: lazyColumn(source, "spans", {
      decode: (bytes) => decodeSpans(bytes, count),
      filler: () => decodeSpans(undefined, count),
    }),
    names,
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

function finished<Value>(tape: Tape, value: Value): Value {
  if (isOverrun(tape)) throw new RangeError("a column ends too early");
  return value;
}

type Times = { readonly at: Float64Array; order(): Float64Array };

function decodeTimes(bytes: Buffer, source: ColumnSource): Times {
  const tape = newTape(bytes);
  const isExplicit = readByte(tape) === 1;
  const at = readTimes(tape, source.count);
  let order = isExplicit ? readTimes(tape, source.count) : undefined;
  // Many who ask for times do not ask for the order.
  return finished(tape, { at, order: () => (order ??= latestSoFar(at, source.orderFirst)) });
}

function latestSoFar(at: Float64Array, first: number): Float64Array {
  const order = new Float64Array(at.length);
  let latest = first;
  for (let row = 0; row < at.length; row += 1) {
    const time = at[row] ?? 0;
    if (time > latest) latest = time;
    order[row] = latest;
  }
  return order;
}

function flatTimes(source: ColumnSource): Times {
  const { count, atMin, orderFirst } = source;
  const order = new Float64Array(count).fill(orderFirst);
  return { at: new Float64Array(count).fill(atMin), order: () => order };
}

function decodeSpans(bytes: Buffer | undefined, count: number): Spans {
  const marks = new Uint16Array(count);
  const lines = new Uint32Array(count).fill(1);
  if (bytes !== undefined) {
    const tape = newTape(bytes);
    marks.set(readBytes(tape, count));
    for (let row = 0; row < count; row += 1) lines[row] = readVarint(tape);
    // Blocks of before line ends were kept end here.
    if (tape.at < bytes.length)
      for (let row = 0; row < count; row += 1) marks[row] = (marks[row] ?? 0) | (readByte(tape) << 8);
    finished(tape, undefined);
  }
  return { marks, lines, line: firstLines(marks, lines) };
}

/** A piece of a long line leaves its last line unfinished. */
function firstLines(marks: Uint16Array, lines: Uint32Array): Uint32Array {
  const first = new Uint32Array(lines.length);
  let next = 0;
  for (let row = 0; row < lines.length; row += 1) {
    first[row] = next;
    next += Math.max(0, (lines[row] ?? 1) - (((marks[row] ?? 0) & Mark.continues) === 0 ? 0 : 1));
  }
  return first;
}
