import { widthOf } from "./width.js";

const NOT_ASCII = /[^\x20-\x7e]/;

/**
 * What must not reach a terminal as it is: what steers it, what cannot be seen, what turns the direction of writing, and
 * marks that have no letter under them or are piled up beyond any script's need.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|^\p{M}|\p{M}(?<=\p{M}{8})/gu;
const ALWAYS_UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const TAKES_A_PRESENTATION = /[\p{Extended_Pictographic}#*0-9]$/u;
const DELETE = 0x7f;
const DOTTED_CIRCLE = "\u25cc";

/**
 * The text as it may be shown, whatever it holds: the one filter between log text and a terminal. Controls become their
 * pictures (U+2400), everything else that is unseen its code point in brackets, as `<202E>`. It judges characters, not
 * sequences, so an escape sequence that never ends, or is cut in two, is as harmless as any. Emoji lose only their
 * presentation selector, about whose width terminals disagree. A tab becomes its picture: `visibleLine` expands tabs.
 */
export function visible(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(UNSEEN, show) : text;
}

/** As `visible`, with tabs made into spaces; `startColumn` is the column the text will begin at. */
export function visibleLine(text: string, tabSize = 8, startColumn = 0): string {
  if (!text.includes("\t")) return visible(text);
  let line = "";
  let column = startColumn;
  for (const [index, part] of text.split("\t").entries()) {
    if (index > 0) {
      const spaces = tabSize - (column % tabSize);
      line += " ".repeat(spaces);
      column += spaces;
    }
    const shown = visible(part);
    line += shown;
    column += widthOf(shown);
  }
  return line;
}

/** As `visible`, for terminals that know ASCII only: controls as `^[`, all that is not ASCII as `<00E9>`. */
export function visibleAscii(text: string): string {
  return NOT_ASCII.test(text) ? text.replace(/[^\x20-\x7e]/gu, showAscii) : text;
}

function show(character: string, offset: number, text: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x20) return String.fromCharCode(0x2400 + codePoint);
  if (codePoint === DELETE) return "\u2421";
  if (offset === 0 && !ALWAYS_UNSEEN.test(character)) return DOTTED_CIRCLE + character;
  const isPresentation = codePoint === 0xfe0e || codePoint === 0xfe0f;
  if (isPresentation && TAKES_A_PRESENTATION.test(text.slice(Math.max(0, offset - 2), offset))) return "";
  return bracketed(codePoint);
}

function showAscii(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x20) return `^${String.fromCharCode(0x40 + codePoint)}`;
  return codePoint === DELETE ? "^?" : bracketed(codePoint);
}

function bracketed(codePoint: number): string {
  return `<${codePoint.toString(16).toUpperCase().padStart(4, "0")}>`;
}
