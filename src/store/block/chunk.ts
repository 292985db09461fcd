import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/**
 * The column groups of a block; each is kept and read by itself, so that a question about levels does not unpack text.
 * The number is part of the chunk's key: never reuse one. `fields` is how fields lay in blocks before they had columns
 * (`records`): it is read, but not written any more.
 */
const Group = { text: 0, sizes: 1, times: 2, levels: 3, spans: 4, names: 5, fields: 6, records: 7 } as const;
export type GroupName = keyof typeof Group;

/** Chunk key of a block's column group. */
export function chunkId(block: number, group: GroupName): number {
  return block * 16 + Group[group];
}

const Codec = { raw: 0, zstd: 1 } as const;

/** One column group as it lies in the store. `size` is the unpacked size in bytes. */
export type Chunk = { readonly codec: number; readonly size: number; readonly data: Uint8Array };

/** Below this a compressed chunk saves less than the call costs. */
const WORTH_PACKING = 256;

/** Level 1: higher levels gain 3 % of space for half the speed. */
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };

export function pack(bytes: Uint8Array, compress: boolean): Chunk {
  const raw: Chunk = { codec: Codec.raw, size: bytes.length, data: bytes };
  if (!compress || bytes.length < WORTH_PACKING) return raw;
  const chunkSize = Math.min(1 << 20, Math.max(1024, bytes.length));
  const data = zstdCompressSync(bytes, { params: LEVEL, chunkSize });
  return data.length < bytes.length ? { codec: Codec.zstd, size: bytes.length, data } : raw;
}

/** The bytes again; throws when they are not what was packed. */
export function unpack(chunk: Chunk): Buffer {
  const bytes = inflate(chunk);
  if (bytes.length !== chunk.size) throw new RangeError("a chunk has not the size it should have");
  return bytes;
}

function inflate({ codec, size, data }: Chunk): Buffer {
  if (codec === Codec.raw) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (codec !== Codec.zstd) throw new RangeError(`a chunk has the unknown codec ${codec}`);
  // The bound keeps a forged file from unpacking to more than it says.
  return zstdDecompressSync(data, { chunkSize: Math.max(1024, size), maxOutputLength: Math.max(1, size) });
}
