/*
 * The inner loop of the search in bytes as WebAssembly, because sixteen bytes at a time is what makes a search keep up
 * with reading: byte-search.ts has the figures. The method is the generic SIMD search of W. Mula ("SIMD-friendly
 * algorithms for substring searching", 2016), with the two bytes to compare chosen by the caller.
 *
 *   search(from, end, first, second, needle, length, masks): index
 *
 * gives the first index in [from, end) where the needle is, or -1. `needle` and `masks` are addresses of `length` bytes;
 * a byte of the text matches where (byte | mask) = needle byte: mask 0x20 makes a letter match in both cases. `first`
 * and `second` are offsets into the needle. Up to 16 + length bytes behind `end` are read, but never matched.
 */

const I32 = 0x7f;
const V128 = 0x7b;

/** Names of the parameters and locals, in the order of their numbers. */
const FROM = 0;
const END = 1;
const FIRST = 2;
const SECOND = 3;
const NEEDLE = 4;
const LENGTH = 5;
const MASKS = 6;
const FOUND = 7;
const INDEX = 8;
const AT = 9;
const FIRST_BYTE = 10;
const SECOND_BYTE = 11;
const FIRST_MASK = 12;
const SECOND_MASK = 13;

type Code = readonly number[];

const seq = (...codes: readonly Code[]): Code => codes.flat();

const block: Code = [0x02, 0x40];
const loop: Code = [0x03, 0x40];
const when: Code = [0x04, 0x40];
const end: Code = [0x0b];
const leaveTo = (depth: number): Code => [0x0c, depth];
const leaveIf = (depth: number): Code => [0x0d, depth];
const giveBack: Code = [0x0f];
const get = (name: number): Code => [0x20, name];
const set = (name: number): Code => [0x21, name];
const keep = (name: number): Code => [0x22, name];
/** A constant from -64 to 63. */
const constant = (value: number): Code => [0x41, value & 0x7f];
const loadByte: Code = [0x2d, 0, 0];
const isNotEqual: Code = [0x47];
const isBelow: Code = [0x49];
const isNotBelow: Code = [0x4f];
const trailingZeros: Code = [0x68];
const add: Code = [0x6a];
const subtract: Code = [0x6b];
const and: Code = [0x71];
const or: Code = [0x72];
const load16: Code = [0xfd, 0, 0, 0];
const loadByteInto16: Code = [0xfd, 7, 0, 0];
const equal16: Code = [0xfd, 35];
const and16: Code = [0xfd, 78];
const or16: Code = [0xfd, 80];
const bitmask16: Code = [0xfd, 100];

/** Sixteen times the byte at address + offset. */
const sixteen = (address: number, offset: number): Code => [...get(address), ...get(offset), ...add, ...loadByteInto16];

/** Which of sixteen bytes from FROM + offset on match. */
const matching = (offset: number, mask: number, byte: number): Code => [
  ...seq(get(FROM), get(offset), add, load16),
  ...seq(get(mask), or16),
  ...seq(get(byte), equal16),
];

const byteAt = (address: number): Code => [...get(address), ...get(INDEX), ...add, ...loadByte];

/** Compares the whole needle at AT: gives AT back, or falls out of the block. */
const compareNeedle: Code = [
  ...seq(constant(0), set(INDEX)),
  ...block,
  ...loop,
  ...seq(byteAt(AT), byteAt(MASKS), or, byteAt(NEEDLE), isNotEqual, leaveIf(1)),
  ...seq(get(INDEX), constant(1), add, keep(INDEX), get(LENGTH), isBelow, leaveIf(0)),
  ...end,
  ...seq(get(AT), giveBack),
  ...end,
];

const BODY: Code = [
  ...seq(sixteen(NEEDLE, FIRST), set(FIRST_BYTE), sixteen(NEEDLE, SECOND), set(SECOND_BYTE)),
  ...seq(sixteen(MASKS, FIRST), set(FIRST_MASK), sixteen(MASKS, SECOND), set(SECOND_MASK)),
  ...block,
  ...loop,
  ...seq(get(FROM), get(END), isNotBelow, leaveIf(1)),
  ...matching(FIRST, FIRST_MASK, FIRST_BYTE),
  ...matching(SECOND, SECOND_MASK, SECOND_BYTE),
  ...seq(and16, bitmask16, keep(FOUND)),
  ...when,
  ...loop,
  ...seq(get(FROM), get(FOUND), trailingZeros, add, keep(AT), get(END), isBelow),
  ...seq(when, compareNeedle, end),
  // The lowest bit goes; the next candidate is looked at while there is one.
  ...seq(get(FOUND), get(FOUND), constant(1), subtract, and, keep(FOUND), leaveIf(0)),
  ...end,
  ...end,
  ...seq(get(FROM), constant(16), add, set(FROM), leaveTo(0)),
  ...end,
  ...end,
  ...constant(-1),
  ...end,
];

/** Unsigned LEB128. */
function size(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...size(value >> 7)];
}

const counted = (code: Code): Code => [...size(code.length), ...code];
const named = (name: string): Code => counted(Array.from(name, (char) => char.charCodeAt(0)));
const section = (id: number, code: Code): Code => [id, ...counted(code)];

/** "\0asm", version 1. */
const MAGIC: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const PARAMETERS: Code = [I32, I32, I32, I32, I32, I32, I32];
const LOCALS: Code = [2, 3, I32, 4, V128];

/** The module: imports its memory as `host.memory`, exports `search`. */
export const SEARCH_CODE: Uint8Array = Uint8Array.from([
  ...MAGIC,
  ...section(1, [1, 0x60, ...counted(PARAMETERS), 1, I32]),
  ...section(2, [1, ...named("host"), ...named("memory"), 2, 0, 1]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...named("search"), 0, 0]),
  ...section(10, [1, ...counted([...LOCALS, ...BODY])]),
]);
