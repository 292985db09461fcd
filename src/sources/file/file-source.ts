import { type Stats } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { sourceId } from "../../core/entry.js";
import type { ResumeToken, Source, SourceEvent, SourceOptions } from "../../core/ports.js";
import { archiveFormatOf } from "./archive.js";
import { decodeToken } from "./file-token.js";
import { errnoOf, fileFault } from "./file-fault.js";
import { followFile } from "./follow-file.js";
import { markOf, openFile } from "./open-file.js";
import { rotationBaseOf } from "./path-pattern.js";
import { readArchive } from "./read-archive.js";
import { readDevice } from "./read-device.js";
import { readFileOnce } from "./read-file.js";

/** The source of one absolute path, whatever is there: a log, a compressed one, a FIFO, or nothing yet. */
export function fileSource(path: string, label: string, options: SourceOptions): Source {
  return {
    id: sourceId(`file:${path}`),
    label,
    events: (signal, resume) => events(path, options, signal, resume),
  };
}

async function* events(
  path: string,
  options: SourceOptions,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  try {
    const found = await stat(path).catch((error: unknown) => ({ error }));
    const format = "error" in found || !found.isFile() ? undefined : await archiveFormatOf(path);
    if (signal.aborted) return;
    if (format !== undefined) yield* readArchive(path, { format, signal, resume, history: options.history });
    else if (isDevice(found)) yield* readDevice(path, { stat: found, follow: options.follow, signal });
    else if (await isRotated(path)) yield* readRotated(path, options, signal, resume);
    else
      yield* options.follow ? followFile(path, options, signal, resume) : readFileOnce(path, options, signal, resume);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    yield { kind: "failed", fault: await fileFault(path, error), retryInMs: undefined };
  }
}

function isDevice(found: Stats | { readonly error: unknown }): found is Stats {
  return !("error" in found) && (found.isFIFO() || found.isCharacterDevice());
}

/** Whether the path is what a rotation made of another file that is still there. */
async function isRotated(path: string): Promise<boolean> {
  const base = rotationBaseOf(path);
  return base !== undefined && (await isReadable(path)) && (await isReadable(base));
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/**
 * A rotated file does not grow. When another one has taken its name since, that one was read under the name it had
 * before, and there is nothing to give.
 */
async function* readRotated(
  path: string,
  options: SourceOptions,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const known = resume === undefined ? undefined : decodeToken(resume)?.newest;
  const file = await openFile(path);
  await file.handle.close();
  if (known !== undefined && known.ino !== markOf(file).ino) return;
  yield* readFileOnce(path, options, signal, resume);
}
