import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { type Fault, FaultError } from "../../core/fault.js";
import type { Bell } from "../stream/bell.js";
import { readReadable } from "../stream/byte-reader.js";
import { createZstdFrames, isSkippableFrame } from "./zstd-frames.js";

export type ArchiveFormat = "gzip" | "zstd" | "xz" | "bzip2";

const MAGIC: Readonly<Record<ArchiveFormat, readonly number[]>> = {
  gzip: [0x1f, 0x8b, 0x08],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  // "BZh", a level, and the first block's magic (the digits of pi) or, in an empty file, the end's (of its root).
  bzip2: [0x42, 0x5a, 0x68],
};
const FORMATS = ["gzip", "zstd", "xz", "bzip2"] as const;
const HEAD_BYTES = 16;

/** What a file is compressed with, told by its first bytes and not by its name; undefined when it is not. */
export async function archiveFormatOf(path: string): Promise<ArchiveFormat | undefined> {
  const handle = await open(path);
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    await handle.read(head, 0, HEAD_BYTES, 0);
    return formatOf(head);
  } finally {
    await handle.close();
  }
}

export function formatOf(head: Uint8Array): ArchiveFormat | undefined {
  const format = FORMATS.find((each) => MAGIC[each].every((byte, at) => head[at] === byte));
  if (format !== "bzip2") return format;
  return head[4] === 0x31 || head[4] === 0x17 ? format : undefined;
}

type Waiting = { readonly bell: Bell; readonly signal: AbortSignal };

/**
 * The decoded bytes, until the signal aborts. Everything that could be decoded is given (for a damaged gzip file up to
 * 16 KiB less) before an error is thrown: the decoder's or the system's, or a `FaultError` where a program is missing.
 */
export function decodedChunks(path: string, format: ArchiveFormat, waiting: Waiting): AsyncGenerator<Uint8Array> {
  switch (format) {
    case "gzip":
      return chunksOf(through(createReadStream(path), createGunzip()), waiting);
    case "zstd":
      return zstdChunks(path, waiting);
    case "xz":
    case "bzip2":
      return programChunks(format, path, waiting);
  }
}

/** An error of the input becomes one of the decoder, which is where it is listened to. */
function through(input: Readable, decoder: Transform): Readable {
  pipeline(input, decoder, () => {});
  return decoder;
}

async function* chunksOf(stream: Readable, { bell, signal }: Waiting): AsyncGenerator<Uint8Array> {
  const reader = readReadable(stream, bell);
  try {
    while (!signal.aborted) {
      const taken = reader.take();
      if (taken === "ended") break;
      if (taken === "quiet") await bell.wait(undefined);
      else yield taken;
    }
    const trouble = reader.trouble();
    if (trouble !== undefined && !signal.aborted) throw asError(trouble);
  } finally {
    reader.close();
  }
}

function asError(trouble: unknown): Error {
  return trouble instanceof Error ? trouble : new Error(String(trouble));
}

/** One decoder for each frame. */
async function* zstdChunks(path: string, waiting: Waiting): AsyncGenerator<Uint8Array> {
  const input = createReadStream(path)[Symbol.asyncIterator]();
  const frames = createZstdFrames();
  let rest: Uint8Array = Buffer.alloc(0);

  const more = async (): Promise<boolean> => {
    const next: IteratorResult<unknown> = await input.next();
    if (next.done === true || !(next.value instanceof Uint8Array)) return false;
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return true;
  };
  async function* frame(): AsyncGenerator<Uint8Array> {
    while (rest.length > 0 || (await more())) {
      const { length, isEnd } = frames.take(rest);
      const part = rest.subarray(0, length);
      rest = rest.subarray(length);
      yield part;
      if (isEnd) return;
    }
  }

  try {
    while (!waiting.signal.aborted) {
      // Enough to tell what kind of frame it is.
      while (rest.length < 4 && (await more()));
      if (rest.length === 0) return;
      if (isSkippableFrame(rest)) for await (const part of frame()) part.fill(0);
      else yield* chunksOf(through(Readable.from(frame()), createZstdDecompress()), waiting);
    }
  } finally {
    await input.return?.();
  }
}

const PROGRAMS = { xz: "xz", bzip2: "bzip2" } as const;

async function* programChunks(
  format: keyof typeof PROGRAMS,
  path: string,
  waiting: Waiting,
): AsyncGenerator<Uint8Array> {
  const program = PROGRAMS[format];
  const { execa } = await import("execa");
  const child = execa(program, ["-dc", "--", path], {
    buffer: { stdout: false },
    encoding: "buffer",
    reject: false,
    stdin: "ignore",
  });
  try {
    yield* chunksOf(child.stdout, waiting);
    if (waiting.signal.aborted) return;
    const result = await child;
    if (result.code === "ENOENT") throw new FaultError(missingProgram(program, path));
    if (result.exitCode !== 0) throw new FaultError(damaged(path, firstLine(result.stderr), undefined));
  } finally {
    child.kill();
  }
}

function missingProgram(program: string, path: string): Fault {
  const hint = `install ${program}, or decompress the file first`;
  return { code: "missing-program", message: `${path} needs the program ${program}, which is not here`, hint };
}

export function damaged(path: string, why: string, cause: unknown): Fault {
  const message = `${path} is damaged or cut off: ${why}`;
  return { code: "not-readable", message, hint: "what comes before the damage is shown", cause };
}

function firstLine(text: Uint8Array): string {
  return Buffer.from(text).toString("utf8").split("\n", 1)[0] ?? "";
}
