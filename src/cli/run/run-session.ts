import { hostname, userInfo } from "node:os";
import type { Fault } from "../../core/fault.js";
import {
  type NewSession,
  NOTHING_KNOWN,
  type SessionKind,
  type SessionPatch,
  type SessionResult,
} from "../../core/session.js";
import type { Micros } from "../../core/time.js";
import { now } from "../../engine/environment.js";
import { runningBoot } from "../../engine/environment.js";
import { phasesOf } from "../../session/phases.js";
import type { Shell } from "../shell.js";
import { type Child, type ChildEnd, type NotStarted, startChild } from "./child.js";
import { generationChange, systemState } from "./generations.js";
import { drain, type Passage } from "./passage.js";
import { type Recording, startRecording } from "./recording.js";
import type { RunView, SeenSession, StreamName } from "./run-view.js";
import { activationStart } from "./activation.js";
import { unitsTouched, watchUnits } from "./units.js";

export type RunRequest = {
  readonly kind: SessionKind;
  readonly argv: readonly [string, ...string[]];
  readonly name: string | undefined;
  /** Undefined keeps nothing. */
  readonly storePath: string | undefined;
  /** Spec of the journal that is collected meanwhile. */
  readonly journal: string;
};

export type RunOutcome = {
  readonly exitCode: number;
  readonly session: SeenSession;
  /** What could not be run, kept or read, to be said when the command has had its say. */
  readonly faults: readonly Fault[];
};

/**
 * Runs a command and records it. The command starts first and is never held up by trouble with the record; signals for
 * us go to it, and how it ends is how we end.
 */
export async function runSession(request: RunRequest, view: RunView, shell: Shell): Promise<RunOutcome> {
  const session = newSession(request);
  const before = systemState(shell.environment);
  const child = startChild({ argv: request.argv, environment: shell.environment });
  const giveBack = shell.takeSignals(child.signal);
  const recording = startRecording({ ...request, session, onBuild: (report) => view.build?.(report) });
  const watching = watchSession(recording, view);
  if (view.started !== undefined) await view.started({ ...session, ...(await idOf(recording)) });
  const end = await passThrough(child, recording, view);
  await recording.settle();
  const begun = await recording.begun;
  await (
    await watching
  )();
  const build = recording.build();
  const isRebuild = request.kind === "rebuild" || build !== undefined;
  const activatedAt = begun === undefined || !isRebuild ? undefined : await activationStart(begun);
  const patch: SessionPatch = {
    endedAt: end.at,
    exitCode: end.exitCode,
    signal: "signal" in end ? end.signal : undefined,
    result: resultOf(end),
    units: begun === undefined ? [] : await unitsTouched(begun),
    build,
    phases: phasesOf({ ...end, startedAt: session.startedAt, result: resultOf(end), build, activatedAt }),
    ...generationChange(before, systemState(shell.environment)),
  };
  const faults = await recording.close(patch);
  const seen = { ...session, ...(await idOf(recording)), ...patch };
  const told = "fault" in end ? [end.fault, ...faults] : faults;
  await view.ended?.(seen, told);
  giveBack();
  return { exitCode: end.exitCode, session: seen, faults: told };
}

async function idOf({ begun }: Recording): Promise<Pick<SeenSession, "id" | "source">> {
  const { id, source } = (await begun)?.session ?? { id: undefined, source: undefined };
  return { id, source };
}

function newSession({ kind, argv, name }: RunRequest): NewSession {
  return {
    kind,
    ...NOTHING_KNOWN,
    origin: "started",
    name,
    command: argv,
    folder: process.cwd(),
    host: hostname(),
    user: userName(),
    boot: runningBoot(),
    startedAt: now(),
  };
}

/** A user id without a name (a container) has none. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

type Ending = (ChildEnd | NotStarted) & { readonly at: Micros };

/** Both outputs to where they belong and into the record, until the command and what it wrote are at their end. */
async function passThrough(child: Child, recording: Recording, view: RunView): Promise<Ending> {
  let hasEnded = false;
  const end = child.end.then((how) => {
    hasEnded = true;
    for (const { bell } of [child.stdout, child.stderr]) bell.ring();
    return { ...how, at: now() };
  });
  const passage = (stream: StreamName): Passage => ({
    pass: async (bytes) => {
      // The reader uses its memory again.
      const copy = Uint8Array.prototype.slice.call(bytes);
      await Promise.all([view.output(stream, bytes), recording.take(stream, copy)]);
    },
    hasEnded: () => hasEnded,
    isGone: () => view.isGone(stream),
  });
  await Promise.all([drain(child.stdout, passage("stdout")), drain(child.stderr, passage("stderr"))]);
  return end;
}

/** Shows what systemd does meanwhile, to who wants to see it. Gives the way to stop. */
async function watchSession(recording: Recording, view: RunView): Promise<() => Promise<void>> {
  const begun = await recording.begun;
  if (begun === undefined || view.unit === undefined) return () => Promise.resolve();
  return watchUnits(begun, (unit) => view.unit?.(unit));
}

/** By these a person, or the machine on a person's behalf, breaks a command off. */
const INTERRUPTING: ReadonlySet<string> = new Set(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]);
const INTERRUPTED_CODES: ReadonlySet<number> = new Set([129, 130, 131, 143]);

function resultOf(end: ChildEnd | NotStarted): SessionResult {
  if (end.exitCode === 0) return "succeeded";
  const signal = "signal" in end ? end.signal : undefined;
  const isInterrupted = signal === undefined ? INTERRUPTED_CODES.has(end.exitCode) : INTERRUPTING.has(signal);
  return isInterrupted ? "interrupted" : "failed";
}
