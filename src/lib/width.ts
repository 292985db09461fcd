/** How many columns text takes in a terminal: one code point at a time, as terminals without grapheme clustering count. */

const NOT_ASCII = /[^\x20-\x7e]/;
const ZERO = /[\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\ud7b0-\ud7ff]/u;
const WIDE_EMOJI = /\p{Emoji_Presentation}/u;
const FIRST_FLAG = 0x1f1e6;
const LAST_FLAG = 0x1f1ff;

/**
 * First and last of each run that is Wide or Fullwidth in Unicode's EastAsianWidth.txt; runs were joined over unassigned
 * code points and over emoji, which a property of the language tells.
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x191d2],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f1ae, 0x1f1e5],
  [0x1f200, 0x1f265],
  [0x1f6d9, 0x1f6d9],
  [0x1f7da, 0x1f7da],
  [0x1fa8b, 0x1fafa],
  [0x20000, 0x3fffd],
];

/** Widths of 256 code points a page, made when the first of them is met: about 30 µs a page, an array look-up after. */
const pages: (Uint8Array | undefined)[] = [];

/** Columns of one code point: 0, 1 or 2. */
export function widthOfCodePoint(codePoint: number): number {
  if (codePoint < 0x7f) return codePoint < 0x20 ? 0 : 1;
  const number = codePoint >>> 8;
  const page = (pages[number] ??= makePage(number));
  return page[codePoint & 0xff] ?? 1;
}

/** Columns of a text without escape sequences. */
export function widthOf(text: string): number {
  if (!NOT_ASCII.test(text)) return text.length;
  let width = 0;
  for (let index = 0; index < text.length;) {
    const codePoint = text.codePointAt(index) ?? 0;
    width += widthOfCodePoint(codePoint);
    index += codePoint > 0xffff ? 2 : 1;
  }
  return width;
}

/**
 * The text if it fits, else as much of its start as fits before the ellipsis. Looks only at what it returns, so that a
 * line of ten megabytes costs what a short one does.
 */
export function cutToWidth(text: string, columns: number, ellipsis = "…"): string {
  if (columns <= 0) return "";
  const head = text.length > columns ? text.slice(0, columns + 1) : text;
  const isPlain = !NOT_ASCII.test(head);
  if (isPlain && text.length <= columns) return text;
  if (!isPlain && fit(text, 0, columns).end === text.length) return text;
  const room = columns - widthOf(ellipsis);
  if (room < 0) return text.slice(0, fit(text, 0, columns).end);
  return text.slice(0, isPlain ? room : fit(text, 0, room).end) + ellipsis;
}

/** Columns `from` up to, not including, `to`. Half of a wide character becomes a space, so that columns stay in line. */
export function sliceColumns(text: string, from: number, to: number): string {
  if (to <= from) return "";
  if (!NOT_ASCII.test(text.length > to ? text.slice(0, to) : text)) return text.slice(from, to);
  const before = fit(text, 0, from);
  let start = before.end;
  let left = "";
  let column = before.width;
  if (column < from && start < text.length) {
    const codePoint = text.codePointAt(start) ?? 0;
    start = fit(text, start, widthOfCodePoint(codePoint)).end;
    column += widthOfCodePoint(codePoint);
    left = " ".repeat(Math.min(column, to) - from);
  }
  if (column >= to) return left;
  const middle = fit(text, start, to - column);
  const right = middle.end < text.length ? " ".repeat(to - column - middle.width) : "";
  return left + text.slice(start, middle.end) + right;
}

/**
 * The text in rows of at most `columns`, broken after a space where there is one in the row's second half, else anywhere;
 * joined, the rows are the text again. A wide character in a single column stands alone and is one too wide.
 */
export function wrapToWidth(text: string, columns: number, rowsAtMost = Infinity): string[] {
  const rows: string[] = [];
  for (let start = 0; start < text.length && rows.length < rowsAtMost;) {
    const end = breakAfter(text, start, Math.max(1, columns));
    rows.push(text.slice(start, end));
    start = end;
  }
  return rows.length === 0 && rowsAtMost > 0 ? [""] : rows;
}

/** The text with spaces behind it, to be at least `columns` wide. */
export function padToWidth(text: string, columns: number): string {
  const missing = columns - widthOf(text);
  return missing > 0 ? text + " ".repeat(missing) : text;
}

function breakAfter(text: string, start: number, columns: number): number {
  const { end } = fit(text, start, columns);
  if (end >= text.length) return text.length;
  if (end === start) return start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
  if (text[end] === " ") return end;
  const space = text.lastIndexOf(" ", end - 1);
  return space >= start + (end - start) / 2 ? space + 1 : end;
}

/** Where the last character that fits into so many columns ends, with the marks that belong to it. */
function fit(text: string, start: number, columns: number): { readonly end: number; readonly width: number } {
  let width = 0;
  let index = start;
  while (index < text.length) {
    const codePoint = text.codePointAt(index) ?? 0;
    const cells = widthOfCodePoint(codePoint);
    if (width + cells > columns) break;
    width += cells;
    index += codePoint > 0xffff ? 2 : 1;
  }
  return { end: index, width };
}

function makePage(number: number): Uint8Array {
  const page = new Uint8Array(256);
  for (let offset = 0; offset < 256; offset++) page[offset] = measure(number * 256 + offset);
  return page;
}

function measure(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (ZERO.test(character)) return 0;
  if (WIDE.some(([first, last]) => codePoint >= first && codePoint <= last)) return 2;
  const isFlag = codePoint >= FIRST_FLAG && codePoint <= LAST_FLAG;
  return WIDE_EMOJI.test(character) && !isFlag ? 2 : 1;
}
