import { type GroupName, pack, type Chunk } from "./chunk.js";
import { fieldsBetween } from "./field-buffer.js";
import { encodeFieldColumns } from "./field-columns.js";
import { encodePlaced, type PlacedTexts } from "./in-place/file-place.js";
import type { RowBuffer } from "./row-buffer.js";
import type { TextEncoder } from "./text/encode-texts.js";
import { addTrigrams, newTrigramSet, packTrigrams } from "./text/trigram-set.js";
import { writeTimes } from "./times.js";
import { newSink, type Sink, writeByte, writeBytes, writeText, writeVarint, written } from "./varint.js";

/** What is known of a block without opening it. */
type BlockSummary = {
  readonly atMin: number;
  readonly atMax: number;
  readonly orderFirst: number;
  readonly orderLast: number;
  /** Entries by level number, LEVEL_UNKNOWN last. */
  readonly levels: readonly number[];
  readonly formats: readonly string[];
  /** Bytes of text, unpacked. */
  readonly bytes: number;
};

export type EncodedBlock = {
  /** How the texts are kept: as they are, by shapes, or not at all because a file has them. */
  readonly form: Form;
  readonly summary: BlockSummary;
  readonly chunks: readonly (readonly [GroupName, Chunk])[];
};

export const Form = { plain: 0, shaped: 1, inPlace: 2 } as const;
type Form = (typeof Form)[keyof typeof Form];

type Groups = readonly (readonly [GroupName, Uint8Array | undefined])[];

/** The rows of the buffer as a full, packed block. */
export function encodeSealed(rows: RowBuffer, texts: TextEncoder): EncodedBlock {
  const { shapes, rows: numbers, lengths, values, filter } = texts.encode(rows);
  const groups: Groups = [
    ["shapes", shapes],
    ["rows", numbers],
    ["lengths", lengths],
    ["values", values],
    ["filter", filter],
  ];
  return encodeBlock(rows, 0, { form: Form.shaped, texts: groups, compress: true });
}

/** The rows of the buffer as a full, packed block whose texts stay where they are. */
export function encodeInPlace(rows: RowBuffer, placed: PlacedTexts): EncodedBlock {
  const texts: Groups = [
    ["place", encodePlaced(placed)],
    ["sizes", encodeSizes(rows, 0)],
    ["filter", filterOf(rows)],
  ];
  return encodeBlock(rows, 0, { form: Form.inPlace, texts, compress: true });
}

function filterOf({ text, columns, count }: RowBuffer): Buffer {
  const set = newTrigramSet();
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    const end = columns.ends[row] ?? start;
    addTrigrams(set, text, start, end);
    start = end;
  }
  return packTrigrams(set);
}

/** Rows `[from, count)` of the buffer as a small block that is soon written again. */
export function encodeGrowing(rows: RowBuffer, from: number): EncodedBlock {
  const texts: Groups = [
    ["text", rows.text.subarray(textStart(rows, from), rows.textLength)],
    ["sizes", encodeSizes(rows, from)],
  ];
  return encodeBlock(rows, from, { form: Form.plain, texts, compress: false });
}

type Encoding = { readonly form: Form; readonly texts: Groups; readonly compress: boolean };

/** Of all blocks, so it is not packed: that would save a hundredth of the store and cost a third of a rare word's time. */
const EVERY_SEARCH_READS: GroupName = "filter";

/** Groups that would say nothing (no pid, no fields …) are left out. */
function encodeBlock(rows: RowBuffer, from: number, { form, texts, compress }: Encoding): EncodedBlock {
  const names = encodeNames(rows, from);
  const groups: Groups = [
    ...texts,
    ["times", encodeTimes(rows, from)],
    ["levels", rows.columns.level.subarray(from, rows.count)],
    ["spans", encodeSpans(rows, from)],
    ["names", names.bytes],
    ["records", encodeRecords(rows, from)],
  ];
  const chunks = groups.flatMap(([group, bytes]) =>
    bytes === undefined ? [] : [[group, pack(bytes, compress && group !== EVERY_SEARCH_READS)] as const],
  );
  return { form, summary: summarise(rows, from, names.formats), chunks };
}

function textStart(rows: RowBuffer, from: number): number {
  return from === 0 ? 0 : (rows.columns.ends[from - 1] ?? 0);
}

function encodeSizes(rows: RowBuffer, from: number): Buffer {
  const sink = newSink((rows.count - from) * 2);
  let start = textStart(rows, from);
  for (let row = from; row < rows.count; row += 1) {
    const end = rows.columns.ends[row] ?? start;
    writeVarint(sink, end - start);
    start = end;
  }
  return written(sink);
}

