import { patternParts, WIDTHS } from "./stamp.js";

/** What may stand in one place of a stamp: the characters, and a table of 256 with a 1 for each. */
export type StampPosition = { readonly chars: string; readonly bytes: Uint8Array };

const DIGITS = "0123456789";
const NAMES: Readonly<Record<string, readonly string[]>> = {
  b: ["JFMASOND", "aepuco", "nbrylgptvc"],
  a: ["SMTWF", "uoehra", "neduit"],
  e: [` ${DIGITS}`, DIGITS],
};

const known = new Map<string, readonly StampPosition[]>();
const MOST_KNOWN = 256;

/** The positions of every stamp that is written in this way. */
export function positionsOf(pattern: string): readonly StampPosition[] {
  let positions = known.get(pattern);
  if (positions === undefined) {
    positions = patternParts(pattern).flatMap(({ field, text }) => charsOf(field, text).map(position));
    // Patterns come from files.
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(pattern, positions);
  }
  return positions;
}

function charsOf(field: string | undefined, text: string): readonly string[] {
  if (field === undefined) return [text];
  return NAMES[field] ?? Array.from({ length: WIDTHS[field] ?? 0 }, () => DIGITS);
}

function position(chars: string): StampPosition {
  const bytes = new Uint8Array(256);
  for (const char of chars) bytes[char.charCodeAt(0) & 255] = 1;
  return { chars, bytes };
}
