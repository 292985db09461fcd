import { crc32 } from "node:zlib";
import type { RowBuffer } from "../row-buffer.js";
import type { FilePlace, PlacedTexts } from "./file-place.js";
import { readRange } from "./read-range.js";

/** Looks for the texts of a source in the file that it reads, block after block. */
export type TextFinder = {
  /** Where the texts are, byte for byte; undefined where they are not in the file one after the other. */
  find(rows: RowBuffer): PlacedTexts | undefined;
};

/** How far ahead is looked for a block's first text, when blocks in between were kept otherwise. */
const AHEAD_BYTES = 4 << 20;
/** After so many blocks in vain the file is something else (compressed, of another encoding): only its start is tried. */
const MOST_IN_VAIN = 4;
/** A line end is two bytes at most. */
const MOST_GAP = 2;

/**
 * Nothing is assumed of how the source reads: what is found was compared. `last` is where the block before ended, if it
 * was left in the file, too.
 */
export function createTextFinder(path: string, last: FilePlace | undefined): TextFinder {
  let next = last === undefined ? 0 : last.offset + last.length;
  let inVain = 0;
  const at = (rows: RowBuffer, offset: number): PlacedTexts | undefined => {
    const most = rows.textLength + rows.count * MOST_GAP;
    const bytes = readRange(path, offset, most);
    const gaps = bytes === undefined ? undefined : fitTexts(rows, bytes);
    if (bytes === undefined || gaps === undefined) return undefined;
    const length = rows.textLength + gaps.reduce((sum, gap) => sum + gap, 0);
    return { place: { path, offset, length, crc: crc32(bytes.subarray(0, length)) }, gaps };
  };
  const ahead = (rows: RowBuffer): PlacedTexts | undefined => {
    if (inVain >= MOST_IN_VAIN) return undefined;
    const first = rows.text.subarray(0, rows.columns.ends[0] ?? 0);
    const found = first.length === 0 ? -1 : (readRange(path, next, AHEAD_BYTES)?.indexOf(first) ?? -1);
    return found < 0 ? undefined : at(rows, next + found);
  };
  return {
    find(rows) {
      const found = at(rows, next) ?? (next > 0 ? at(rows, 0) : undefined) ?? ahead(rows);
      inVain = found === undefined ? inVain + 1 : 0;
      if (found !== undefined) next = found.place.offset + found.place.length;
      return found;
    },
  };
}

/** How many bytes of line end lie before each text, if the bytes are these texts with line ends between them. */
function fitTexts({ text, columns, count }: RowBuffer, bytes: Buffer): Uint8Array | undefined {
  const gaps = new Uint8Array(count);
  let from = 0;
  let place = 0;
  for (let row = 0; row < count; row += 1) {
    const end = columns.ends[row] ?? from;
    const gap = fittingGap(bytes, place, text.subarray(from, end));
    // A block's place begins with its first text, or with the line end that the block before left.
    if (gap < 0) return undefined;
    gaps[row] = gap;
    place += gap + end - from;
    from = end;
  }
  return gaps;
}

function fittingGap(bytes: Buffer, place: number, text: Uint8Array): number {
  for (let gap = lineEndAt(bytes, place); gap >= 0; gap = gap > 0 ? 0 : -1) {
    const from = place + gap;
    if (from + text.length <= bytes.length && bytes.compare(text, 0, text.length, from, from + text.length) === 0) {
      return gap;
    }
  }
  return -1;
}

function lineEndAt(bytes: Buffer, place: number): number {
  if (bytes[place] === 10) return 1;
  return bytes[place] === 13 && bytes[place + 1] === 10 ? 2 : 0;
}