function encodeRecords(rows: RowBuffer, from: number): Buffer | undefined {
  if (rows.fields === undefined) return undefined;
  return encodeFieldColumns(fieldsBetween(rows.fields, from, rows.count), rows.columns.at.subarray(from, rows.count));
}

/** The order is kept only where it is not simply the latest time so far. */
function encodeTimes(rows: RowBuffer, from: number): Buffer {
  const sink = newSink((rows.count - from) * 4);
  const derived = isDerived(rows, from);
  writeByte(sink, derived ? 0 : 1);
  writeTimes(sink, rows.columns.at, from, rows.count);
  if (!derived) writeTimes(sink, rows.columns.order, from, rows.count);
  return written(sink);
}

function isDerived(rows: RowBuffer, from: number): boolean {
  let latest = rows.columns.order[from] ?? 0;
  for (let row = from; row < rows.count; row += 1) {
    latest = Math.max(latest, rows.columns.at[row] ?? 0);
    if (rows.columns.order[row] !== latest) return false;
  }
  return true;
}

/**
 * The low bytes of the marks, then how many lines each entry spans, then the high bytes of the marks where one is not
 * 0; nothing at all when every entry is one plain line.
 */
function encodeSpans(rows: RowBuffer, from: number): Buffer | undefined {
  const plain = (row: number) => rows.columns.marks[row] === 0 && rows.columns.lines[row] === 1;
  let row = from;
  while (row < rows.count && plain(row)) row += 1;
  if (row === rows.count) return undefined;
  const sink = newSink((rows.count - from) * 2);
  const marks = rows.columns.marks.subarray(from, rows.count);
  for (const mark of marks) writeByte(sink, mark & 0xff);
  for (row = from; row < rows.count; row += 1) writeVarint(sink, rows.columns.lines[row] ?? 1);
  if (marks.some((mark) => mark > 0xff)) for (const mark of marks) writeByte(sink, mark >>> 8);
  return written(sink);
}

type Names = { readonly bytes: Buffer; readonly formats: readonly string[] };

/** A dictionary of the strings that these rows use, four columns of indexes of equal width, the process ids. */
function encodeNames(rows: RowBuffer, from: number): Names {
  const map = new Int32Array(rows.strings.length).fill(-1);
  const used: string[] = [""];
  map[0] = 0;
  const { unit, identifier, host, format } = rows.columns;
  const columns = [unit, identifier, host, format].map((column) =>
    localIndexes(rows, column.subarray(from, rows.count), map, used),
  );
  const sink = newSink((rows.count - from) * 8);
  const width = widthFor(used.length);
  writeByte(sink, width);
  writeVarint(sink, used.length);
  for (const text of used) writeText(sink, text);
  for (const column of columns) writeIndexes(sink, column, width);
  for (let row = from; row < rows.count; row += 1) writeVarint(sink, rows.columns.pid[row] ?? 0);
  const formats = [...new Set(columns[3])].map((index) => used[index] ?? "");
  return { bytes: written(sink), formats };
}

function localIndexes(rows: RowBuffer, column: Uint32Array, map: Int32Array, used: string[]): Uint32Array {
  const local = new Uint32Array(column.length);
  for (let row = 0; row < local.length; row += 1) {
    const index = column[row] ?? 0;
    let place = map[index] ?? 0;
    if (place < 0) {
      place = used.push(rows.strings[index] ?? "") - 1;
      map[index] = place;
    }
    local[row] = place;
  }
  return local;
}

function widthFor(size: number): 1 | 2 | 4 {
  if (size <= 0x100) return 1;
  return size <= 0x1_0000 ? 2 : 4;
}

function writeIndexes(sink: Sink, column: Uint32Array, width: 1 | 2 | 4): void {
  if (width === 1) writeBytes(sink, new Uint8Array(column));
  else if (width === 2) writeBytes(sink, new Uint8Array(new Uint16Array(column).buffer));
  else writeBytes(sink, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}

function summarise(rows: RowBuffer, from: number, formats: readonly string[]): BlockSummary {
  const levels = Array.from<number>({ length: 9 }).fill(0);
  let atMin = Number.POSITIVE_INFINITY;
  let atMax = Number.NEGATIVE_INFINITY;
  for (let row = from; row < rows.count; row += 1) {
    const at = rows.columns.at[row] ?? 0;
    if (at < atMin) atMin = at;
    if (at > atMax) atMax = at;
    const level = rows.columns.level[row] ?? 8;
    levels[level] = (levels[level] ?? 0) + 1;
  }
  return {
    atMin,
    atMax,
    orderFirst: rows.columns.order[from] ?? 0,
    orderLast: rows.columns.order[rows.count - 1] ?? 0,
    levels,
    formats,
    bytes: rows.textLength - textStart(rows, from),
  };
}
