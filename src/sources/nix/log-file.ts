import { open, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { NixPlaces } from "./places.js";

/** `xx/yyyy-name.drv.bz2`, as nix splits the name of a derivation; without the ending when it does not compress. */
const FOLDER = /^[0-9a-z]{2}$/;
const FILE = /^[0-9a-z]{30}-.+\.drv(?:\.bz2)?$/s;

export function isLogFolder(name: string): boolean {
  return FOLDER.test(name);
}

export function isLogFile(name: string): boolean {
  return FILE.test(name);
}

/** The derivation whose log lies in the file. */
export function derivationOf(path: string, { store }: NixPlaces): string {
  return join(store, basename(dirname(path)) + basename(path).replace(/\.bz2$/, ""));
}

/** Where nix keeps the log of a derivation: compressed or not. */
export function logFilesOf(derivation: string, { logs }: NixPlaces): readonly string[] {
  const name = basename(derivation);
  const path = join(logs, name.slice(0, 2), name.slice(2));
  return [`${path}.bz2`, path];
}

/** A bzip2 stream ends with this (the digits of the square root of pi), a checksum, and zeros up to the byte's end. */
const END_MAGIC = 0x177245385090n;
const MAGIC_BITS = 48n;
const CHECKSUM_BITS = 32n;
const TAIL_BYTES = 11;

/**
 * Whether nix has written the log to its end. A compressed one says so itself; of a plain one nothing but its rest
 * tells. Nix keeps the first bytes back for long, so a file of a running build is mostly empty.
 */
export async function isWhole(path: string, size: number): Promise<boolean> {
  if (size === 0) return false;
  if (!path.endsWith(".bz2")) return true;
  const handle = await open(path);
  try {
    return endsBzip2(await tailOf(handle, size));
  } finally {
    await handle.close();
  }
}

async function tailOf(handle: FileHandle, size: number): Promise<Uint8Array> {
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  await handle.read(tail, 0, tail.length, size - tail.length);
  return tail;
}

export function endsBzip2(tail: Uint8Array): boolean {
  const bits = tail.subarray(-TAIL_BYTES).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  for (let padding = 0n; padding < 8n; padding++) {
    const isMagic = BigInt.asUintN(Number(MAGIC_BITS), bits >> (padding + CHECKSUM_BITS)) === END_MAGIC;
    if (isMagic && BigInt.asUintN(Number(padding), bits) === 0n) return true;
  }
  return false;
}
