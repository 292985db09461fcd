import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** A regular file of lines of bytes, neither compressed nor UTF-16, open for reading at any place. */
export type PlainFile = {
  readonly size: number;
  /** Reads into the buffer; fewer bytes than its length only at the end of the file. */
  read(buffer: Buffer, position: number): number;
  close(): void;
};

/** First bytes of what is no plain text: gzip, zstd, xz, bzip2, and the byte order marks of UTF-16. */
const OTHER_KINDS = ["\x1f\x8b", "\x28\xb5\x2f\xfd", "\xfd7zXZ", "BZh", "\xff\xfe", "\xfe\xff"];

/** Undefined for anything else, and for what cannot be opened: the file source then says why. */
export function openPlainFile(path: string): PlainFile | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    // Whoever reads it the usual way words the reason.
    return undefined;
  }
  const stat = fstatSync(fd);
  const head = Buffer.alloc(8);
  const file: PlainFile = {
    size: stat.size,
    read: (buffer, position) => readFully(fd, buffer, position),
    close: () => closeSync(fd),
  };
  if (stat.isFile() && isPlain(head.subarray(0, file.read(head, 0)))) return file;
  file.close();
  return undefined;
}

function isPlain(head: Buffer): boolean {
  const start = head.toString("latin1");
  return !OTHER_KINDS.some((kind) => start.startsWith(kind));
}

function readFully(fd: number, buffer: Buffer, position: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const bytes = readSync(fd, buffer, filled, buffer.length - filled, position + filled);
    if (bytes === 0) break;
    filled += bytes;
  }
  return filled;
}
