import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { begin } from "./begin.js";
import { fileFault } from "./file-fault.js";
import { errnoOf } from "../../lib/errno.js";
import { countReading } from "./reading-files.js";
import { closeTrail, given, newTrail, readAll } from "./trail.js";

/** Reads a file to its end and ends; with a token, from there, rotated predecessors first. */
export async function* readFileOnce(
  path: string,
  options: SourceOptions,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const trail = newTrail(path, signal);
  const left = countReading();
  try {
    yield* begin(trail, options, resume);
    yield* readAll(trail);
    if (signal.aborted) return;
    for (const file of trail.older) yield* given(trail, file.framer.close());
    if (trail.newest !== undefined) yield* given(trail, trail.newest.framer.end());
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    yield { kind: "failed", fault: await fileFault(path, error), retryInMs: undefined };
  } finally {
    left();
    await closeTrail(trail);
  }
}
