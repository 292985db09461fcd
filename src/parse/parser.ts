import { type EntryBatch, NO_RECORD, type RawBatch, type RecordTable } from "../core/batch.js";
import type { LocalOffset, Micros } from "../core/time.js";
import { type Carry, carryFrom, contiguous, heldOf, NOTHING, prepend } from "./carry.js";
import { addRow, batchOf, type Columns, newColumns } from "./columns.js";
import { type Decode, lineTexts } from "./line-text.js";
import { type Lines, newLines, takeLine } from "./lines.js";
import { createRecordReader, isAllRecords, takeRecord } from "./records.js";
import { advanceOrder } from "./timeline.js";

export type ParserOptions = {
  readonly localOffset: LocalOffset;
  readonly decode: Decode;
  /** `order` of the newest entry that is already kept; the next ones do not sort before it. */
  readonly lastOrder: Micros | undefined;
};

/**
 * Turns the raw batches of one source into entries: detects the format, reads time, level and origin, and joins the lines
 * of tracebacks and the like. It cannot fail. The same bytes give the same entries however they are batched, unless
 * `flush` cut in between.
 */
export type Parser = {
  /** The entries that are finished; undefined when there are none. The batch's memory goes over to the parser. */
  push(batch: RawBatch): EntryBatch | undefined;
  /**
   * Gives what is held back as it stands. Lines of it that come later are entries of their own, marked `late`.
   */
  flush(): EntryBatch | undefined;
  /** Entries held back: the last one while its lines may go on, and the first ones while no line has told a time. */
  readonly held: number;
  /**
   * The text of what is held back, with line ends between the lines, and the last one's without its "\n"; undefined when
   * nothing is held.
   */
  heldBytes(): Uint8Array | undefined;
  /** Name of the format that fits the last lines best. */
  readonly format: string;
};

export function createParser(options: ParserOptions): Parser {
  const lines = newLines(options.localOffset);
  let carry: Carry = NOTHING;
  const recordReader = createRecordReader(options.decode);
  let order: number = options.lastOrder ?? Number.NEGATIVE_INFINITY;

  function emit(columns: Columns, bytes: Uint8Array, count: number): EntryBatch | undefined {
    carry = carryFrom(columns, count, bytes);
    if (count === 0) return undefined;
    const orders = new Float64Array(count);
    order = advanceOrder(columns, count, order, orders);
    return batchOf(columns, count, bytes, orders);
  }

  function pushRecords(batch: RawBatch, records: RecordTable): EntryBatch | undefined {
    if (batch.count === 0) return undefined;
    const read = recordReader.read(lines, batch, records);
    const orders = new Float64Array(read.count);
    order = advanceOrder(read, read.count, order, orders);
    return { ...read, order: orders };
  }

  return {
    push(batch) {
      const { records } = batch;
      const hasLines = records === undefined || !isAllRecords(records, batch.count);
      if (!hasLines && carry.rows.length === 0) return pushRecords(batch, records);
      const input = hasLines ? contiguous(batch) : batch;
      const { bytes, shift } = prepend(carry, input);
      const columns = newColumns(carry.rows.length + input.count);
      for (const row of carry.rows) addRow(columns, row);
      fill(lines, columns, { batch: input, shift, decode: options.decode });
      return emit(columns, bytes, columns.count - heldRows(lines, columns));
    },
    flush() {
      if (carry.rows.length === 0) return undefined;
      const { rows, bytes } = carry;
      const columns = newColumns(rows.length);
      for (const row of rows) addRow(columns, row);
      lines.isLastGiven = true;
      lines.time.isLeading = false;
      return emit(columns, bytes, rows.length);
    },
    get held() {
      return carry.rows.length;
    },
    heldBytes: () => (carry.rows.length === 0 ? undefined : heldOf(carry)),
    get format() {
      return lines.format();
    },
  };
}

type Input = { readonly batch: RawBatch; readonly shift: number; readonly decode: Decode };

function fill(lines: Lines, columns: Columns, { batch, shift, decode }: Input): void {
  const texts = lineTexts(batch, decode);
  const { records } = batch;
  for (let index = 0; index < batch.count; index += 1) {
    const raw = {
      text: texts.text(index),
      source: batch.bytes,
      at: batch.starts[index] ?? 0,
      start: (batch.starts[index] ?? 0) + shift,
      end: (batch.ends[index] ?? 0) + shift,
      marks: batch.marks?.[index] ?? 0,
      isBroken: texts.isBroken(),
      receivedAt: batch.receivedAt,
    };
    if (records === undefined || records.set[index] === NO_RECORD) takeLine(lines, columns, raw);
    else takeRecord({ lines, columns, records }, raw, index);
  }
}

/** How many of the last entries stay: all while the first time is awaited, else one that may go on. */
function heldRows(lines: Lines, columns: Columns): number {
  if (lines.time.isLeading) return columns.count;
  return lines.joint === undefined || lines.isLastGiven ? 0 : Math.min(1, columns.count);
}
