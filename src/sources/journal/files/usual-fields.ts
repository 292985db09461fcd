import { payloadAt } from "./data.js";
import type { View } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { ObjectKind, sizeIn } from "./object.js";
import type { JournalRecord } from "./record.js";

export const MESSAGE = "MESSAGE";
export const SOURCE_TIME = "_SOURCE_REALTIME_TIMESTAMP";
/** What a record without a message holds. */
export const NO_TEXT = new Uint8Array(0);

/** The beginnings of `MESSAGE=` and `_SOURCE_REALTIME_TIMESTAMP=` as little-endian words: payloads lie on multiples of 8. */
const MESSAGE_WORDS = [0x5353_454d, 0x3d45_4741] as const;
const SOURCE_TIME_WORDS = [0x554f_535f, 0x5f45_4352, 0x4c41_4552] as const;

/** What became of a field. A message that other entries have too is to be remembered: they may lie far away. */
export const Usual = { no: 0, taken: 1, takenOfMany: 2 } as const;
type Usual = (typeof Usual)[keyof typeof Usual];

/** Takes what is different in every entry without going through names and values, where it lies in the window. */
export function takeUsual(file: JournalFile, record: JournalRecord, at: number): Usual {
  const { near } = file.bytes;
  if (near === undefined) return Usual.no;
  const head = payloadAt(file);
  const size = usualSize(near, at, head);
  if (size === 0) return Usual.no;
  const start = at - near.base + head;
  const end = at - near.base + size;
  const payload = start >> 2;
  if (isMessage(near, payload)) {
    if (record.text.bytes !== NO_TEXT) return Usual.no;
    record.text.bytes = near.bytes;
    record.text.start = start + MESSAGE.length + 1;
    record.text.end = end;
    return (near.words[payload - (head >> 2) + USES_WORD] ?? 0) > 1 ? Usual.takenOfMany : Usual.taken;
  }
  if (!isSourceTime(near, payload) || !Number.isNaN(record.sourceTime)) return Usual.no;
  return takeSourceTime(record, digitsIn(near.bytes, start + SOURCE_TIME.length + 1, end)) ? Usual.taken : Usual.no;
}

/** The size of a DATA object that lies in the window, is not packed, and no longer than what is worth a short cut; else 0. */
function usualSize(near: View, at: number, head: number): number {
  const { base, length, words } = near;
  if (at < base || at % 8 !== 0 || at - base + head + SHORTEST_USUAL > length) return 0;
  const size = sizeIn(near, at, ObjectKind.data);
  if (size < head + SHORTEST_USUAL || size > MAX_USUAL || at - base + size > length) return 0;
  return ((words[(at - base) >> 2] ?? 0) & FLAGS) === 0 ? size : 0;
}

/** Whether `MESSAGE=` begins at this word. */
export function isMessage({ words }: View, word: number): boolean {
  return words[word] === MESSAGE_WORDS[0] && words[word + 1] === MESSAGE_WORDS[1];
}

function isSourceTime({ words, bytes }: View, word: number): boolean {
  return (
    words[word] === SOURCE_TIME_WORDS[0] &&
    words[word + 1] === SOURCE_TIME_WORDS[1] &&
    words[word + 2] === SOURCE_TIME_WORDS[2] &&
    bytes[word * 4 + SOURCE_TIME.length] === EQUALS
  );
}

/** False for what is no time: it is a field like any other then. */
export function takeSourceTime(record: JournalRecord, number: number): boolean {
  if (!(number > 0)) return false;
  record.sourceTime = number;
  return true;
}

const SHORTEST_USUAL = 16;
/** What is longer is not worth a short cut, and may have to be cut. */
const MAX_USUAL = 256 * 1024;
const USES_WORD = 14;
/** The second byte of an object: packed values have a bit there. */
const FLAGS = 0xff00;

/** The number whose decimal text the bytes are; NaN where it is none that is exact, or not written in the usual way. */
export function digitsIn(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || end - start > MOST_DIGITS || (bytes[start] === ZERO && end - start > 1)) return Number.NaN;
  let number = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

const MOST_DIGITS = 16;
const ZERO = 48;
const EQUALS = 61;
