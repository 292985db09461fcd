import type { RawBatch } from "../../core/batch.js";
import { type Fault, FaultError } from "../../core/fault.js";
import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { createFramer } from "../framing.js";
import { type Framer, type Position, START } from "../stream/framer.js";
import { createBell } from "../stream/bell.js";
import { type ArchiveFormat, damaged, decodedChunks } from "./archive.js";
import { fileFault } from "./file-fault.js";
import { errnoOf } from "../../lib/errno.js";
import { decodeToken, encodeToken, type FileMark } from "./file-token.js";
import { createLastRecords, type LastRecords } from "./last-records.js";
import { markOf, openFile } from "./open-file.js";

/** Decoders give small pieces; batches of this size cost the receiver less. */
const BATCH_BYTES = 128 * 1024;

type ArchiveOptions = Pick<SourceOptions, "history"> & {
  readonly format: ArchiveFormat;
  readonly signal: AbortSignal;
  readonly resume: ResumeToken | undefined;
};

/**
 * The lines of a compressed file, which is taken to be finished: read to its end, never followed. The token counts
 * decoded bytes; with one, as many are decoded again and passed over. What was decoded before damage is given.
 */
export async function* readArchive(path: string, options: ArchiveOptions): AsyncGenerator<SourceEvent> {
  const { format, signal, resume, history } = options;
  const bell = createBell(signal);
  try {
    const mark = await markAt(path);
    const start = placeIn(mark, resume);
    const framer = createFramer({ start });
    const last = createLastRecords(resume === undefined ? history : undefined);
    const chunks = gathered(decodedChunks(path, format, { bell, signal }), start.lineEnd + start.given);
    const trouble = yield* batchesOf(chunks, (bytes) => event(mark, framer, passed(last, framer.push(bytes))));
    if (signal.aborted) return;
    yield* event(mark, framer, [...passed(last, framer.end()), ...last.end()]);
    if (trouble !== undefined) yield { kind: "failed", fault: await archiveFault(path, trouble), retryInMs: undefined };
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    yield { kind: "failed", fault: await fileFault(path, error), retryInMs: undefined };
  } finally {
    bell.close();
  }
}

async function markAt(path: string): Promise<FileMark> {
  const file = await openFile(path);
  await file.handle.close();
  return markOf(file);
}

/** Another file than the one of the token is new from its start on. */
function placeIn(mark: FileMark, resume: ResumeToken | undefined): Position {
  const known = resume === undefined ? undefined : decodeToken(resume)?.newest;
  if (known === undefined || known.ino !== mark.ino || known.prefixHash !== mark.prefixHash) return START;
  return { lineEnd: known.offset, given: known.given };
}

/** Returns what ended the decoding before its time. */
async function* batchesOf(
  chunks: AsyncGenerator<Uint8Array>,
  batches: (bytes: Uint8Array) => Iterable<SourceEvent>,
): AsyncGenerator<SourceEvent, unknown> {
  try {
    for await (const bytes of chunks) yield* batches(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

function passed(last: LastRecords, batch: RawBatch | undefined): readonly RawBatch[] {
  return batch === undefined ? [] : last.add(batch);
}

/** The position is that behind the last of them, so only that one may carry it. */
function* event(mark: FileMark, framer: Framer, batches: readonly RawBatch[]): Generator<SourceEvent> {
  const { lineEnd, given } = framer.position();
  const token = encodeToken({
    newest: { ...mark, offset: lineEnd, given },
    older: [],
    copied: undefined,
    rotated: undefined,
  });
  for (const batch of batches) yield { kind: "batch", batch, resume: batch === batches.at(-1) ? token : undefined };
}

/** Passes over the first bytes and gives the others in larger pieces; what there is of one before an error, too. */
async function* gathered(chunks: AsyncGenerator<Uint8Array>, passOver: number): AsyncGenerator<Uint8Array> {
  let left = passOver;
  let gathering: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      const rest = chunk.subarray(Math.min(left, chunk.length));
      left -= chunk.length - rest.length;
      gathering.push(rest);
      bytes += rest.length;
      if (bytes < BATCH_BYTES) continue;
      yield Buffer.concat(gathering);
      gathering = [];
      bytes = 0;
    }
  } catch (error) {
    if (bytes > 0) yield Buffer.concat(gathering);
    throw error;
  }
  if (bytes > 0) yield Buffer.concat(gathering);
}

async function archiveFault(path: string, error: unknown): Promise<Fault> {
  if (error instanceof FaultError) return error.fault;
  const code = errnoOf(error);
  if (code === undefined) throw error;
  if (!/^(?:Z_|ZSTD_|ERR_)/.test(code)) return fileFault(path, error);
  const why = error instanceof Error ? error.message : code;
  return damaged(path, why, error);
}
