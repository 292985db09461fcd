import { widthOfCodePoint } from "../../lib/width.js";

/** Lines that hold text and styles only: SGR sequences and OSC 8 links. */
const STYLE = /\u001b\[[\d;:]*m|\u001b\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
const NOT_PLAIN = /[^\x20-\x7e]/;
/** Parameters of SGR with which also a space is ink, and those that end it. */
const PAINTS = /^(?:7|4[0-8]|10[0-7])$/;
const CLEARS = /^(?:0*|27|49)$/;
/** How many parameters follow the kind of a colour: `38;5;n`, `38;2;r;g;b`. */
const COLOUR_ARGUMENTS: Readonly<Record<string, number>> = { "5": 1, "2": 3 };

const LINK_END = "\u001b]8;;\u001b\\";

/** Text that leads to an address (OSC 8); the address must be printable ASCII. */
export function linked(text: string, address: string): string {
  return `\u001b]8;;${address}\u001b\\${text}${LINK_END}`;
}

/** Columns, the last not included. */
export type Extent = { readonly from: number; readonly to: number };

/** One thing on a line: a style, of no width, or a character with its marks. */
type Piece = { readonly text: string; readonly width: number; readonly isStyle: boolean };

/**
 * Columns `from` up to, not including, `to` of a styled line, with the styles in force at its start. Half of a wide
 * character becomes a space, and a link that goes on beyond ends with the part.
 */
export function cutStyled(line: string, from: number, to: number): string {
  if (to <= from) return "";
  if (!NOT_PLAIN.test(line)) return line.slice(from, to);
  let column = 0;
  let cut = "";
  let isLinked = false;
  for (const piece of piecesOf(line)) {
    if (piece.isStyle) {
      cut += piece.text;
      isLinked = opensLink(piece.text, isLinked);
      continue;
    }
    const end = column + piece.width;
    // A mark belongs to the character before it.
    const isInside = piece.width === 0 ? column > from && column <= to : column >= from && end <= to;
    if (isInside) cut += piece.text;
    else if (end > from && column < to) cut += " ".repeat(Math.min(end, to) - Math.max(column, from));
    column = end;
    if (column > to) break;
  }
  // A link that is left open would go on over all that is written next.
  return isLinked ? cut + LINK_END : cut;
}

/** Whether what follows this style is part of a link; one without an address ends it. */
function opensLink(style: string, isLinked: boolean): boolean {
  return style.startsWith("\u001b]8;") ? !/^\u001b\]8;[^;]*;[\u0007\u001b]/.test(style) : isLinked;
}

/** From the first to the last column, within those given, on which something is drawn; undefined if nothing is. */
export function inkOf(line: string, { from, to }: Extent): Extent | undefined {
  let column = 0;
  let isPainted = false;
  let first = -1;
  let last = -1;
  for (const piece of piecesOf(line)) {
    if (piece.isStyle) {
      isPainted = paintsAfter(piece.text, isPainted);
      continue;
    }
    if (column >= to) break;
    const end = column + piece.width;
    if (end > from && (piece.text !== " " || isPainted)) {
      if (first < 0) first = column;
      last = end;
    }
    column = end;
  }
  return first < 0 ? undefined : { from: Math.max(first, from), to: Math.min(last, to) };
}

/** Whether a space is seen after this style: there is a background, or inverse. */
function paintsAfter(style: string, isPainted: boolean): boolean {
  if (!style.startsWith("\u001b[")) return isPainted;
  const parameters = style.slice(2, -1).split(";");
  let paints = isPainted;
  for (let index = 0; index < parameters.length; index++) {
    const [code = ""] = (parameters[index] ?? "").split(":");
    if (CLEARS.test(code)) paints = false;
    else if (PAINTS.test(code)) paints = true;
    const isColour = parameters[index] === "38" || parameters[index] === "48";
    if (isColour) index += 1 + (COLOUR_ARGUMENTS[parameters[index + 1] ?? ""] ?? 0);
  }
  return paints;
}

function* piecesOf(line: string): Generator<Piece> {
  let start = 0;
  for (const match of line.matchAll(STYLE)) {
    yield* charactersOf(line.slice(start, match.index));
    yield { text: match[0], width: 0, isStyle: true };
    start = match.index + match[0].length;
  }
  yield* charactersOf(line.slice(start));
}

function* charactersOf(text: string): Generator<Piece> {
  for (const character of text) {
    yield { text: character, width: widthOfCodePoint(character.codePointAt(0) ?? 0), isStyle: false };
  }
}
