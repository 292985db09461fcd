import { execa } from "execa";
import { stat } from "node:fs/promises";
import { failed, ok, type Result } from "../../core/fault.js";
import type { ResumeToken, SourceEvent } from "../../core/ports.js";
import { noLog, unreadable } from "./faults.js";
import { logFilesOf } from "./log-file.js";
import { type BuildLog, logRecords } from "./log-records.js";
import { placeOf, tokenOf } from "./log-token.js";
import type { NixPlaces } from "./places.js";

/**
 * The log of a derivation, named by its path or its file's name, or by a path that it made; whether it is compressed
 * or not. Only what lies on this machine: nothing is fetched.
 */
export async function findLog(named: string, places: NixPlaces): Promise<Result<BuildLog>> {
  const derivation = named.endsWith(".drv") ? named : await deriverOf(named);
  for (const path of derivation === undefined ? [] : logFilesOf(derivation, places)) {
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    // Nix makes the file before the build and fills it at its end.
    if (found !== undefined && found.size > 0n) return ok({ path, mtimeNs: found.mtimeNs });
  }
  return failed(noLog(named));
}

async function deriverOf(path: string): Promise<string | undefined> {
  if (!path.startsWith("/")) return undefined;
  const asked = await execa("nix-store", ["--query", "--deriver", path], { reject: false, stdin: "ignore" });
  const line = asked.exitCode === 0 ? asked.stdout.trim() : "";
  return line.endsWith(".drv") ? line : undefined;
}

/** The log from its beginning; it does not grow any more. */
export async function* oneLogEvents(
  log: BuildLog,
  places: NixPlaces,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const place = placeOf(resume);
  const isSame = place?.path === log.path && place.mtimeNs === log.mtimeNs;
  try {
    for await (const { batch, linesGiven } of logRecords(log, places, isSame ? place.lines : 0, signal)) {
      yield { kind: "batch", batch, resume: tokenOf({ ...log, lines: linesGiven }) };
    }
  } catch (error) {
    yield { kind: "failed", fault: unreadable(log.path, error), retryInMs: undefined };
  }
}
