import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** A regular file of lines of bytes, neither compressed nor UTF-16, read at any place. */
export type LineFile = {
  /** Reads into the buffer; fewer bytes than its length only at the end of the file. */
  read(buffer: Buffer, position: number): number;
  /** At most so many of the first lines, without line ends, and where the line after them begins. */
  firstLines(most: number): { readonly lines: readonly Buffer[]; readonly end: number };
  /** The lines in [from, to), where `from` is the start of one and `to` the end of one or of the file. */
  lines(from: number, to: number): readonly Buffer[];
  /** The start of a line at most so many lines or bytes before the line that starts at `offset`. */
  lineBefore(offset: number, lines: number, bytes: number): number;
  close(): void;
};

/** First bytes of what is no plain text: gzip, zstd, xz, bzip2, and the byte order marks of UTF-16. */
const OTHER_KINDS = ["\x1f\x8b", "\x28\xb5\x2f\xfd", "\xfd7zXZ", "BZh", "\xff\xfe", "\xfe\xff"];
const BYTE_ORDER_MARK = "\xef\xbb\xbf";

const FIRST_BYTES = 64 * 1024;
const LF = 10;
const CR = 13;

/** Undefined for anything else, and for what cannot be opened: the file source then says why. */
export function openLineFile(path: string): LineFile | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    // Whoever reads it the usual way words the reason.
    return undefined;
  }
  const head = Buffer.alloc(8);
  const start = fstatSync(fd).isFile() ? head.toString("latin1", 0, readFully(fd, head, 0)) : undefined;
  if (start === undefined || OTHER_KINDS.some((kind) => start.startsWith(kind))) {
    closeSync(fd);
    return undefined;
  }
  return lineFileOf(fd, start.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0);
}

function lineFileOf(fd: number, firstLine: number): LineFile {
  const read = (buffer: Buffer, position: number): number => readFully(fd, buffer, position);
  const bytesOf = (from: number, to: number): Buffer => {
    const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
    return bytes.subarray(0, read(bytes, from));
  };
  return {
    read,
    firstLines(most) {
      const bytes = bytesOf(firstLine, firstLine + FIRST_BYTES);
      let end = 0;
      let count = 0;
      while (count < most && end < bytes.length) {
        const newline = bytes.indexOf(LF, end);
        if (newline < 0) break;
        end = newline + 1;
        count += 1;
      }
      return { lines: split(bytes.subarray(0, end)), end: firstLine + end };
    },
    lines: (from, to) => split(bytesOf(Math.max(from, firstLine), to)),
    lineBefore(offset, lines, bytes) {
      const from = Math.max(firstLine, offset - bytes);
      const before = bytesOf(from, offset);
      let start = before.length;
      for (let count = 0; count < lines && start > 0; count += 1) {
        const previous = start < 2 ? 0 : before.lastIndexOf(LF, start - 2) + 1;
        // The bytes begin in the middle of a line, unless they begin with the file.
        if (previous === 0 && from > firstLine) break;
        start = previous;
      }
      return from + start;
    },
    close: () => closeSync(fd),
  };
}

/** The end of a line without the CR that may be part of its line end. */
export function withoutCarriageReturn(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === CR ? end - 1 : end;
}

function split(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(LF, start);
    if (newline < 0) {
      lines.push(bytes.subarray(start));
      break;
    }
    lines.push(bytes.subarray(start, withoutCarriageReturn(bytes, start, newline)));
    start = newline + 1;
  }
  return lines;
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
