import type { RawBatch } from "../core/batch.js";
import { type Micros, micros } from "../core/time.js";
import { type Encoding, type Framer, type Position, START } from "./stream/framer.js";
import { createUtf16Framer } from "./stream/utf16-framer.js";
import { createUtf8Framer } from "./stream/utf8-framer.js";

/** A line of more bytes than this is given as several records, all but the last with `Mark.continues`. */
export const MAX_LINE_BYTES = 1024 * 1024;

type FramerOptions = {
  readonly start?: Position;
  /** Known from the start of the stream; found out from its first bytes when it is absent. */
  readonly encoding?: Encoding | undefined;
  readonly maxLineBytes?: number;
  readonly now?: () => Micros;
};

const clock = (): Micros => micros(Date.now() * 1000);

/**
 * A framer for a stream of unknown bytes. UTF-16 with a byte order mark is decoded; everything else is passed on byte
 * for byte, NULs and all.
 */
export function createFramer(options: FramerOptions = {}): Framer {
  const { start = START, maxLineBytes = MAX_LINE_BYTES, now = clock } = options;
  const of = (encoding: Encoding): Framer =>
    encoding === "bytes"
      ? createUtf8Framer(start, maxLineBytes, now)
      : createUtf16Framer(start, encoding, maxLineBytes, now);
  const known = options.encoding ?? (start.lineEnd + start.given > 0 ? "bytes" : undefined);
  return known === undefined ? createDetectingFramer(of) : of(known);
}

/**
 * The encoding that a stream with these first bytes has; undefined while there are too few to tell.
 */
export function encodingOf(head: Uint8Array): Encoding | undefined {
  const [first, second] = head;
  if (first === undefined) return undefined;
  if (first !== 0xff && first !== 0xfe) return "bytes";
  if (second === undefined) return undefined;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "bytes";
}

function createDetectingFramer(of: (encoding: Encoding) => Framer): Framer {
  let framer: Framer | undefined;
  let head = Buffer.alloc(0);
  let space = Buffer.alloc(0);

  function push(chunk: Uint8Array): RawBatch | undefined {
    if (framer !== undefined) return framer.push(chunk);
    head = head.length === 0 ? Buffer.from(chunk) : Buffer.concat([head, chunk]);
    const encoding = encodingOf(head);
    if (encoding === undefined) return undefined;
    framer = of(encoding);
    return framer.push(head);
  }

  /** Too few bytes to tell, and no more come: they are bytes. */
  function settled(): Framer {
    if (framer === undefined) {
      framer = of("bytes");
      framer.push(head);
    }
    return framer;
  }

  return {
    push,
    room: (bytes) => {
      if (framer !== undefined) return framer.room(bytes);
      space = Buffer.allocUnsafeSlow(bytes);
      return space;
    },
    wrote: (bytes) => (framer === undefined ? push(space.subarray(0, bytes)) : framer.wrote(bytes)),
    pause: () => (framer === undefined ? undefined : framer.pause()),
    end: () => settled().end(),
    close: () => settled().close(),
    isHolding: () => framer !== undefined && framer.isHolding(),
    position: () => framer?.position() ?? START,
  };
}
