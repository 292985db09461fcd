import { constants, crc32, zstdCompressSync } from "node:zlib";
import { inflateZstd } from "./inflate-zstd.js";

/**
 * The column groups of a block; each is kept and read by itself, so that a question about levels does not unpack text.
 * The number is part of the chunk's key: never reuse one. `fields` is how fields lay in blocks before they had columns
 * (`records`): it is read, but not written any more. `text` and `sizes` are the texts of a block of form 0, what comes
 * from 8 on those of form 1 (`text/`); `place` says where those of form 2 are in a file (`in-place/`).
 */
const Group = {
  text: 0,
  sizes: 1,
  times: 2,
  levels: 3,
  spans: 4,
  names: 5,
  fields: 6,
  records: 7,
  shapes: 8,
  rows: 9,
  lengths: 10,
  values: 11,
  filter: 12,
  place: 13,
} as const;
export type GroupName = keyof typeof Group;

/** Chunk key of a block's column group. */
export function chunkId(block: number, group: GroupName): number {
  return block * 16 + Group[group];
}

/** First and last key that chunks of a block can have. */
export function chunkRange(block: number): readonly [number, number] {
  return [block * 16, block * 16 + 15];
}

const Codec = { raw: 0, zstd: 1 } as const;

/**
 * One column group as it lies in the store. `size` is the unpacked size in bytes, `crc` the CRC-32 of `data`; null in
 * stores of before.
 */
export type Chunk = {
  readonly codec: number;
  readonly size: number;
  readonly data: Uint8Array;
  readonly crc: number | null;
};

/** Below this a compressed chunk saves less than the call costs. */
const WORTH_PACKING = 256;

/** Level 1: higher levels gain 3 % of space for half the speed. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };

export function pack(bytes: Uint8Array, compress: boolean): Chunk {
  if (!compress || bytes.length < WORTH_PACKING) return asIs(bytes);
  const chunkSize = Math.min(1 << 20, Math.max(1024, bytes.length));
  const data = zstdCompressSync(bytes, { params: LEVEL, chunkSize });
  return data.length < bytes.length ? { codec: Codec.zstd, size: bytes.length, data, crc: crc32(data) } : asIs(bytes);
}

function asIs(data: Uint8Array): Chunk {
  return { codec: Codec.raw, size: data.length, data, crc: crc32(data) };
}

/** The bytes again; throws when they are not what was packed. */
export function unpack(chunk: Chunk): Buffer {
  if (chunk.crc !== null && crc32(chunk.data) !== chunk.crc)
    throw new RangeError("a chunk has not the checksum it had");
  const bytes = inflate(chunk);
  if (bytes.length !== chunk.size) throw new RangeError("a chunk has not the size it should have");
  return bytes;
}

function inflate({ codec, size, data }: Chunk): Buffer {
  if (codec === Codec.raw) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (codec !== Codec.zstd) throw new RangeError(`a chunk has the unknown codec ${codec}`);
  return inflateZstd(data, size);
}
