/**
 * Which trigrams a block's texts hold, without regard to ASCII case and with all digits alike: numbers have every
 * trigram of digits anyway, and so times and counters cost nothing. Hashed to 16 bits while it grows.
 */
export type TrigramSet = Uint8Array;

const HASH_BITS = 16;
const MOST = 1 << HASH_BITS;
const FEWEST_BITS = 10;
/** One bit in so many is set: a trigram that is not there is taken for one that is as seldom. */
const BITS_EACH = 8;
const SPREAD = 0x9e37_79b1;

const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 65 && byte <= 90) return byte | 32;
  return byte >= 48 && byte <= 57 ? 48 : byte;
});

export function newTrigramSet(): TrigramSet {
  return new Uint8Array(MOST);
}

/** Takes in every trigram that lies in [from, to). */
export function addTrigrams(set: TrigramSet, bytes: Uint8Array, from: number, to: number): void {
  if (to - from < 3) return;
  let trigram = ((FOLD[bytes[from] ?? 0] ?? 0) << 8) | (FOLD[bytes[from + 1] ?? 0] ?? 0);
  for (let at = from + 2; at < to; at += 1) {
    trigram = ((trigram << 8) | (FOLD[bytes[at] ?? 0] ?? 0)) & 0xff_ffff;
    set[Math.imul(trigram, SPREAD) >>> HASH_BITS] = 1;
  }
}

/** The set as a bitmap, as small as it may be: how many bits of the hash count (a power of two), then the bits. */
export function packTrigrams(set: TrigramSet): Buffer {
  let size = 0;
  for (let hash = 0; hash < MOST; hash += 1) size += set[hash] ?? 0;
  let bits = FEWEST_BITS;
  while (bits < HASH_BITS && 1 << bits < size * BITS_EACH) bits += 1;
  const packed = Buffer.alloc(1 + (1 << (bits - 3)));
  packed[0] = bits;
  const shift = HASH_BITS - bits;
  for (let hash = 0; hash < MOST; hash += 1) {
    if (set[hash] === 0) continue;
    const bit = hash >>> shift;
    packed[1 + (bit >>> 3)] = (packed[1 + (bit >>> 3)] ?? 0) | (1 << (bit & 7));
  }
  return packed;
}

/** How long a packed set at the beginning of the bytes is. */
export function packedLength(bytes: Uint8Array): number {
  return 1 + (1 << ((bytes[0] ?? 0) - 3));
}

/** False only when no text of the set holds these bytes; letters may be of either case. */
export function mayHold(packed: Uint8Array, literal: Uint8Array): boolean {
  for (let at = 0; at + 2 < literal.length; at += 1) if (!hasTrigram(packed, literal, at)) return false;
  return true;
}

/** False only when no trigram of these bytes is in the set. */
export function mayTouch(packed: Uint8Array, literal: Uint8Array): boolean {
  if (literal.length < 3) return true;
  for (let at = 0; at + 2 < literal.length; at += 1) if (hasTrigram(packed, literal, at)) return true;
  return false;
}

function hasTrigram(packed: Uint8Array, literal: Uint8Array, at: number): boolean {
  const high = (FOLD[literal[at] ?? 0] ?? 0) << 16;
  const trigram = high | ((FOLD[literal[at + 1] ?? 0] ?? 0) << 8) | (FOLD[literal[at + 2] ?? 0] ?? 0);
  const bit = Math.imul(trigram, SPREAD) >>> (2 * HASH_BITS - (packed[0] ?? HASH_BITS));
  return ((packed[1 + (bit >>> 3)] ?? 0) & (1 << (bit & 7))) !== 0;
}

/** Two packed sets that rule nothing out, for a block whose filter cannot be read. */
export const ALL_TRIGRAMS: Buffer = Buffer.concat(
  [0, 1].flatMap(() => [Buffer.of(FEWEST_BITS), Buffer.alloc(1 << (FEWEST_BITS - 3), 255)]),
);
