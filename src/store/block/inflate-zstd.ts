import { createZstdDecompress, zstdDecompressSync } from "node:zlib";

/**
 * The bytes of a zstd frame that unpacks to `size` bytes; throws where it does not. `zstdDecompressSync` makes a context
 * and a stream for each call, which for groups of a block takes longer than unpacking: 300 kB come in 210 µs, with one
 * context for all calls in 100. Node has no public way to keep one, so this goes through the stream's own handle, as
 * long as it is what is known of it, and everything that is odd is left to the public call to judge.
 */
export function inflateZstd(data: Uint8Array, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  return inflateInto(data, bytes) ? bytes : inflateAlone(data, size);
}

/** The bound keeps a forged file from unpacking to more than it says. */
function inflateAlone(data: Uint8Array, size: number): Buffer {
  return zstdDecompressSync(data, { chunkSize: Math.max(1024, size), maxOutputLength: Math.max(1, size) });
}

/** What is used of the handle of one of Node's zstd streams. */
type Context = {
  readonly reset: () => void;
  readonly writeSync: (flush: number, ...buffers: readonly (Uint8Array | number)[]) => void;
};

type Kept = {
  readonly context: Context;
  /** How many bytes of the output were not written, and how many of the input not read. */
  readonly left: Uint32Array;
  readonly isBroken: () => boolean;
};

/** Undefined while there is none; false where Node's streams are not as they are known here. */
let kept: Kept | false | undefined;

/** `ZSTD_e_end`: the input is whole. */
const WHOLE = 2;
/** "a" in a frame of its own. */
const PROBE = Buffer.from("KLUv/SABCQAAYQ==", "base64");

function inflateInto(data: Uint8Array, bytes: Buffer): boolean {
  kept ??= keepContext();
  return kept !== false && unpackWith(kept, data, bytes);
}

function unpackWith({ context, left, isBroken }: Kept, data: Uint8Array, bytes: Buffer): boolean {
  context.reset();
  context.writeSync(WHOLE, data, 0, data.length, bytes, 0, bytes.length);
  if (isBroken()) {
    kept = undefined;
    return false;
  }
  return left[0] === 0 && left[1] === 0;
}

function keepContext(): Kept | false {
  const stream = createZstdDecompress();
  // A frame that is damaged ends the stream; the public call says what is wrong with it.
  stream.on("error", () => undefined);
  const made = { isBroken: () => stream.destroyed, ...partsOf(stream) };
  if (made.context === undefined || made.left === undefined) return false;
  const { context, left, isBroken } = made;
  const probed = Buffer.alloc(1);
  const works = unpackWith({ context, left, isBroken }, PROBE, probed) && probed.toString() === "a";
  return works ? { context, left, isBroken } : false;
}

function partsOf(stream: object): { readonly context?: Context; readonly left?: Uint32Array } {
  const { _handle: context, _writeState: left } = stream as {
    readonly _handle?: unknown;
    readonly _writeState?: unknown;
  };
  return isContext(context) && left instanceof Uint32Array && left.length === 2 ? { context, left } : {};
}

function isContext(handle: unknown): handle is Context {
  if (typeof handle !== "object" || handle === null || !("reset" in handle) || !("writeSync" in handle)) return false;
  return typeof handle.reset === "function" && typeof handle.writeSync === "function";
}
