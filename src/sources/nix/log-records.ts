import { createReadStream } from "node:fs";
import type { RawBatch } from "../../core/batch.js";
import type { Fields } from "../../core/entry.js";
import { type Micros, micros } from "../../core/time.js";
import { lineFields } from "../../nix/shown.js";
import { nameOfPath } from "../../nix/store-path.js";
import { archiveFormatOf, decodedChunks } from "../file/archive.js";
import { createFramer } from "../framing.js";
import { createBell, isAborted } from "../stream/bell.js";
import { createStructuredBatch } from "../structured-batch.js";
import { derivationOf } from "./log-file.js";
import type { NixPlaces } from "./places.js";

/** A log of a build that is over. The lines have no times of their own: theirs is the moment when it was written. */
export type BuildLog = { readonly path: string; readonly mtimeNs: bigint };

/** What each line of the log has beside its text: the same as lines that nix itself tells in a stream. */
function fieldsOfLog(path: string, places: NixPlaces): Fields {
  const drv = derivationOf(path, places);
  return lineFields(false, { drv, name: nameOfPath(drv), host: undefined, phase: undefined, path: undefined });
}

function momentOf({ mtimeNs }: BuildLog): Micros {
  return micros(Number(mtimeNs / 1_000n));
}

/** A batch of the log's lines, and how many of its lines were given with it. */
export type LogBatch = { readonly batch: RawBatch; readonly linesGiven: number };

/**
 * The lines of one log behind the first `passOver`. Throws what reading and decoding throw, after everything that could
 * be read was given; see `decodedChunks`.
 */
export async function* logRecords(
  log: BuildLog,
  places: NixPlaces,
  passOver: number,
  signal: AbortSignal,
): AsyncGenerator<LogBatch> {
  const framer = createFramer();
  const gathering = createStructuredBatch();
  const record = { at: momentOf(log), fields: fieldsOfLog(log.path, places) };
  let lines = 0;

  const take = (batch: RawBatch | undefined): LogBatch | undefined => {
    for (let index = 0; index < (batch?.count ?? 0); index++) {
      lines += 1;
      if (lines > passOver && batch !== undefined) {
        gathering.add(record, batch.bytes.subarray(batch.starts[index], batch.ends[index]));
      }
    }
    return gathering.isFull() ? flush() : undefined;
  };
  const flush = (): LogBatch | undefined => {
    const batch = gathering.take();
    return batch === undefined ? undefined : { batch, linesGiven: lines };
  };

  let trouble: { readonly error: unknown } | undefined;
  const chunks = chunksOf(log.path, signal);
  for (;;) {
    const step = await chunks.next().catch((error: unknown) => ({ error }));
    if ("error" in step) trouble = step;
    if ("error" in step || step.done === true) break;
    const full = take(framer.push(step.value));
    if (full !== undefined) yield full;
  }
  if (isAborted(signal)) return;
  const last = take(framer.end()) ?? flush();
  if (last !== undefined) yield last;
  if (trouble !== undefined) throw trouble.error;
}

async function* chunksOf(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const format = await archiveFormatOf(path);
  if (format === undefined) {
    const stream: AsyncIterable<Uint8Array> = createReadStream(path);
    for await (const chunk of stream) {
      if (signal.aborted) return;
      yield chunk;
    }
    return;
  }
  const bell = createBell(signal);
  try {
    yield* decodedChunks(path, format, { bell, signal });
  } finally {
    bell.close();
  }
}

/** How many lines a log has. Throws as `logRecords` does. */
export async function countLines(log: BuildLog, places: NixPlaces, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const { linesGiven } of logRecords(log, places, 0, signal)) count = linesGiven;
  return count;
}
