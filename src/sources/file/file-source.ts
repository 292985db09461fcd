import { type Stats } from "node:fs";
import { access, constants, stat } from "node:fs/promises";
import { sourceId } from "../../core/entry.js";
import type { ResumeToken, Source, SourceEvent, SourceOptions } from "../../core/ports.js";
import { createBell } from "../stream/bell.js";
import { type ArchiveFormat, archiveFormatOf } from "./archive.js";
import { decodeToken } from "./file-token.js";
import { fileFault, undefinedWhereAbsent } from "./file-fault.js";
import { errnoOf } from "../../lib/errno.js";
import { LOOK_MS, followFile, noRecords } from "./follow-file.js";
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
    const nature = yield* awaitNature(path, options, signal, resume);
    if (nature === undefined || signal.aborted) return;
    switch (nature.kind) {
      case "archive":
        yield* readArchive(path, { format: nature.format, signal, resume, history: options.history });
        return;
      case "device":
        yield* readDevice(path, { stat: nature.stat, follow: options.follow, signal });
        return;
      case "rotated":
        yield* readRotated(path, options, signal, resume);
        return;
      case "log":
        yield* options.follow ? followFile(path, options, signal, resume) : readFileOnce(path, options, signal, resume);
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    yield { kind: "failed", fault: await fileFault(path, error), retryInMs: undefined };
  }
}

/** How a path is read. */
type Nature =
  | { readonly kind: "archive"; readonly format: ArchiveFormat }
  | { readonly kind: "device"; readonly stat: Stats }
  | { readonly kind: "rotated" | "log" };

async function natureOf(path: string): Promise<Nature> {
  const found = await stat(path).catch(undefinedWhereAbsent);
  if (found === undefined) return { kind: "log" };
  if (found.isFIFO() || found.isCharacterDevice()) return { kind: "device", stat: found };
  const format = found.isFile() ? await archiveFormatOf(path) : undefined;
  if (format !== undefined) return { kind: "archive", format };
  return { kind: (await isRotated(path)) ? "rotated" : "log" };
}

/** What may pass (a permission, too many open files) is told once and waited for by whoever follows. */
async function* awaitNature(
  path: string,
  { follow }: SourceOptions,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent, Nature | undefined> {
  const bell = createBell(signal);
  let told: string | undefined;
  try {
    while (!signal.aborted) {
      const nature = await natureOf(path).catch((error: unknown) => ({ kind: "refused", error }) as const);
      if (nature.kind !== "refused") {
        if (told !== undefined) yield { kind: "batch", batch: noRecords(), resume };
        return nature;
      }
      const code = errnoOf(nature.error);
      if (code === undefined || !follow) throw nature.error;
      if (code !== told) {
        yield { kind: "failed", fault: await fileFault(path, nature.error), retryInMs: LOOK_MS };
      }
      told = code;
      await bell.wait(LOOK_MS);
    }
    return undefined;
  } finally {
    bell.close();
  }
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
