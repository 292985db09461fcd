import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { errnoOf } from "../../lib/errno.js";
import { type Bell, createBell, isAborted } from "../stream/bell.js";
import { emptyBatch } from "../structured-batch.js";
import { noLogs, unreadable } from "./faults.js";
import { derivationOf } from "./log-file.js";
import { type LogFolder, openLogFolder } from "./log-folder.js";
import { type BuildLog, countLines, logRecords } from "./log-records.js";
import { compareLogs, type LogPlace, placeOf, tokenOf } from "./log-token.js";
import type { NixPlaces } from "./places.js";

/** The folder may come to be: nix makes it with the first build. */
const RETRY_MS = 10_000;

/**
 * The logs of finished builds as events: those that lie there, then each as its build ends (nix keeps a log back until
 * then). Logs that a stream of this program has told already are left out, see `SourceOptions.isTold`.
 */
export async function* buildLogEvents(
  places: NixPlaces,
  options: SourceOptions,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const bell = createBell(signal);
  const folder = openLogFolder(places.logs, options.follow ? bell.ring : undefined);
  const run: Run = { places, options, signal, place: placeOf(resume), isFirst: true };
  try {
    while (!isAborted(signal)) {
      const waitMs = yield* oneLook(run, folder);
      if (!options.follow) return;
      await wait(bell, waitMs);
    }
  } finally {
    folder.close();
    bell.close();
  }
}

type Run = {
  readonly places: NixPlaces;
  readonly options: SourceOptions;
  readonly signal: AbortSignal;
  /** Behind everything that was given. */
  place: LogPlace | undefined;
  isFirst: boolean;
};

async function wait(bell: Bell, waitMs: number | undefined): Promise<void> {
  // What rings for one log rings many times: a moment later all of it is there.
  if ((await bell.wait(waitMs)) === "rung") await bell.wait(GATHER_MS);
}

const GATHER_MS = 100;

/** Returns after how long to look again although nothing stirs. */
async function* oneLook(run: Run, folder: LogFolder): AsyncGenerator<SourceEvent, number | undefined> {
  const seen = await folder.look().catch((error: unknown) => ({ error }));
  if ("error" in seen) {
    const fault = errnoOf(seen.error) === "ENOENT" ? noLogs(run.places.logs) : unreadable(run.places.logs, seen.error);
    yield { kind: "failed", fault, retryInMs: run.options.follow ? RETRY_MS : undefined };
    return RETRY_MS;
  }
  const { place } = run;
  const isResumed = place !== undefined || !run.isFirst;
  const behind = seen.finished
    .filter((log) => place === undefined || compareLogs(log, place) >= 0)
    .toSorted(compareLogs);
  const { logs, passOver } = isResumed ? { logs: behind, passOver: 0 } : await newest(run, behind);
  for (const [at, log] of logs.entries()) {
    if (isAborted(run.signal)) return undefined;
    yield* oneLog(run, log, at === 0 ? passOver : 0);
  }
  if (run.isFirst && run.options.follow) yield { kind: "caught-up" };
  run.isFirst = false;
  return seen.againInMs;
}

async function* oneLog(run: Run, log: BuildLog, passOver: number): AsyncGenerator<SourceEvent> {
  const { places, options, signal, place } = run;
  if (options.isTold?.(derivationOf(log.path, places)) === true) return;
  const isGoingOn = place?.path === log.path && place.mtimeNs === log.mtimeNs;
  const start = isGoingOn ? place.lines : passOver;
  try {
    for await (const { batch, linesGiven } of logRecords(log, places, start, signal)) {
      run.place = { ...log, lines: linesGiven };
      yield { kind: "batch", batch, resume: tokenOf(run.place) };
    }
  } catch (error) {
    // Deleted before it was read: nix does that when it is asked to, and it is no trouble.
    if (errnoOf(error) === "ENOENT") return;
    yield { kind: "failed", fault: unreadable(log.path, error), retryInMs: 0 };
    yield { kind: "batch", batch: emptyBatch(), resume: run.place === undefined ? undefined : tokenOf(run.place) };
  }
}

/** As many of the newest logs as hold the history that is wanted, and how many lines of the first are too many. */
async function newest(
  { options, places, signal }: Run,
  logs: readonly BuildLog[],
): Promise<{ readonly logs: readonly BuildLog[]; readonly passOver: number }> {
  const { since, history } = options;
  const wanted = since === undefined ? logs : logs.filter(({ mtimeNs }) => mtimeNs / 1_000n >= BigInt(since));
  if (history === undefined) return { logs: wanted, passOver: 0 };
  let lines = 0;
  let from = wanted.length;
  while (from > 0 && lines < history && !signal.aborted) {
    const log = wanted[from - 1];
    if (log !== undefined) lines += await countLines(log, places, signal).catch(() => 0);
    from -= 1;
  }
  return { logs: wanted.slice(from), passOver: Math.max(0, lines - history) };
}
