import { spawnSync } from "node:child_process";
import { gzipSync, zstdCompressSync } from "node:zlib";

/** Compressors by the ending of their files; a program where Node has none of its own. */
export const PACKERS = {
  gz: (bytes: string) => gzipSync(bytes),
  zst: (bytes: string) => zstdCompressSync(bytes),
  xz: (bytes: string) => run("xz", bytes),
  bz2: (bytes: string) => run("bzip2", bytes),
} as const;

export type Packed = keyof typeof PACKERS;

/** False where the machine lacks the program: its tests are skipped then. */
export function canPack(format: Packed): boolean {
  return PACKERS[format]("").length > 0;
}

function run(program: string, input: string): Buffer {
  const { error, stdout } = spawnSync(program, ["-c"], { input });
  return error === undefined ? stdout : Buffer.alloc(0);
}
