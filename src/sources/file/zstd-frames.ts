/**
 * Finds where the frames of a zstd file end (RFC 8878, 3.1): Node's decoder stops after the first one, and a file may
 * have many (concatenated files, parallel compressors). Give it the bytes in order; it says how many of them belong to
 * the present frame and whether the frame ends with them.
 */
export type ZstdFrames = {
  take(bytes: Uint8Array): { readonly length: number; readonly isEnd: boolean };
};

const MAGIC_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const RLE_BLOCK = 1;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

export function createZstdFrames(): ZstdFrames {
  /** The head of a frame or of a block, until enough of it is there to be understood. */
  let head: number[] = [];
  let state: "frame" | "block" | "content" | "last" = "frame";
  let remaining = 0;
  let checksumBytes = 0;

  /** Understands the head when it is whole; the state then is that of what follows it. */
  function readFrameHead(): void {
    if (head.length < MAGIC_BYTES + 1) return;
    if (isSkippableFrame(Uint8Array.from(head))) {
      if (head.length < MAGIC_BYTES + 4) return;
      remaining = littleEndian(head.slice(MAGIC_BYTES));
      state = "last";
      return;
    }
    const descriptor = head[MAGIC_BYTES] ?? 0;
    if (head.length < MAGIC_BYTES + 1 + restOfHeader(descriptor)) return;
    checksumBytes = (descriptor & 4) === 0 ? 0 : 4;
    state = "block";
  }

  function readBlockHead(): void {
    if (head.length < BLOCK_HEADER_BYTES) return;
    const value = littleEndian(head);
    const size = ((value >> 1) & 3) === RLE_BLOCK ? 1 : value >> 3;
    const isLast = (value & 1) === 1;
    remaining = isLast ? size + checksumBytes : size;
    state = isLast ? "last" : "content";
  }

  function readHeadByte(byte: number): void {
    head.push(byte);
    const before = state;
    if (before === "frame") readFrameHead();
    else readBlockHead();
    if (state !== before) head = [];
  }

  return {
    take(bytes) {
      let at = 0;
      for (;;) {
        if (state === "frame" || state === "block") {
          if (at === bytes.length) return { length: at, isEnd: false };
          readHeadByte(bytes[at++] ?? 0);
          continue;
        }
        const step = Math.min(remaining, bytes.length - at);
        at += step;
        remaining -= step;
        if (remaining > 0) return { length: at, isEnd: false };
        const isEnd = state === "last";
        state = isEnd ? "frame" : "block";
        if (isEnd) return { length: at, isEnd };
      }
    },
  };
}

/** Whether the frame that starts with these four bytes holds something else than data. */
export function isSkippableFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

function restOfHeader(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSize = CONTENT_SIZE_BYTES[(descriptor >> 6) & 3] ?? 0;
  const window = isSingleSegment ? 0 : 1;
  return window + (DICTIONARY_BYTES[descriptor & 3] ?? 0) + (contentSize === 0 && isSingleSegment ? 1 : contentSize);
}

function littleEndian(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte, place) => sum + byte * 2 ** (8 * place), 0);
}
