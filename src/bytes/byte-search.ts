import { Bug } from "../core/fault.js";
import type { Literal } from "../core/query/match/needs.js";
import { SEARCH_CODE } from "./search-code.js";

/**
 * A search for one literal in bytes that are put into its own memory. 200 MB read and searched in 39 ms, with and
 * without regard to case, where reading alone takes 25. Why not Buffer.indexOf: 60 to 110 ms, for it jumps to every
 * first byte of the needle, and it knows no case; Horspool's loop in JavaScript took 80 to 170, a RegExp over latin1
 * 100 to 200 (bench/README.md).
 */
export type ByteSearch = {
  /** The memory to fill, at least as large as asked for. */
  readonly room: Buffer;
  /** The first index in [from, end) of `room` where the literal begins that ends before `end`; -1 when it is nowhere. */
  readonly find: (from: number, end: number) => number;
};

const PAGE_BYTES = 65_536;
/** What the code reads at once. */
const STEP_BYTES = 16;
/** So much tells which bytes of the literal are rare. */
const SAMPLE_BYTES = 8 * 1024;
/** The bit that tells the cases of an ASCII letter apart. */
const CASE_BIT = 0x20;

/** Bytes that are searched for one literal after the other, and what stands ready to search them. */
export type SearchRoom = {
  /** The memory to fill. */
  readonly bytes: Buffer;
  /** No literal may be longer than this, in bytes. */
  readonly needleBytes: number;
  /** Finds the literal, as the `find` of a search does. */
  finder(literal: Literal): ByteSearch["find"];
};

let compiled: WebAssembly.Module | undefined;

/** `roomBytes` is how much is searched at once, at most. The literal must not be empty. */
export function openByteSearch(literal: Literal, roomBytes: number): ByteSearch {
  const room = openSearchRoom(roomBytes, Buffer.byteLength(literal.text));
  return { room: room.bytes, find: room.finder(literal) };
}

/** Memory that is new costs four times as much to fill as it costs to search: who asks often keeps the room. */
export function openSearchRoom(roomBytes: number, needleBytes: number): SearchRoom {
  const roomAt = Math.ceil((2 * needleBytes) / STEP_BYTES) * STEP_BYTES;
  const memory = new WebAssembly.Memory({
    initial: Math.ceil((roomAt + roomBytes + needleBytes + STEP_BYTES) / PAGE_BYTES),
  });
  const all = Buffer.from(memory.buffer);
  const bytes = all.subarray(roomAt, roomAt + roomBytes);
  const search = instantiate(memory);
  let current: Buffer | undefined;
  return {
    bytes,
    needleBytes,
    finder(literal) {
      const needle = Buffer.from(literal.text);
      const masks = needle.map((byte) => (literal.ignoreCase && byte >= 97 && byte <= 122 ? CASE_BIT : 0));
      const { length } = needle;
      let anchors: readonly [number, number] | undefined;
      return (from, end) => {
        const stop = end - length + 1;
        if (from >= stop) return -1;
        if (current !== needle) {
          all.set(needle, 0);
          all.set(masks, length);
          current = needle;
        }
        anchors ??= rarest(needle, masks, bytes.subarray(from, Math.min(end, from + SAMPLE_BYTES)));
        const found = search(roomAt + from, roomAt + stop, anchors[0], anchors[1], 0, length, length);
        return found < 0 ? -1 : found - roomAt;
      };
    },
  };
}

function instantiate(memory: WebAssembly.Memory): (...numbers: readonly number[]) => number {
  compiled ??= new WebAssembly.Module(SEARCH_CODE);
  const { search } = new WebAssembly.Instance(compiled, { host: { memory } }).exports;
  if (search === undefined) throw new Bug("the search code exports no search");
  return search;
}

/** Offsets of the two bytes of the needle that the sample has least: the fewer candidates, the faster. */
function rarest(needle: Buffer, masks: Uint8Array, sample: Buffer): readonly [number, number] {
  const counts = new Uint32Array(256);
  // By index: until V8 has made it fast, an iterator takes 2 µs a byte, and most searches end before that.
  for (let at = 0; at < sample.length; at += 1) {
    const byte = sample[at] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  const countAt = (index: number): number => {
    const byte = needle[index] ?? 0;
    return (counts[byte] ?? 0) + (masks[index] === CASE_BIT ? (counts[byte - CASE_BIT] ?? 0) : 0);
  };
  const [first = 0, second = first] = Array.from(needle.keys()).toSorted((one, other) => countAt(one) - countAt(other));
  return [first, second];
}
