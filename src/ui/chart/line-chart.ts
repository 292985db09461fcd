import type { Values } from "../../app/selectors/machine-panels.js";

/** Dots of a cell of braille, by column and by row from the top (Unicode, block U+2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const ROWS = 4;

/** A cell of a chart of lines: which dots it has, and which line drew the first of them; -1 where there is none. */
export type DotCell = { readonly bits: number; readonly line: number };

/**
 * Lines through values in so many rows of cells, two values and four heights to a cell. Neighbours are joined; where
 * nothing was measured there is a gap. Of lines that meet in a cell the first one gives it its look.
 */
export function lineCells(
  lines: readonly Values[],
  { rows, top }: { readonly rows: number; readonly top: number },
): readonly (readonly DotCell[])[] {
  const columns = Math.ceil(lines.reduce((most, { length }) => Math.max(most, length), 0) / 2);
  const bits = new Uint8Array(columns * rows);
  const owners = new Int8Array(columns * rows).fill(-1);
  for (const [line, values] of lines.entries()) {
    let before: number | undefined;
    for (const [x, value] of values.entries()) {
      const height = value === undefined ? undefined : heightOf(value, top, rows * ROWS - 1);
      if (height !== undefined) {
        const [low, high] = stroke(before, height);
        for (let y = low; y <= high; y += 1) {
          const fromTop = rows * ROWS - 1 - y;
          const cell = Math.floor(fromTop / ROWS) * columns + (x >> 1);
          bits[cell] = (bits[cell] ?? 0) | (DOTS[x & 1 ? 1 : 0][fromTop % ROWS] ?? 0);
          if (owners[cell] === -1) owners[cell] = line;
        }
      }
      before = height;
    }
  }
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_cell, column) => ({
      bits: bits[row * columns + column] ?? 0,
      line: owners[row * columns + column] ?? -1,
    })),
  );
}

/** The heights that a line goes through to come to this one from the one before, which has its own dots already. */
function stroke(before: number | undefined, height: number): readonly [number, number] {
  if (before === undefined || before === height) return [height, height];
  return before < height ? [before + 1, height] : [height, before - 1];
}

function heightOf(value: number, top: number, most: number): number {
  return top > 0 ? Math.max(0, Math.min(most, Math.round((value / top) * most))) : 0;
}

/** The cell as braille, or as what looks most like it in ASCII. */
export function dotText(bits: number, ascii: boolean): string {
  if (bits === 0) return " ";
  return ascii ? asciiOf(bits) : String.fromCodePoint(0x2800 + bits);
}

function asciiOf(bits: number): string {
  const hit = [0x09, 0x12, 0x24, 0xc0].flatMap((mask, row) => ((bits & mask) === 0 ? [] : [row]));
  if (hit.length >= 3) return "|";
  const middle = hit.reduce((sum, row) => sum + row, 0) / hit.length;
  return middle < 1 ? "'" : middle < 2.5 ? "-" : ".";
}
