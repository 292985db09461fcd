import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of a regular file, fewer where it ends before; undefined where there is no such file that we may read. */
export function readRange(path: string, offset: number, length: number): Buffer | undefined {
  let file: number | undefined;
  try {
    // Whatever may have taken the file's name: a pipe without a writer must not be waited for.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile()) return undefined;
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, stat.size - offset)));
    return bytes.subarray(0, fill(file, bytes, offset));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function fill(file: number, bytes: Buffer, offset: number): number {
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}
