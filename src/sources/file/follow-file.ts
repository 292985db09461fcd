import type { RawBatch } from "../../core/batch.js";
import type { ResumeToken, SourceEvent, SourceOptions } from "../../core/ports.js";
import { micros } from "../../core/time.js";
import { type Bell, createBell, isAborted } from "../stream/bell.js";
import { PARTIAL_AFTER_MS } from "../stream/stream-events.js";
import { begin } from "./begin.js";
import { fileFault } from "./file-fault.js";
import { errnoOf } from "../../lib/errno.js";
import { look, openFile } from "./open-file.js";
import { countReading, readingFiles } from "./reading-files.js";
import {
  closeTrail,
  given,
  leaveDeleted,
  newTrail,
  readAll,
  restart,
  resumeOf,
  retire,
  succeed,
  type Trail,
  whatIsAt,
} from "./trail.js";
import { type PathWatch, watchPath } from "./watch-path.js";

/** The path and the file are looked at this often even when no watch tells anything. */
export const LOOK_MS = 500;
/** With many files each is looked at less often: 400 looks a second for all of them cost a few per cent of a core. */
const LOOK_MS_PER_FILE = 2.5;
/** A rotation leaves the path empty for a moment; longer than this is worth saying. */
const MISSING_GRACE_MS = 500;

/** And one that has been quiet for long, too. */
const QUIET_AFTER_MS = 10_000;
const LOOK_QUIET_MS = 2_000;

function lookMs({ newest }: Trail, now: number): number {
  const isQuiet = newest !== undefined && now - newest.stirredMs > QUIET_AFTER_MS;
  return Math.max(isQuiet ? LOOK_QUIET_MS : LOOK_MS, readingFiles() * LOOK_MS_PER_FILE);
}

type Follow = {
  readonly trail: Trail;
  readonly bell: Bell;
  readonly watch: PathWatch;
  isBegun: boolean;
  isCaughtUp: boolean;
  /** A name in the folder changed: look at the path before waiting again. */
  isNameDoubtful: boolean;
  lookedAtMs: number;
  missingSinceMs: number | undefined;
  /** Code of the trouble that was told and is not over. */
  toldTrouble: string | undefined;
};

/**
 * Follows what is at a path, through rotations of all sorts, until the signal aborts. A missing file is waited for.
 * Whatever the system refuses is told once and tried again; an empty batch says that it works again.
 */
export async function* followFile(
  path: string,
  options: SourceOptions,
  signal: AbortSignal,
  resume: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  const follow = newFollow(path, signal);
  const { trail, bell, watch } = follow;
  let token = resume;
  let { history } = options;
  const left = countReading();
  try {
    while (!signal.aborted) {
      try {
        if (!follow.isBegun) yield* start(follow, { ...options, history }, token);
        yield* round(follow);
      } catch (error) {
        // A file that comes to be later is new from its first line on.
        if (errnoOf(error) === "ENOENT") history = undefined;
        token = (follow.isBegun ? resumeOf(trail) : trail.told) ?? token;
        follow.isBegun = false;
        await closeTrail(trail);
        yield* tell(follow, error);
        await bell.wait(lookMs(trail, Date.now()));
      }
    }
  } finally {
    left();
    watch.close();
    bell.close();
    await closeTrail(trail);
  }
}

function newFollow(path: string, signal: AbortSignal): Follow {
  const bell = createBell(signal);
  const watch = watchPath(path, (isName) => {
    follow.isNameDoubtful ||= isName;
    bell.ring();
  });
  const follow: Follow = {
    trail: newTrail(path, signal),
    bell,
    watch,
    isBegun: false,
    isCaughtUp: false,
    isNameDoubtful: false,
    lookedAtMs: Date.now(),
    missingSinceMs: undefined,
    toldTrouble: undefined,
  };
  return follow;
}

async function* start(
  follow: Follow,
  options: SourceOptions,
  token: ResumeToken | undefined,
): AsyncGenerator<SourceEvent> {
  yield* begin(follow.trail, options, token);
  follow.isBegun = true;
  if (follow.trail.newest !== undefined) yield* recovered(follow);
}

/** Reads all there is, waits for news, and looks at what they are. */
async function* round(follow: Follow): AsyncGenerator<SourceEvent> {
  const { trail, bell } = follow;
  yield* readAll(trail);
  if (trail.signal.aborted) return;
  if (!follow.isCaughtUp && (trail.newest !== undefined || trail.older.length > 0)) {
    follow.isCaughtUp = true;
    trail.history = undefined;
    yield { kind: "caught-up" };
  }
  await bell.wait(patience(trail, Date.now()));
  if (isAborted(trail.signal)) return;
  const now = Date.now();
  if (follow.isNameDoubtful || now - follow.lookedAtMs >= lookMs(trail, now)) yield* lookAtPath(follow, now);
  if (trail.newest !== undefined && (await look(trail.newest)) === "truncated") yield* restart(trail, trail.newest);
  yield* givePartial(trail, now);
  yield* retire(trail, now);
  yield* leaveDeleted(trail, now);
}

function patience(trail: Trail, now: number): number {
  const { newest } = trail;
  const most = lookMs(trail, now);
  if (newest?.framer.isHolding() !== true) return most;
  return Math.max(1, Math.min(most, newest.stirredMs + PARTIAL_AFTER_MS - now));
}

function* givePartial(trail: Trail, now: number): Generator<SourceEvent> {
  const { newest } = trail;
  if (newest === undefined || newest.size > newest.readAt || now - newest.stirredMs < PARTIAL_AFTER_MS) return;
  if (newest.framer.isHolding()) yield* given(trail, newest.framer.pause());
}

async function* lookAtPath(follow: Follow, now: number): AsyncGenerator<SourceEvent> {
  const { trail, watch } = follow;
  follow.isNameDoubtful = false;
  follow.lookedAtMs = now;
  const found = await whatIsAt(trail.path, trail.newest);
  const next = found === "other" ? await openFile(trail.path).catch((error: unknown) => ({ error })) : found;
  if (next !== "same" && "error" in next) {
    follow.missingSinceMs ??= now;
    const isRotating = trail.newest !== undefined && now - follow.missingSinceMs < MISSING_GRACE_MS;
    if (!isRotating) yield* tell(follow, next.error);
    return;
  }
  follow.missingSinceMs = undefined;
  if (next !== "same") {
    await succeed(trail, next);
    watch.renew();
  }
  yield* recovered(follow);
}

async function* tell(follow: Follow, error: unknown): AsyncGenerator<SourceEvent> {
  const code = errnoOf(error);
  if (code === undefined) throw error;
  if (follow.toldTrouble === code) return;
  follow.toldTrouble = code;
  yield { kind: "failed", fault: await fileFault(follow.trail.path, error), retryInMs: LOOK_MS };
}

function* recovered(follow: Follow): Generator<SourceEvent> {
  if (follow.toldTrouble === undefined) return;
  follow.toldTrouble = undefined;
  follow.watch.renew();
  yield { kind: "batch", batch: noRecords(), resume: resumeOf(follow.trail) };
}

/** A batch that only says that its source works again. */
export function noRecords(): RawBatch {
  return {
    bytes: new Uint8Array(0),
    starts: new Uint32Array(0),
    ends: new Uint32Array(0),
    count: 0,
    marks: undefined,
    records: undefined,
    receivedAt: micros(Date.now() * 1000),
  };
}
