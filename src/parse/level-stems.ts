import { guessLevel, LEVEL_NAMES, WORD_GROUPS, WORDS_WITHIN } from "./level.js";
import { LEVEL_UNKNOWN } from "../core/level.js";

/** A line with its bytes: `text` is what `[at, end)` of `bytes` was decoded to. */
export type BytesOfLine = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
};

/**
 * `guessLevel` of a line, at a glance for the many lines that hold no word of a level: five regular expressions over
 * each line cost more than reading its head.
 */
export function levelOfLine(line: BytesOfLine, from: number): number {
  const { text, bytes, at, end } = line;
  // No character takes fewer bytes than UTF-16 units: of the same length, they are at the same places.
  const start = text.length === end - at ? at + from : at;
  return mayTellLevel(bytes, start, Math.min(end, start + MOST_BYTES_OF_UNIT * (from + WORDS_WITHIN)))
    ? guessLevel(text, from)
    : LEVEL_UNKNOWN;
}

const MOST_BYTES_OF_UNIT = 3;

/**
 * What every word that tells a level begins with, in small letters: its letters up to where it may vary. From the very
 * patterns that `guessLevel` has, so that neither can be changed without the other.
 */
export const LEVEL_STEMS: readonly string[] = shortest([
  "level",
  "lvl",
  "severity",
  ...[...LEVEL_NAMES.split("|"), ...WORD_GROUPS.flatMap(({ words }) => words)].map(stemOf),
]);

function stemOf(pattern: string): string {
  return pattern.replace(/(?:\(|.\?).*$/, "");
}

/** Without those that begin with another. */
function shortest(stems: readonly string[]): readonly string[] {
  const others = new Set(stems);
  return [...others].filter((stem) => ![...others].some((other) => other !== stem && stem.startsWith(other)));
}

/** Sets the bit of small letters. */
const CASE = 32;

/** By the first letter's low five bits. */
const BY_LETTER: readonly (readonly Uint8Array[])[] = Array.from({ length: 32 }, (_, letter) =>
  LEVEL_STEMS.filter((stem) => (stem.charCodeAt(0) & 31) === letter).map((stem) =>
    Uint8Array.from(stem, (character) => character.charCodeAt(0) | CASE),
  ),
);
const FIRST = 1;
const SECOND = 2;
/** For two bytes (five bits of each): whether they may be the first and second of a stem, or its second and third. */
const PAIRS = new Uint8Array(1024);
for (const stem of LEVEL_STEMS) {
  const [first = 0, second = 0, third = 0] = Array.from(stem, (character) => character.charCodeAt(0) & 31);
  PAIRS[(first << 5) | second] = (PAIRS[(first << 5) | second] ?? 0) | FIRST;
  PAIRS[(second << 5) | third] = (PAIRS[(second << 5) | third] ?? 0) | SECOND;
}

/**
 * False only where no stem lies in `[start, end)`, in any case. No stem is shorter than three bytes, so looking at every
 * second pair of bytes finds one of its first two pairs.
 */
export function mayTellLevel(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 2) {
    const pair = PAIRS[(((bytes[at] ?? 0) & 31) << 5) | ((bytes[at + 1] ?? 0) & 31)] ?? 0;
    if (pair === 0) continue;
    if ((pair & FIRST) !== 0 && startsStem(bytes, at, end)) return true;
    if ((pair & SECOND) !== 0 && at > start && startsStem(bytes, at - 1, end)) return true;
  }
  return false;
}

function startsStem(bytes: Uint8Array, at: number, end: number): boolean {
  const stems = BY_LETTER[(bytes[at] ?? 0) & 31] ?? [];
  for (const stem of stems) {
    let length = 0;
    while (length < stem.length && at + length < end && ((bytes[at + length] ?? 0) | CASE) === stem[length])
      length += 1;
    if (length === stem.length) return true;
  }
  return false;
}
