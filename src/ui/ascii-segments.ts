import { widthOfCodePoint } from "../lib/width.js";
import type { Segment } from "./segment.js";

const NOT_ASCII = /[^\x20-\x7e]/gu;
const SIGNS: Readonly<Record<string, string>> = {
  "↑": "^",
  "↓": "v",
  "←": "<",
  "→": ">",
  "–": "-",
  "×": "x",
  "…": ".",
  "·": "-",
  "╵": "'",
};

/**
 * What lies around the log, for terminals that know ASCII only: arrows as what looks like them, the rest as question
 * marks, in as many cells as before.
 */
export function asciiSegments(segments: readonly Segment[]): readonly Segment[] {
  return segments.map((segment) => ({ ...segment, text: segment.text.replace(NOT_ASCII, asciiCells) }));
}

function asciiCells(character: string): string {
  return SIGNS[character] ?? "?".repeat(widthOfCodePoint(character.codePointAt(0) ?? 0));
}

/** Borders, blocks, shapes and braille. */
const DRAWN = /[\u2500-\u25ff\u2800-\u28ff]/g;

/** Segments as these eyes, ears or terminals want them: a plain screen draws nothing. */
export function shownSegments(
  { ascii, plain }: { readonly ascii: boolean; readonly plain: boolean },
  segments: readonly Segment[],
): readonly Segment[] {
  const undrawn = plain ? segments.map(({ text, role }) => ({ text: text.replace(DRAWN, " "), role })) : segments;
  return ascii ? asciiSegments(undrawn) : undrawn;
}
