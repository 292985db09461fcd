import { ResultType } from "./protocol.js";

/** One progress or expectation line, read from its bytes; filled anew by each `readProgress`. */
export type ProgressLine = {
  type: typeof ResultType.progress | typeof ResultType.expected;
  id: number;
  readonly fields: Float64Array;
};

export function newProgressLine(): ProgressLine {
  return { type: ResultType.progress, id: 0, fields: new Float64Array(4) };
}

const HEAD = bytesOf('{"action":"result","fields":[');
const ID = bytesOf(',"id":');
const TYPE = bytesOf(',"type":10');
/** What fits a number exactly. A longer id goes the long way. */
const MOST_DIGITS = 15;
const COMMA = 44;
const CLOSE_BRACKET = 93;
const CLOSE_BRACE = 125;

/**
 * Reads `{"action":"result","fields":[…],"id":…,"type":105}` or 106, as nix writes it (it sorts the keys), without
 * making a string: of a big download's lines nearly all are of this kind. False: it is some other line, or written in
 * another way, and wants to be parsed.
 */
export function readProgress(bytes: Uint8Array, start: number, end: number, into: ProgressLine): boolean {
  if (!has(bytes, start, HEAD)) return false;
  const cursor = { at: start + HEAD.length };
  const type = TYPES[readFields(bytes, cursor, into.fields)];
  if (type === undefined || !skip(bytes, cursor, ID)) return false;
  into.id = digits(bytes, cursor);
  if (into.id < 0 || !skip(bytes, cursor, TYPE)) return false;
  into.type = type;
  const { at } = cursor;
  return (bytes[at] ?? 0) - ZERO + 100 === type && bytes[at + 1] === CLOSE_BRACE && at + 2 === end;
}

/** By how many fields the line has. */
const TYPES = [undefined, undefined, ResultType.expected, undefined, ResultType.progress] as const;

/** How many numbers stand before the closing bracket, which the cursor moves behind; 0 when it is not so. */
function readFields(bytes: Uint8Array, cursor: { at: number }, into: Float64Array): number {
  for (let count = 0; count < into.length; count += 1) {
    const number = digits(bytes, cursor);
    if (number < 0) return 0;
    into[count] = number;
    const next = bytes[cursor.at];
    cursor.at += 1;
    if (next === CLOSE_BRACKET) return count + 1;
    if (next !== COMMA) return 0;
  }
  return 0;
}

function skip(bytes: Uint8Array, cursor: { at: number }, expected: Uint8Array): boolean {
  if (!has(bytes, cursor.at, expected)) return false;
  cursor.at += expected.length;
  return true;
}

const ZERO = 48;

/** The number at the cursor, which moves behind it; -1 where there is none or it is too long. */
function digits(bytes: Uint8Array, cursor: { at: number }): number {
  const from = cursor.at;
  let value = 0;
  let at = from;
  for (;;) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    at += 1;
  }
  cursor.at = at;
  return at === from || at - from > MOST_DIGITS ? -1 : value;
}

function has(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  for (let index = 0; index < expected.length; index += 1) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

function bytesOf(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (character) => character.charCodeAt(0));
}
