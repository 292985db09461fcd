import { FaultError } from "../../../core/fault.js";
import { numberAt, type View, viewAt } from "./file-bytes.js";
import type { JournalFile } from "./journal-file.js";
import { checkObject, ObjectKind } from "./object.js";
import { damaged } from "./unreadable.js";

/** Where an entry stands among others, as its object says. Times in microseconds. */
export type Place = {
  readonly seqnumId: string;
  readonly seqnum: number;
  readonly realtime: number;
  readonly monotonic: number;
  readonly bootId: string;
  /** The XOR of the hashes of its fields, in halves: it may use all 64 bits. */
  readonly xorHigh: number;
  readonly xorLow: number;
};

const ITEMS_AT = 64;
const SEQNUM_AT = 16;
const REALTIME_AT = 24;
const MONOTONIC_AT = 32;
const BOOT_AT = 40;
const XOR_AT = 56;

/** A place that is used again for one entry after the other. */
export type PlaceSlot = { -readonly [Part in keyof Place]: Place[Part] };

/** Throws a `FaultError` when there is no entry at the offset. */
export function readPlace(file: JournalFile, at: number): PlaceSlot {
  const place = { ...NOWHERE };
  readPlaceInto(file, at, place);
  return place;
}

const NOWHERE: Place = {
  seqnumId: "",
  seqnum: 0,
  realtime: 0,
  monotonic: 0,
  bootId: "",
  xorHigh: 0,
  xorLow: 0,
};

/** As `readPlace`, without memory of its own. */
export function readPlaceInto(file: JournalFile, at: number, place: PlaceSlot): void {
  checkObject(file, at, ObjectKind.entry);
  const view = viewAt(file.bytes, at, ITEMS_AT);
  const xor = (at + XOR_AT - view.base) >> 2;
  place.seqnumId = file.header.seqnumId;
  place.seqnum = numberAt(view, at + SEQNUM_AT);
  place.realtime = numberAt(view, at + REALTIME_AT);
  place.monotonic = numberAt(view, at + MONOTONIC_AT);
  place.bootId = bootId(file, view, at + BOOT_AT);
  place.xorLow = view.words[xor] ?? 0;
  place.xorHigh = view.words[xor + 1] ?? 0;
}

export function copyPlace(from: Place, into: PlaceSlot): void {
  into.seqnumId = from.seqnumId;
  into.seqnum = from.seqnum;
  into.realtime = from.realtime;
  into.monotonic = from.monotonic;
  into.bootId = from.bootId;
  into.xorHigh = from.xorHigh;
  into.xorLow = from.xorLow;
}

function bootId(file: JournalFile, { base, bytes, words }: View, at: number): string {
  const index = (at - base) >> 2;
  const { boot } = file;
  const isSame =
    words[index] === boot.first &&
    words[index + 1] === boot.second &&
    words[index + 2] === boot.third &&
    words[index + 3] === boot.fourth;
  if (isSame) return boot.text;
  const text = bytes.toString("hex", at - base, at - base + 16);
  const [first = 0, second = 0, third = 0, fourth = 0] = words.subarray(index, index + 4);
  file.boot = { first, second, third, fourth, text };
  return text;
}

/** Puts the offsets of the entry's fields into `items`, which grows with it; gives how many there are. */
export function readItems(file: JournalFile, at: number, items: number[]): number {
  const size = checkObject(file, at, ObjectKind.entry);
  const view = viewAt(file.bytes, at, size);
  const { words } = view;
  const from = (at + ITEMS_AT - view.base) / 4;
  const { isCompact } = file.header;
  const count = Math.floor((size - ITEMS_AT) / (isCompact ? 4 : 16));
  if (count > MAX_ITEMS) throw new FaultError(damaged(file.bytes.path, "an entry has too many fields"));
  for (let index = 0; index < count; index++) {
    items[index] = isCompact
      ? (words[from + index] ?? 0)
      : (words[from + 4 * index] ?? 0) + (words[from + 4 * index + 1] ?? 0) * 4_294_967_296;
  }
  return count;
}

/** Far more than journald takes (1,024) and less than what would fill the memory. */
const MAX_ITEMS = 65_536;

/** The name journalctl gives to the entry (sd_journal_get_cursor(3)). */
export function cursorText(place: Place): string {
  const { seqnumId, seqnum, bootId: boot, monotonic, realtime, xorHigh, xorLow } = place;
  const xor = xorHigh === 0 ? xorLow.toString(16) : xorHigh.toString(16) + xorLow.toString(16).padStart(8, "0");
  const numbers = [seqnum, monotonic, realtime].map((number) => number.toString(16));
  return `s=${seqnumId};i=${numbers[0] ?? ""};b=${boot};m=${numbers[1] ?? ""};t=${numbers[2] ?? ""};x=${xor}`;
}

/**
 * Which of two entries comes first, as journalctl decides: by number where one writer numbered both, by the machine's
 * running time within a boot, else by the clock. 0: they are the same.
 */
export function comparePlaces(left: Place, right: Place): number {
  if (left.seqnumId === right.seqnumId && left.seqnum !== right.seqnum) return left.seqnum - right.seqnum;
  if (left.bootId === right.bootId && left.monotonic !== right.monotonic) return left.monotonic - right.monotonic;
  if (left.realtime !== right.realtime) return left.realtime - right.realtime;
  return left.xorHigh - right.xorHigh || left.xorLow - right.xorLow;
}
